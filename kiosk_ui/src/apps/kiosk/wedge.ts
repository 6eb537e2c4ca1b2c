/**
 * A hand scanner types like a very fast keyboard and ends with Enter. Pure: keys and times in.
 *
 * What a person types slowly outside a field is not a code and is forgotten.
 */

const FAST_MS = 100;
const SHORTEST = 4;

export class Wedge {
  private keys = "";
  private last = -Infinity;

  /** Answers the code when `key` completes one. */
  press(key: string, atMs: number): string | null {
    if (atMs - this.last > FAST_MS) this.keys = "";
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

const AGAIN_MS = 5000;

/** The same code within five seconds is the same showing of the pass. */
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
