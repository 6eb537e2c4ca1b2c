import { describe, expect, it } from "vitest";

import { momentsAt, wallTime } from "../src/lib/wall-time";

const PARIS = "Europe/Paris";

describe("the boutique's clock", () => {
  it("shows the same hour to a screen in any country", () => {
    expect(wallTime("2026-12-10T18:00:00Z", PARIS)).toBe("2026-12-10T19:00");
    expect(wallTime("2026-07-10T17:00:00Z", PARIS)).toBe("2026-07-10T19:00");
    expect(wallTime("2026-12-10T18:00:00Z", "Asia/Tokyo")).toBe("2026-12-11T03:00");
  });

  it("gives back the moment of an hour in winter and in summer", () => {
    expect(momentsAt("2026-12-10T19:00", PARIS)).toEqual(["2026-12-10T18:00:00.000Z"]);
    expect(momentsAt("2026-07-10T19:00", PARIS)).toEqual(["2026-07-10T17:00:00.000Z"]);
  });

  it("shows an hour twice in the night in which winter time begins", () => {
    expect(momentsAt("2026-10-25T02:30", PARIS)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
  });

  it("leaves an hour out in the night in which summer time begins", () => {
    expect(momentsAt("2026-03-29T02:30", PARIS)).toEqual([]);
    expect(momentsAt("2026-03-29T03:30", PARIS)).toHaveLength(1);
  });

  it("knows no moment of what is no time", () => {
    expect(momentsAt("", PARIS)).toEqual([]);
    expect(momentsAt("soon", PARIS)).toEqual([]);
  });

  it("gives back every moment that it shows", () => {
    for (const zone of [PARIS, "America/New_York", "Australia/Lord_Howe", "Asia/Dubai"]) {
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 31 * 3_600_000) {
        expect(momentsAt(wallTime(at, zone), zone)).toContain(new Date(at).toISOString());
      }
    }
  });
});
