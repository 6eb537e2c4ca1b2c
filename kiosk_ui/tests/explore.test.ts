import { describe, expect, it } from "vitest";

import { askedAtFirst, backwards } from "../src/apps/dashboard/traffic/asked";
import { WHOLE_STEPS } from "../src/lib/axis";
import { hours } from "../src/lib/traffic";
import type { TrafficNow } from "../src/lib/traffic-views";

describe("dates that run backwards", () => {
  const asked = { ...askedAtFirst("2026-11-29"), from: "2026-11-29", to: "2026-11-01" };

  it("are said at the end of the range, and nowhere else", () => {
    expect([backwards(asked, "to"), backwards(asked, "from")]).toEqual([true, false]);
    expect(backwards({ ...asked, to: "2026-11-29" }, "to")).toBe(false);
  });

  it("are said of the range that is compared with, too", () => {
    expect(backwards({ ...asked, with_from: "2026-02-02", with_to: "2026-02-01" }, "with_to")).toBe(true);
  });
});

describe("the figures beside a chart of people", () => {
  it("are whole, and each step is as long as the next", () => {
    expect(WHOLE_STEPS.every(Number.isInteger)).toBe(true);
    expect(WHOLE_STEPS.slice(0, 6)).toEqual([1, 2, 5, 10, 20, 50]);
  });
});

describe("the day's chart", () => {
  it("reaches the present hour after closing time", () => {
    const at = "2026-03-14T22:40:00Z";
    const late = {
      ...{ at, opens_at: "2026-03-14T10:00:00Z", closes_at: "2026-03-14T20:00:00Z" },
      ...{ today: [], last_week: [], forecast: [], gaps: [] },
    } as unknown as TrafficNow;
    expect(hours(late).at.at(-1)).toBe(Date.parse("2026-03-14T22:00:00Z") / 1000);
  });
});
