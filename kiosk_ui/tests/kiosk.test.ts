import { afterEach, describe, expect, it } from "vitest";

import { tonight } from "../src/apps/kiosk/evening";
import { inviteKey } from "../src/apps/kiosk/invite";
import { readCode } from "../src/apps/pair/pair";
import type { EveningView } from "../src/lib/door";
import { tellTimeOf, time } from "../src/lib/format";
import { HandScanner } from "../src/lib/scanning/hand-scanner";
import { Wedge } from "../src/lib/scanning/wedge";

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

describe("what a guest is asked to do", () => {
  const day = 24 * 60 * 60_000;

  it.each([
    [true, false, "kiosk.show_invitation", "kiosk.invite"],
    [true, true, "kiosk.show_invitation", "kiosk.invite"],
    [false, true, "kiosk.to_scanner", "kiosk.card_to_scanner"],
    [false, false, "kiosk.type_or_call", "kiosk.type_or_call"],
  ])("with a camera: %s, with a hand scanner: %s", (camera, handScanner, soiree, otherwise) => {
    expect([inviteKey({ camera, handScanner }, true), inviteKey({ camera, handScanner }, false)]).toEqual([
      soiree,
      otherwise,
    ]);
  });

  it("counts on a hand scanner that has read, for a month", () => {
    const kept = new Map<string, string>();
    const store = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, to: string) => void kept.set(key, to) };
    expect(new HandScanner(store).isHere(0)).toBe(false);
    new HandScanner(store).hasRead(1000);
    expect([29, 31].map((days) => new HandScanner(store).isHere(1000 + days * day))).toEqual([true, false]);
  });
});

describe("a pairing code", () => {
  it("is read however it is typed", () => {
    expect(readCode("k7qm4xtr")).toBe("K7QM-4XTR");
    expect(readCode(" K7QM 4XTR\n")).toBe("K7QM-4XTR");
    expect(readCode("k7q")).toBe("K7Q");
  });
});

describe("the hour on a screen", () => {
  afterEach(() => tellTimeOf(undefined));

  it("is the boutique's, wherever the browser thinks that it is", () => {
    const shown = (zone: string): string => {
      tellTimeOf(zone);
      return time("2026-12-10T19:30:00Z");
    };
    expect([shown("Europe/Paris"), shown("Asia/Kolkata")].map((one) => one.match(/:\d\d/)?.[0])).toEqual([
      ":30",
      ":00",
    ]);
    expect(shown("Europe/Paris")).not.toBe(shown("America/New_York"));
  });

  it("says which events are today's by the boutique's calendar", () => {
    const starts = "2026-12-10T16:30:00Z"; // half past one of the 11th in Tokyo
    const evening = { starts, doors_open: starts, doors_close: "2026-12-10T20:00:00Z" } as EveningView;
    const found = (zone: string): boolean => {
      tellTimeOf(zone);
      return tonight([evening], Date.parse("2026-12-10T14:00:00Z")) !== null;
    };
    expect([found("Europe/Paris"), found("Asia/Tokyo")]).toEqual([true, false]);
  });
});
