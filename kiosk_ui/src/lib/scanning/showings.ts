/** The same code within five seconds is the same showing of the pass. */

const AGAIN_MS = 5000;

export class Showings {
  private code = "";
  private at = -Infinity;

  isNew(code: string, atMs: number): boolean {
    const again = code === this.code && atMs - this.at < AGAIN_MS;
    this.code = code;
    this.at = atMs;
    return !again;
  }
}
