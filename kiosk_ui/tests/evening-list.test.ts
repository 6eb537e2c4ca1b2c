import { describe, expect, it } from "vitest";

import type { DoorGuest } from "../src/lib/door";
import { arrivals } from "../src/lib/evening-list";

function guest(...arrived: string[]): DoorGuest {
  return { first_in: arrived[0] ?? null, arrived } as DoorGuest;
}

describe("the curve of arrivals", () => {
  it("climbs with each person, plus-ones among them", () => {
    const from = Date.parse("2026-12-10T18:00:00Z");
    const guests = [guest("2026-12-10T18:01:00Z", "2026-12-10T18:12:00Z"), guest(), guest("2026-12-10T18:04:00Z")];
    const steps = arrivals(guests, from, from + 15 * 60_000, 5 * 60_000);
    expect(steps.map((one) => one.came)).toEqual([0, 2, 2, 3]);
  });
});
