import { describe, expect, it } from "vitest";

import { Dusk } from "../src/lib/scanning/dusk";
import { Showings } from "../src/lib/scanning/showings";

describe("a shown pass", () => {
  it("counts once in five seconds; another guest's counts at once", () => {
    const showings = new Showings();
    expect(showings.isNew("A", 0)).toBe(true);
    expect(showings.isNew("A", 3000)).toBe(false);
    expect(showings.isNew("B", 3100)).toBe(true);
  });

  it("counts again after a pause", () => {
    const showings = new Showings();
    showings.isNew("A", 0);
    expect(showings.isNew("A", 5001)).toBe(true);
  });

  it("is one showing for as long as it is held up", () => {
    const showings = new Showings();
    const seen = [0, 2000, 4000, 6000, 8000].map((atMs) => showings.isNew("A", atMs));
    expect(seen).toEqual([true, false, false, false, false]);
  });
});

describe("the dark", () => {
  it("counts when it lasts", () => {
    const dusk = new Dusk();
    expect(dusk.changed(5, 0)).toBe(false);
    expect(dusk.changed(5, 1499)).toBe(false);
    expect(dusk.changed(5, 1500)).toBe(true);
    expect(dusk.dark).toBe(true);
  });

  it("is over with the first bright picture", () => {
    const dusk = new Dusk();
    dusk.changed(5, 0);
    dusk.changed(5, 2000);
    expect(dusk.changed(120, 2100)).toBe(true);
    expect(dusk.dark).toBe(false);
  });

  it("of a camera that opens is nothing to tell", () => {
    const dusk = new Dusk();
    expect([0, 500, 1000].map((atMs) => dusk.changed(0, atMs))).toEqual([false, false, false]);
    expect(dusk.changed(90, 1400)).toBe(false);
  });
});
