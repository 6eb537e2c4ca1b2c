/** The reader's worker, as the page sees it: one picture at a time. */

export interface Look {
  /** What the code says, or null where none is seen. */
  text: string | null;
  /** How bright the picture is, 0 to 255. */
  light: number;
}

export class ReaderBrokenError extends Error {}

/** What is looked for: a pass on a phone or on paper, or the label of a piece. */
export type Sought = "passes" | "wares";

export class Reader {
  private readonly worker: Worker;

  constructor(sought: Sought = "passes") {
    // Twice in full: the build reads the options, it does not run them.
    this.worker =
      sought === "wares"
        ? new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module", name: "wares" })
        : new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module", name: "passes" });
  }

  /** Gives the picture away. Raises `ReaderBrokenError` where the reader could not be loaded. */
  read(picture: ImageBitmap): Promise<Look> {
    return new Promise((resolve, reject) => {
      const broken = (): void => reject(new ReaderBrokenError());
      this.worker.onmessage = (event: MessageEvent<Look | null>) =>
        event.data ? resolve(event.data) : broken();
      this.worker.onerror = broken;
      this.worker.postMessage(picture, [picture]);
    });
  }

  close(): void {
    this.worker.terminate();
  }
}
