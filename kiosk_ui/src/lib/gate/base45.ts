/** Bytes as text of a QR code and back (RFC 9285), as `events/base45.py` does it. */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const BASE = ALPHABET.length;

/** Null where the text was not made so: every text has one reading, and every reading one text. */
export function decode(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const value = valueOf(text.slice(at, at + 3));
    const room = Math.min(3, text.length - at) - 1;
    if (value === null || room < 1 || value >= 256 ** room) return null;
    if (room === 2) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return new Uint8Array(bytes);
}

export function encode(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2);
    let value = pair.reduce((sum, byte) => sum * 256 + byte, 0);
    for (let letter = 0; letter <= pair.length; letter += 1) {
      text += ALPHABET[value % BASE];
      value = Math.floor(value / BASE);
    }
  }
  return text;
}

function valueOf(letters: string): number | null {
  let value = 0;
  for (const letter of [...letters].reverse()) {
    const worth = VALUES.get(letter);
    if (worth === undefined) return null;
    value = value * BASE + worth;
  }
  return value;
}
