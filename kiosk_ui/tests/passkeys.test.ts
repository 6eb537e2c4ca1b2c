import { describe, expect, it } from "vitest";

import { bytes, readable, text } from "../src/lib/passkeys";

describe("passkeys on the wire", () => {
  it("are base64url without padding, both ways", () => {
    const all = Uint8Array.from({ length: 256 }, (_, one) => one);
    for (const length of [0, 1, 2, 3, 255, 256]) {
      const part = all.slice(0, length);
      expect(bytes(text(part.buffer))).toEqual(part);
      expect(text(part.buffer)).toMatch(/^[\w-]*$/);
    }
  });

  it("become bytes wherever the browser wants bytes", () => {
    const asked = {
      challenge: "AQI",
      user: { id: "Aw", name: "Hélène" },
      excludeCredentials: [{ id: "BA", type: "public-key" }],
      rpId: "localhost",
    };
    expect(readable(asked)).toEqual({
      challenge: Uint8Array.of(1, 2),
      user: { id: Uint8Array.of(3), name: "Hélène" },
      excludeCredentials: [{ id: Uint8Array.of(4), type: "public-key" }],
      rpId: "localhost",
    });
  });
});
