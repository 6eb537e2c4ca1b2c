import { beforeEach, describe, expect, it } from "vitest";

import en from "../catalogue/en.json";
import fr from "../catalogue/fr.json";
import { age, date, dayAndMonth, daysToBirthday, duration, money, since } from "../src/lib/format";
import { useCatalogue } from "../src/lib/i18n";

const NOW = Date.parse("2026-11-22T18:00:00Z");

/** Intl writes narrow and unbreakable spaces; a reader sees a space. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

beforeEach(() => useCatalogue("en", en));

describe("money", () => {
  it("is read in minor units of its own currency", () => {
    expect(money(1245050, "EUR")).toBe("€12,450.50");
    expect(money(1430000, "JPY")).toBe("¥1,430,000");
    expect(money(12345, "KWD")).toContain("12.345");
  });

  it("shows no cents where there are none", () => {
    expect(money(49500, "EUR")).toBe("€495");
  });

  it("is written as the reader writes it", () => {
    useCatalogue("fr", fr);
    expect(plain(money(1245000, "EUR"))).toBe("12 450 €");
  });
});

describe("time", () => {
  it("is a moment, then minutes, then hours, then a date", () => {
    expect(since("2026-11-22T17:59:30Z", NOW)).toBe("just now");
    expect(plain(since("2026-11-22T17:56:00Z", NOW))).toMatch(/^4 min/);
    expect(plain(since("2026-11-22T15:00:00Z", NOW))).toMatch(/^3 hr/);
    expect(since("2026-03-12T15:00:00Z", NOW)).toBe("March 12, 2026");
  });

  it("never runs backwards when a clock is ahead", () => {
    expect(since("2026-11-22T18:00:30Z", NOW)).toBe("just now");
    expect(age("2026-11-22T18:00:30Z", NOW)).toBe("0 s");
  });

  it("counts an age in the largest unit that says enough", () => {
    expect(duration(12)).toBe("12 s");
    expect(duration(250)).toBe("4 min");
    expect(duration(3900)).toBe("1 h 05");
  });
});

describe("a day", () => {
  it("stays the same day in every time zone", () => {
    expect(date("2026-01-01")).toBe("January 1, 2026");
  });

  it("is a month's first as French says it", () => {
    useCatalogue("fr", fr);
    expect(date("2026-11-01")).toBe("1er novembre 2026");
    expect(dayAndMonth("2026-11-01")).toBe("1er novembre");
    expect([date("2026-11-11"), dayAndMonth("2026-11-21")]).toEqual([
      "11 novembre 2026",
      "21 novembre",
    ]);
  });
});

describe("a birthday", () => {
  const on = (day: string): Date => new Date(`${day}T15:00:00`);

  it("is today, or so many days away", () => {
    expect(daysToBirthday("1979-11-22", on("2026-11-22"))).toBe(0);
    expect(daysToBirthday("1979-11-28", on("2026-11-22"))).toBe(6);
  });

  it("of January is near in December", () => {
    expect(daysToBirthday("1979-01-02", on("2026-12-30"))).toBe(3);
  });

  it("of 29 February is kept on the 28th in other years", () => {
    expect(daysToBirthday("1980-02-29", on("2026-02-27"))).toBe(1);
    expect(daysToBirthday("1980-02-29", on("2028-02-27"))).toBe(2);
  });
});
