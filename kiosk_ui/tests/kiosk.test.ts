import { describe, expect, it } from "vitest";

import { Wedge } from "../src/apps/kiosk/wedge";
import { readCode } from "../src/apps/pair/pair";

function type(wedge: Wedge, text: string, everyMs: number, fromMs = 0): (string | null)[] {
  return [...text, "Enter"].map((key, place) => wedge.press(key, fromMs + place * everyMs));
}

describe("a hand scanner", () => {
  it("types a code and ends it with Enter", () => {
    expect(type(new Wedge(), "AUR-7K2M", 8).at(-1)).toBe("AUR-7K2M");
  });

  it("may be slow, or on a busy machine", () => {
    expect(type(new Wedge(), "AUR-7K2M", 180).at(-1)).toBe("AUR-7K2M");
  });

  it("is not joined by a stray key of before", () => {
    const wedge = new Wedge();
    wedge.press("x", 0);
    expect(type(wedge, "AUR-7K2M", 8, 2000).at(-1)).toBe("AUR-7K2M");
  });

  it("does not carry one code into the next", () => {
    const wedge = new Wedge();
    type(wedge, "FIRST", 8);
    expect(type(wedge, "SECOND", 8, 1000).at(-1)).toBe("SECOND");
  });

  it("sends no code of a letter or two", () => {
    expect(type(new Wedge(), "AB", 8).at(-1)).toBeNull();
  });
});

describe("a pairing code", () => {
  it("is read however it is typed", () => {
    expect(readCode("k7qm4xtr")).toBe("K7QM-4XTR");
    expect(readCode(" K7QM 4XTR\n")).toBe("K7QM-4XTR");
    expect(readCode("k7q")).toBe("K7Q");
  });
});
