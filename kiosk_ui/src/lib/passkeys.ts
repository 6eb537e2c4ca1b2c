/** Passkeys: what the house asks of this browser, and what the browser answers. */

import { api } from "./api";
import type { Me } from "./views";

type Options = Record<string, unknown>;

/** What came of choosing a way to sign in: `me` where it was a sign-in, too. */
export interface Chosen {
  me: Me | null;
  recovery_codes: string[];
}

/** Whether this browser, at this address, has passkeys at all. */
export function hasPasskeys(): boolean {
  return window.isSecureContext && "PublicKeyCredential" in window && "credentials" in navigator;
}

export async function signInByPasskey(): Promise<Me> {
  return api.post<Me>("/auth/passkeys/sign-in", { credential: await showPasskey() });
}

/** A passkey, shown now: good once, for whatever asks who is there. */
export async function showPasskey(): Promise<Options> {
  const asked = await api.post<Options>("/auth/passkeys/challenge");
  const publicKey = readable(asked) as unknown as PublicKeyCredentialRequestOptions;
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!shown) throw new DOMException("", "NotAllowedError");
  const response = shown.response as AuthenticatorAssertionResponse;
  return told(shown, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
  });
}

/** Make a passkey for whoever is signed in, or before their first sign-in. */
export async function makePasskey(pin?: string): Promise<Chosen> {
  const asked = await api.post<Options>("/auth/passkeys/begin");
  const publicKey = readable(asked) as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (!made) throw new DOMException("", "NotAllowedError");
  const response = made.response as AuthenticatorAttestationResponse;
  return api.post<Chosen>("/auth/passkeys", {
    ...(pin ? { pin } : {}),
    credential: told(made, {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    }),
  });
}

/** Whether somebody changed their mind before the browser's own question. */
export function wasCalledOff(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}

function told(credential: PublicKeyCredential, response: Record<string, string>): Options {
  const { id, type } = credential;
  return { id, rawId: id, type, response, clientExtensionResults: {} };
}

/** The options with bytes where the wire has base64url. */
export function readable(options: Options): Options {
  const read: Options = { ...options, challenge: bytes(String(options["challenge"])) };
  const user = options["user"] as { id: string } | undefined;
  if (user) read["user"] = { ...user, id: bytes(user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    const list = options[name] as { id: string }[] | undefined;
    if (list) read[name] = list.map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return read;
}

export function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
