/** A photo made small before it travels: a telephone's own is many times what is ever shown. */

const LARGEST_SIDE_PX = 1024;
const QUALITY = 0.9;

/** Raises where the file is no picture that this browser can read. */
export async function shrink(file: Blob, largestPx: number = LARGEST_SIDE_PX): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, largestPx / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (small) => (small ? resolve(small) : reject(new Error("no picture"))),
      "image/jpeg",
      QUALITY,
    ),
  );
}
