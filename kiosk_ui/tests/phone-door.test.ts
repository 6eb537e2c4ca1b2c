// @vitest-environment node
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";

import { DoorDesk } from "../src/apps/associate/evening/door-desk";
import { OfflineError } from "../src/lib/api";
import type { AdmissionView, DoorGuest, DoorView, GateList } from "../src/lib/door";
import { EveningList } from "../src/lib/evening-list";
import type { House, Lists, Queued } from "../src/lib/gate/gate";
import { nameless } from "../src/lib/gate/past";
import { Shelf } from "../src/lib/gate/shelf";

const cases = JSON.parse(readFileSync("tests/cases/passes.json", "utf-8")) as {
  keys: string[];
  at: number;
  shown: { text: string; pass?: { number: number; live: boolean } }[];
};
const ADA = cases.shown.find((one) => one.pass && !one.pass.live)!;
const EVENT = "soiree";
const at = (minutes: number): string => new Date(cases.at + minutes * 60_000).toISOString();

const LIST = {
  event: {
    ...{ event_id: EVENT, number: 70_001, stage: "running", questions: [], re_entry: true },
    ...{ plus_one_names: false, doors_open: at(-60), starts: at(-30), ends: at(90), doors_close: at(90) },
    sessions: [{ number: 2, starts: at(-30), ends: at(90), capacity: 50 }],
  },
  ...{ version: "1", made_at: at(0), live_secret: "", keys: cases.keys.map((key, id) => ({ id, key })) },
  passes: [
    {
      ...{ n: ADA.pass!.number, g: "ada", s: 2, r: false, a: "confirmed", p: 1, b: false, f: "Adèle", l: "fr" },
      ...{ i: false, q: [], c: 0, o: 0, d: 0 },
    },
  ],
} as unknown as GateList;

const VIEW = {
  ...{ event_id: EVENT, titles: {}, at: at(0) },
  counts: { confirmed: 2, companions: 1, inside: 0, came: 0, missing: 2, plus_ones_inside: 0 },
  guests: [
    {
      ...{ id: "ada", display_name: "Adèle Brønsted", given_name: "Adèle", standing: "confirmed" },
      ...{ plus_ones: 1, companions: ["Léa"], inside: false, plus_ones_inside: 0, came: 0, conflicts: 0 },
      ...{ arrived: [], missing: 2 },
    } as unknown as DoorGuest,
  ],
} as unknown as DoorView;

class FakeHouse implements House<AdmissionView> {
  there = true;
  readonly told: string[] = [];

  async show(): Promise<AdmissionView> {
    this.reach();
    return { verdict: "admitted", reason: "welcome", late: false } as AdmissionView;
  }

  async lists(): Promise<Lists> {
    this.reach();
    return { now: at(0), lists: [nameless(LIST)] };
  }

  async tell(_event: string, queued: readonly Queued[]): Promise<string[]> {
    this.reach();
    this.told.push(...queued.map((one) => one.scan_id));
    return queued.map((one) => one.scan_id);
  }

  private reach(): void {
    if (!this.there) throw new OfflineError("no network");
  }
}

let count = 0;
let house: FakeHouse;
let clock: number;

async function cutOff(): Promise<{ desk: DoorDesk; names: EveningList; shelf: Shelf }> {
  const shelf = new Shelf(`phone-${(count += 1)}`);
  const desk = new DoorDesk(house, shelf, () => clock);
  await desk.open();
  const names = new EveningList(VIEW);
  desk.holds(names);
  house.there = false;
  await desk.lined(false);
  return { desk, names, shelf };
}

beforeEach(() => {
  house = new FakeHouse();
  clock = cases.at;
});

describe("a colleague's phone at the door with no network", () => {
  it("lets in by the pass, and says who it is and that they are in already", async () => {
    const { desk, names } = await cutOff();
    const first = await desk.show(EVENT, { code: ADA.text });
    expect([first.verdict, first.guest?.display_name, first.late]).toEqual(["admitted", "Adèle Brønsted", true]);
    expect([names.counts.inside, names.counts.missing, names.guest("ada")?.inside]).toEqual([1, 1, true]);
    clock += 60_000;
    const again = await desk.show(EVENT, { code: ADA.text });
    expect([again.verdict, again.first?.at]).toEqual(["already", new Date(cases.at).toISOString()]);
  });

  it("lets in and out from the list by name, and a companion", async () => {
    const { desk, names } = await cutOff();
    expect(names.find("bronsted adele")).toEqual([]); // an ø is no o with an accent: the house knows
    const [found] = names.find("adele");
    for (const wish of [{}, { plus_one: true }, { way: "out" as const }]) {
      clock += 10_000;
      expect((await desk.show(EVENT, { guest_id: found!.id, ...wish })).verdict).toBe("admitted");
    }
    expect([names.guest("ada")?.inside, names.counts.inside, names.counts.plus_ones_inside]).toEqual([false, 1, 1]);
    expect([names.counts.came, names.counts.missing, names.guest("ada")?.arrived.length]).toEqual([2, 0, 2]);
  });

  it("counts whoever comes back from smoking once", async () => {
    const { desk, names } = await cutOff();
    for (const way of ["in", "out", "in"] as const) {
      clock += 10_000;
      await desk.show(EVENT, { guest_id: "ada", plus_one: true, way });
    }
    expect([names.counts.inside, names.counts.came, names.counts.missing]).toEqual([1, 1, 1]);
    expect(names.show("expected").map((one) => one.id)).toEqual(["ada"]);
  });

  it("tells what it did when the house is back, each once and in order", async () => {
    const { desk } = await cutOff();
    const shown: string[] = [];
    for (const code of [ADA.text, "WIFI:T:WPA;S:Salon;P:secret;;"]) {
      shown.push((await desk.show(EVENT, { code })).scan_id);
      clock += 10_000;
    }
    expect(desk.waiting).toBe(2);
    house.there = true;
    await desk.lined(true);
    expect([house.told, desk.waiting, desk.alone]).toEqual([shown, 0, false]);
  });

  it("tells what is left when the app is opened on another day, and no guest's words with it", async () => {
    const { desk, shelf } = await cutOff();
    await desk.show(EVENT, { guest_id: "ada", plus_one: true, plus_one_name: "Tess" });
    clock += 24 * 3_600_000;
    const next = new DoorDesk(house, shelf, () => clock);
    await next.closeUp();
    expect(next.waiting).toBe(1);
    expect(JSON.stringify(await shelf.read())).not.toContain("Tess");
    house.there = true;
    const later = new DoorDesk(house, shelf, () => clock);
    await later.closeUp();
    expect([house.told.length, later.waiting]).toEqual([1, 0]);
  });

  it("keeps no name", async () => {
    const { desk, shelf } = await cutOff();
    await desk.show(EVENT, { guest_id: "ada" });
    expect(JSON.stringify(await shelf.read())).not.toContain("Ad\u00e8le");
  });

  it("says that there is no network where it never had the list", async () => {
    house.there = false;
    const desk = new DoorDesk(house, new Shelf(`phone-${(count += 1)}`), () => clock);
    await desk.open();
    await desk.lined(false);
    await expect(desk.show(EVENT, { code: ADA.text })).rejects.toBeInstanceOf(OfflineError);
    expect(desk.waiting).toBe(0);
  });
});
