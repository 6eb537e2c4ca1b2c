import { beforeEach, describe, expect, it } from "vitest";

import { forgetGuard, keepGuard, keptGuard } from "../src/lib/exit/kept-guard";
import type { Me } from "../src/lib/views";

const marc = { csrf: "secret", brand_name: "Maison", associate: { role: "guard" } } as unknown as Me;
const NOON = 1_000_000;

describe("a guard's phone that is loaded anew without a network", () => {
  beforeEach(() => localStorage.clear());

  it("knows who guards with it, and holds no key of theirs", () => {
    keepGuard(marc, NOON);
    expect(keptGuard(NOON + 3600_000)).toEqual({ ...marc, csrf: "" });
    expect(JSON.stringify(localStorage)).not.toContain("secret");
  });

  it("knows nobody after half a day, or once they signed out", () => {
    keepGuard(marc, NOON);
    expect(keptGuard(NOON + 12 * 3600_000)).toBeNull();
    keepGuard(marc, NOON);
    forgetGuard();
    expect(keptGuard(NOON)).toBeNull();
  });
});
