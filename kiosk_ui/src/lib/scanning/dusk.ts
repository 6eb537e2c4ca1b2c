/** Whether it is too dark to read. A camera that opens is dark for a moment: only lasting counts. */

const DARK_BELOW = 28;
const LASTING_MS = 1500;

export class Dusk {
  dark = false;
  private since: number | null = null;

  /** Takes the brightness of one picture, 0 to 255; answers whether `dark` has changed. */
  changed(light: number, atMs: number): boolean {
    if (light >= DARK_BELOW) this.since = null;
    else this.since ??= atMs;
    const dark = this.since !== null && atMs - this.since >= LASTING_MS;
    const changed = dark !== this.dark;
    this.dark = dark;
    return changed;
  }
}
