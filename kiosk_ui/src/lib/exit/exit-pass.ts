/**
 * Believing an exit pass without a network: the bytes of `payments/exit_pass.py`, read at the door.
 *
 * The signature is Ed25519 by WebCrypto. Where the browser has none, nobody is believed.
 */

import type { ExitVerdict } from "../selling-views";

export interface ExitKeys {
  /** Public keys, base64url. */
  keys: string[];
  /** Four bytes that name the boutique, in hex. */
  boutique: string;
  /** The house's clock. */
  now: string;
}

export interface ExitPass {
  number: number;
  pieces: number;
  validUntil: number;
}

type Bytes = Uint8Array<ArrayBuffer>;
export type Reading = { pass: ExitPass } | { flaw: ExitVerdict["reason"] };

const PREFIX = "exit:";
const VERSION = 0xf1;
const CLAIMS = 15;
const WHOLE = CLAIMS + 64;
const EPOCH_MS = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;

export async function readExitPass(text: string, keys: ExitKeys, atMs: number): Promise<Reading> {
  const octets = fromBase64Url(text.trim().replace(PREFIX, ""));
  if (octets?.length !== WHOLE || octets[0] !== VERSION) return { flaw: "no_pass" };
  const claims = octets.slice(0, CLAIMS);
  if (hex(claims.slice(3, 7)) !== keys.boutique) return { flaw: "other_boutique" };
  if (!(await signed(claims, octets.slice(CLAIMS), keys.keys))) return { flaw: "altered" };
  const view = new DataView(claims.buffer);
  const validUntil = EPOCH_MS + (view.getUint32(11) & 0xffffff) * MINUTE_MS;
  if (validUntil < atMs) return { flaw: "expired" };
  return { pass: { number: view.getUint32(7), pieces: view.getUint8(11), validUntil } };
}

async function signed(claims: Bytes, signature: Bytes, keys: readonly string[]): Promise<boolean> {
  for (const text of keys) {
    const raw = fromBase64Url(text);
    if (!raw || !(await names(claims, raw))) continue;
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    if (await crypto.subtle.verify("Ed25519", key, signature, claims)) return true;
  }
  return false;
}

/** Whether the pass says that this key signed it. */
async function names(claims: Bytes, key: Bytes): Promise<boolean> {
  const id = new Uint8Array(await crypto.subtle.digest("SHA-256", key));
  return id[0] === claims[1] && id[1] === claims[2];
}

/** Null where it is none; two texts of the same bytes are not both one. */
function fromBase64Url(text: string): Bytes | null {
  try {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    const again = btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    if (again !== text) return null;
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}

const hex = (bytes: Bytes): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
