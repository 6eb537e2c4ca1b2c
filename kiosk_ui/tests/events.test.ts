import { describe, expect, it } from "vitest";

import { minorOf, plainOf } from "../src/apps/dashboard/events/amounts";
import {
  moves,
  newDraft,
  startsAt,
  totalCapacity,
  withSession,
} from "../src/apps/dashboard/events/draft";
import { added, drawn, movedBy } from "../src/apps/dashboard/events/furniture";
import type { EventView, FurnitureView } from "../src/lib/event-views";
import { wallTime } from "../src/lib/wall-time";

const PARIS = "Europe/Paris";
const NOW = Date.UTC(2026, 10, 29);

describe("a draft", () => {
  it("begins as an evening on the boutique's clock", () => {
    const draft = newDraft(PARIS, NOW);
    expect(wallTime(draft.starts, PARIS)).toBe("2026-12-20T19:00");
    expect(Date.parse(draft.ends)).toBeGreaterThan(Date.parse(draft.starts));
  });

  it("takes its end and its sessions along when it starts at another time", () => {
    const draft = withSession(newDraft(PARIS, NOW));
    const moved = startsAt(draft, new Date(Date.parse(draft.starts) + 3_600_000).toISOString());
    expect(Date.parse(moved.ends) - Date.parse(moved.starts)).toBe(
      Date.parse(draft.ends) - Date.parse(draft.starts),
    );
    expect(moved.sessions[0]?.starts).toBe(moved.starts);
  });

  it("holds what its sessions hold, one after the other", () => {
    let draft = newDraft(PARIS, NOW);
    for (let count = 0; count < 4; count += 1) draft = withSession(draft);
    expect(draft.sessions.map((one) => one.number)).toEqual([1, 2, 3, 4]);
    expect(draft.sessions[1]?.starts).toBe(draft.sessions[0]?.ends);
    expect(draft.ends).toBe(draft.sessions[3]?.ends);
    expect(totalCapacity(draft)).toBe(4 * draft.capacity);
  });

  it("knows when guests would come at another time or elsewhere", () => {
    const draft = newDraft(PARIS, NOW);
    const event = { ...draft, sessions: [] } as unknown as EventView;
    expect(moves(draft, event)).toBe(false);
    expect(moves({ ...draft, capacity: 9 }, event)).toBe(false);
    expect(moves({ ...draft, zone: "salon" }, event)).toBe(true);
    expect(moves(withSession(draft), event)).toBe(true);
  });
});

describe("tables on the plan", () => {
  const table: FurnitureView = {
    id: "t",
    name: "T",
    shape: "round",
    seats: 8,
    x: 0.5,
    y: 0.5,
    turned: false,
  };

  it("have each chair at a place of its own", () => {
    for (const shape of ["round", "long", "row"] as const) {
      for (const turned of [false, true]) {
        const { chairs } = drawn({ shape, seats: 9, turned });
        const apart = chairs.flatMap((one, index) =>
          chairs.slice(index + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)),
        );
        expect(chairs).toHaveLength(9);
        expect(Math.min(...apart)).toBeGreaterThan(48);
      }
    }
  });

  it("are never moved off it", () => {
    expect(movedBy(table, 3, -3)).toMatchObject({ x: 0.96, y: 0.04 });
  });

  it("get a name that no other has", () => {
    const name = (number: number): string => `Table ${number}`;
    const first = added([], "round", name);
    const second = added([{ ...first, id: "other" }], "round", name);
    expect(second.name).toBe("Table 2");
  });
});

describe("amounts", () => {
  it("are read as they are written in France and in England", () => {
    expect(minorOf("1 250,50", "EUR")).toBe(125_050);
    expect(minorOf("1,250.50", "EUR")).toBe(125_050);
    expect(minorOf("1250", "EUR")).toBe(125_000);
    expect(minorOf("12.5", "EUR")).toBe(1_250);
    expect(minorOf("1.250", "EUR")).toBe(125_000);
    expect(minorOf("5000", "JPY")).toBe(5_000);
  });

  it("are none where the field is empty, and no number otherwise", () => {
    expect(minorOf(" ", "EUR")).toBeNull();
    for (const text of ["abc", "-5", "12,345,6", "1.2.3"]) {
      expect(minorOf(text, "EUR")).toBeUndefined();
    }
  });

  it("come back as they were", () => {
    for (const minor of [0, 5, 1_250, 125_000]) {
      expect(minorOf(plainOf(minor, "EUR"), "EUR")).toBe(minor);
    }
  });
});
