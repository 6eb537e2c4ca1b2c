/** The camera of this device, or why there is none. */

export type Facing = "user" | "environment";
export type CameraTrouble = "missing" | "refused" | "busy" | "insecure";

export class CameraError extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(trouble);
  }
}

/** Raises `CameraError`. */
export async function openCamera(facing: Facing): Promise<MediaStream> {
  // A browser has no camera for a page that came over plain http.
  if (!navigator.mediaDevices) throw new CameraError("insecure");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: facing },
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    });
  } catch (error) {
    throw new CameraError(troubleOf(error));
  }
}

function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "missing";
  }
}
