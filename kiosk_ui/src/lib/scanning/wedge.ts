/**
 * A hand scanner types like a keyboard and ends with Enter. Pure: keys and times in.
 *
 * A pause forgets what was typed before it, so that no stray key joins the next code.
 */

const PAUSE_MS = 500;
const SHORTEST = 4;

export class Wedge {
  private keys = "";
  private last = -Infinity;

  /** Answers the code when `key` completes one. */
  press(key: string, atMs: number): string | null {
    if (atMs - this.last > PAUSE_MS) this.keys = "";
    this.last = atMs;
    if (key === "Enter") {
      const code = this.keys;
      this.keys = "";
      return code.length >= SHORTEST ? code : null;
    }
    if (key.length === 1) this.keys += key;
    return null;
  }
}
