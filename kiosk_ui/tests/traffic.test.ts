import { describe, expect, it } from "vitest";

import { askedIn, address, askedAtFirst } from "../src/apps/dashboard/traffic/asked";
import { spaced } from "../src/lib/axis";
import { followTraffic, gapsOf, hours, renew } from "../src/lib/traffic";
import type { QuarterView, TrafficNews, TrafficNow } from "../src/lib/traffic-views";

const AT_TEN = "2026-03-14T10:00:00Z";

function quarter(time: string, people_in: number | null, why: QuarterView["why"] = null): QuarterView {
  return { start: `2026-03-14T${time}:00Z`, people_in, people_out: 0, occupancy: people_in, why };
}

function now(changed: Partial<TrafficNow> = {}): TrafficNow {
  return {
    seq: 7,
    at: "2026-03-14T11:20:00Z",
    day: "2026-03-14",
    time_zone: "UTC",
    opens_at: AT_TEN,
    closes_at: "2026-03-14T13:00:00Z",
    open: true,
    occupancy: { people: 3, legal: 40, comfort: 20, since: AT_TEN, counted_at: null, peak: 3, peak_at: null },
    totals: { people_in: 3 } as TrafficNow["totals"],
    today: [quarter("10:00", 2), quarter("10:15", 1), quarter("11:00", 4), quarter("11:15", 1)],
    last_week: [],
    forecast: [],
    doors: [],
    zones: [],
    events: [],
    gaps: [],
    alerts: [],
    ...changed,
  };
}

function news(changed: Partial<TrafficNews> = {}): TrafficNews {
  const { occupancy, totals, day, at } = now();
  return {
    seq: 8, at, day, occupancy, totals, quarters: [], doors: [], zones: [],
    gaps: null, events: null, alerts: null,
    ...changed,
  };
}

describe("news of the traffic", () => {
  it("put each part in the place of its own", () => {
    const next = renew(now(), news({ quarters: [quarter("11:15", 5), quarter("11:30", 1)] }));
    expect(next?.today.map((one) => one.people_in)).toEqual([2, 1, 4, 5, 1]);
    expect(next?.seq).toBe(8);
  });

  it("said twice change nothing", () => {
    const before = now();
    expect(renew(before, news({ seq: 7, quarters: [quarter("11:15", 99)] }))).toBe(before);
  });

  it("with a gap before them, or of another day, ask for all of it", () => {
    expect(renew(now(), news({ seq: 9 }))).toBeNull();
    expect(renew(now(), news({ day: "2026-03-15" }))).toBeNull();
  });
});

describe("the day by its hours", () => {
  it("adds its quarters, with the running hour apart", () => {
    const day = hours(now());
    expect(day.at).toEqual([10, 11, 12].map((hour) => Date.UTC(2026, 2, 14, hour) / 1000));
    expect(day.whole).toEqual([3, null, null]);
    expect(day.running).toEqual([null, 5, null]);
  });

  it("lays last week's hours over today's", () => {
    const before = { ...quarter("10:00", 6), start: "2026-03-07T10:00:00Z" };
    expect(hours(now({ last_week: [before] })).lastWeek).toEqual([6, null, null]);
  });

  it("shows an hour that nobody counted as nothing, and never as zero", () => {
    const today = [quarter("10:00", null, "gap"), quarter("10:15", null, "gap")];
    const day = hours(now({ today }));
    expect(day.whole[0]).toBeNull();
    expect(gapsOf(today)).toEqual([[Date.parse(AT_TEN) / 1000, Date.parse(AT_TEN) / 1000 + 1800]]);
  });
});

class Wire {
  connected = true;
  private readonly heard = new Map<string, (told?: never) => void>();
  on(event: string, heard: (told: never) => void): void {
    this.heard.set(event, heard as (told?: never) => void);
  }
  tell(event: string, told?: TrafficNews): void {
    this.heard.get(event)?.(told as never);
  }
}

describe("a dashboard that was away", () => {
  it("reads all of it again when it is back, and when it missed something", async () => {
    const wire = new Wire();
    const shown: number[] = [];
    let there = now();
    followTraffic(wire, () => Promise.resolve(there), (one) => shown.push(one.seq));
    wire.tell("connect");
    await Promise.resolve();
    await Promise.resolve();
    wire.tell("traffic", news());
    there = now({ seq: 12 });
    wire.tell("traffic", news({ seq: 12 }));
    await new Promise((done) => setTimeout(done));
    expect(shown).toEqual([7, 8, 12]);
  });
});

describe("what is asked of the past", () => {
  it("is in the address, and comes back from it", () => {
    const asked = { ...askedAtFirst("2026-03-14"), measure: "sales" as const, against: "" as const };
    expect(askedIn(address(asked), "2026-03-20")).toEqual(asked);
  });
});

describe("moments on an axis", () => {
  it("are as many as there is room for, each as far from the next", () => {
    expect(spaced([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(spaced([1, 2], 10)).toEqual([1, 2]);
  });
});
