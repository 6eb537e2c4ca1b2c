/** A camera that reads: opens it, looks at picture after picture, and tells what it sees. */

import { CameraError, openCamera, type CameraTrouble, type Facing } from "./camera";
import { Reader, type Sought } from "./reader";
import { Dusk } from "./dusk";
import { Showings } from "./showings";

const BETWEEN_LOOKS_MS = 60;
const LONGEST_CODE = 200;

export type EyeTrouble = CameraTrouble | "broken";

export interface EyeTold {
  open(): void;
  /** A code, once for each time that it is shown. */
  seen(text: string): void;
  dark(dark: boolean): void;
  failed(trouble: EyeTrouble): void;
}

export class Eye {
  private readonly showings = new Showings();
  private readonly dusk = new Dusk();
  private stream: MediaStream | null = null;
  private reader: Reader | null = null;
  private turn = 0; // a later opening or closing makes an earlier one void

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly told: EyeTold,
    private readonly sought: Sought = "passes",
  ) {}

  async open(facing: Facing): Promise<void> {
    this.close();
    const turn = this.turn;
    try {
      const stream = await openCamera(facing);
      if (turn !== this.turn) return stop(stream);
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => this.fail("missing"));
      this.video.srcObject = stream;
      await this.video.play();
      if (turn !== this.turn) return;
      this.reader = new Reader(this.sought);
      this.told.open();
      await this.watch(this.reader, turn);
    } catch (error) {
      if (turn === this.turn) this.fail(error instanceof CameraError ? error.trouble : "broken");
    }
  }

  close(): void {
    this.turn += 1;
    if (this.stream) stop(this.stream);
    this.reader?.close();
    this.video.srcObject = null;
    this.stream = this.reader = null;
  }

  private async watch(reader: Reader, turn: number): Promise<void> {
    while (turn === this.turn) {
      const look = await reader.read(await createImageBitmap(this.video));
      if (turn !== this.turn) return;
      const text = look.text?.trim() ?? "";
      if (this.dusk.changed(look.light, performance.now())) this.told.dark(this.dusk.dark);
      if (text && text.length <= LONGEST_CODE && this.showings.isNew(text, performance.now())) {
        this.told.seen(text);
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    }
  }

  private fail(trouble: EyeTrouble): void {
    this.close();
    this.told.failed(trouble);
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
