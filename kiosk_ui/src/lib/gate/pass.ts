/**
 * Believing a pass without a network: the bytes of `events/passes.py`, read where it is shown.
 *
 * The signature is Ed25519 by WebCrypto. Where the browser has none, nobody is believed.
 */

import { decode, encode } from "./base45";

export interface Pass {
  event: number;
  session: number;
  number: number;
  validFrom: number;
  validUntil: number;
  live: boolean;
}

/** Why a text is no pass of ours. */
export type Flaw = "unknown" | "bad_signature" | "expired_code";
export type Reading = { pass: Pass; code: Uint8Array } | { flaw: Flaw };
type Bytes = Uint8Array<ArrayBuffer>;

const PLAIN = 0xe1;
const LIVE = 0xe3;
const CLAIMS = 15;
const SIGNED = CLAIMS + 64;
const CODE = 4;
const EPOCH_MS = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TWO_DAYS = 192;
export const WINDOW_MS = 30_000;
const WINDOWS_OFF = 1; // a phone's clock may be a window early or late
const LIVE_KEY = 16;

/** The keys that this door believes. */
export class Keyring {
  private constructor(private readonly keys: Map<number, CryptoKey[]>) {}

  /** `publicKeys` are 32 bytes each, in hex. Raises where the browser cannot verify. */
  static async of(publicKeys: readonly string[]): Promise<Keyring> {
    const keys = new Map<number, CryptoKey[]>();
    for (const raw of publicKeys.map(bytesOf)) {
      const id = new DataView(await crypto.subtle.digest("SHA-256", raw)).getUint16(0);
      const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
      keys.set(id, [...(keys.get(id) ?? []), key]);
    }
    return new Keyring(keys);
  }

  async read(text: string): Promise<Reading> {
    const data = octets(text);
    if (!data) return { flaw: "unknown" };
    const claims = data.slice(0, CLAIMS);
    const signature = data.slice(CLAIMS, SIGNED);
    const signedBy = (claims[1]! << 8) | claims[2]!;
    for (const key of this.keys.get(signedBy) ?? []) {
      if (await crypto.subtle.verify("Ed25519", key, signature, claims)) {
        return { pass: unpack(claims), code: data.slice(SIGNED) };
      }
    }
    return { flaw: "bad_signature" };
  }
}

/** Whether it is written as a pass is; whose it is, and if it is true, a keyring tells. */
export function looksLikeOne(text: string): boolean {
  return octets(text) !== null;
}

/** Whether the changing code of a live pass is that of this moment; any pass else needs none. */
export async function isOfNow(
  pass: Pass,
  code: Uint8Array,
  eventSecret: string | null,
  atMs: number,
): Promise<boolean> {
  if (!pass.live) return true;
  if (!eventSecret) return false;
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, pass.number);
  const key = (await hmac(bytesOf(eventSecret), number)).slice(0, LIVE_KEY);
  const now = Math.floor(atMs / WINDOW_MS);
  for (let window = now - WINDOWS_OFF; window <= now + WINDOWS_OFF; window += 1) {
    if (same(code, (await hmac(key, counter(window))).slice(0, CODE))) return true;
  }
  return false;
}

/** A live pass with the code of the moment, as its guest's phone shows it. `key` is hexadecimal. */
export async function liveText(text: string, key: string, atMs: number): Promise<string> {
  const code = await hmac(bytesOf(key), counter(Math.floor(atMs / WINDOW_MS)));
  return encode(Uint8Array.from([...(decode(text) ?? []), ...code.slice(0, CODE)]));
}

/** As many bytes as a pass has, of a version that we know. */
function octets(text: string): Bytes | null {
  const data = decode(text);
  const version = data?.[0];
  if (!data || (version !== PLAIN && version !== LIVE)) return null;
  const fits = data.length === SIGNED || (version === LIVE && data.length === SIGNED + CODE);
  return fits ? data : null;
}

function unpack(claims: Bytes): Pass {
  const view = new DataView(claims.buffer);
  const validFrom = EPOCH_MS + (view.getUint32(10) & 0xffffff) * MINUTE_MS;
  return {
    event: view.getUint32(2) & 0xffffff,
    session: view.getUint8(6),
    number: view.getUint32(7),
    validFrom,
    validUntil: validFrom + spanOf(view.getUint8(14)),
    live: view.getUint8(0) === LIVE,
  };
}

/** In quarters of an hour, and from two days on in days. */
function spanOf(validFor: number): number {
  return validFor < TWO_DAYS ? validFor * 15 * MINUTE_MS : (validFor - TWO_DAYS + 2) * DAY_MS;
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

function counter(window: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(window));
  return bytes;
}

/** In a time that does not tell where they differ. */
function same(one: Uint8Array, other: Uint8Array): boolean {
  let different = one.length ^ other.length;
  for (let at = 0; at < other.length; at += 1) different |= (one[at] ?? 0) ^ other[at]!;
  return different === 0;
}

function bytesOf(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}
