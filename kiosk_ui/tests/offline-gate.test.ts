// @vitest-environment node
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError, OfflineError } from "../src/lib/api";
import type { GateList, GatePass, KioskAnswer } from "../src/lib/door";
import { kioskAnswer, MOMENT } from "../src/lib/gate/book";
import { Gate, type House, type Lists, type Queued, type Shown } from "../src/lib/gate/gate";
import { Shelf } from "../src/lib/gate/shelf";

interface Cases {
  keys: string[];
  secret: string;
  at: number;
  shown: { text: string; flaw?: string; pass?: { number: number; event: number; live: boolean } }[];
}
const cases = JSON.parse(readFileSync("tests/cases/passes.json", "utf-8")) as Cases;
const plain = cases.shown.filter((one) => one.pass && !one.pass.live);
const live = cases.shown.filter((one) => one.pass?.live);
const stale = cases.shown.find((one) => one.flaw === "expired_code" && one.text.length > 119)!;
const [ada, bea] = plain.map((one) => one.text) as [string, string];

const line = (n: number, g: string, more: Partial<GatePass> = {}): GatePass => ({
  ...{ n, g, s: 2, r: false, a: "confirmed", p: 0, b: false, f: g, l: "it", i: false },
  ...{ q: [], c: 0, o: 0, d: 0 },
  ...more,
});

function list(passes: GatePass[], more: Partial<GateList["event"]> = {}): GateList {
  const at = (minutes: number): string => new Date(cases.at + minutes * 60_000).toISOString();
  return {
    event: {
      ...{ event_id: "soiree", number: 70_001, kind: "cocktail", stage: "running", zone: null },
      ...{ titles: {}, texts: {}, dress_codes: {}, questions: [], live_pass: false, re_entry: true },
      picture_url: null,
      ...{ plus_one_names: false, doors_open: at(-60), starts: at(-30), ends: at(90), doors_close: at(90) },
      sessions: [
        { number: 0, starts: at(-30), ends: at(90), capacity: 50 },
        { number: 2, starts: at(-30), ends: at(90), capacity: 50 },
      ],
      ...more,
    },
    version: "1",
    made_at: new Date(cases.at).toISOString(),
    keys: cases.keys.map((key, id) => ({ id, key })),
    passes,
    live_secret: cases.secret,
  };
}

/** Remembers by the scan's id, as the house does; a list of what it let in. */
class FakeHouse implements House<KioskAnswer> {
  there = true;
  full = false;
  lost = false; // the answer is lost on its way
  now: number | null = null;
  readonly in = new Map<string, { at: string; late: boolean }>();
  readonly refused: string[] = [];
  passes = [line(4_000_000_001, "Ada"), line(7, "Bea", { s: 0 })];
  event: Partial<GateList["event"]> = {};

  async show(shown: Shown): Promise<KioskAnswer> {
    this.reach();
    if (!this.in.has(shown.scan_id)) this.in.set(shown.scan_id, { at: "now", late: false });
    if (this.lost) return new Promise(() => undefined);
    return { ...MOMENT, scan_id: shown.scan_id, verdict: "welcome", given_name: "online" };
  }

  async lists(): Promise<Lists> {
    this.reach();
    const lists = [list(this.passes, this.event)];
    return { now: new Date(this.now ?? cases.at).toISOString(), lists };
  }

  async tell(_event: string, queued: readonly Queued[]): Promise<string[]> {
    this.reach();
    for (const { scan_id, shown_at, let_in } of queued) {
      if (!let_in) this.refused.push(scan_id);
      else if (!this.in.has(scan_id)) this.in.set(scan_id, { at: shown_at, late: true });
    }
    return queued.map((one) => one.scan_id);
  }

  private reach(): void {
    if (!this.there) throw new OfflineError("no network");
    if (this.full) throw new ApiError({ type: "about:blank", title: "disk full", status: 507 });
  }
}

let count = 0;
let house: FakeHouse;
let clock: number;

async function gate(name = `gate-${count}`): Promise<Gate<KioskAnswer>> {
  const opened = new Gate(house, kioskAnswer, new Shelf(name), () => clock, 50);
  await opened.open();
  return opened;
}

/** A gate that has the lists, and then loses the network. */
async function cutOff(): Promise<Gate<KioskAnswer>> {
  const opened = await gate();
  await opened.settle();
  house.there = false;
  return opened;
}

beforeEach(() => {
  count += 1;
  house = new FakeHouse();
  clock = cases.at;
});

describe("a gate that loses its network", () => {
  it("asks the house as long as it answers", async () => {
    const answer = await (await gate()).show({ scan_id: "s1", code: ada });
    expect(answer.given_name).toBe("online");
  });

  it("goes on by its own list, in the guest's language", async () => {
    const answer = await (await cutOff()).show({ scan_id: "s1", code: ada });
    expect(answer).toMatchObject({ verdict: "welcome", given_name: "Ada", language: "it" });
  });

  it("knows whose a typed code is, and forgets the codes with the page", async () => {
    house.passes[0]!.t = "BCD-FGH-JKL";
    const alone = await cutOff();
    expect(await alone.show({ scan_id: "s1", code: "zzz zzz zzz" })).toMatchObject({ verdict: "moment" });
    const answer = await alone.show({ scan_id: "s2", code: "bcdfgh jkl" });
    expect(answer).toMatchObject({ verdict: "welcome", given_name: "Ada" });
    clock += 60_000;
    expect((await alone.show({ scan_id: "s3", code: ada })).verdict).toBe("already");
    const { lists } = await new Shelf(`gate-${count}`).read();
    expect(JSON.stringify(lists)).not.toContain("JKL");
    const again = await gate();
    expect((await again.show({ scan_id: "s4", code: "BCD-FGH-JKL" })).verdict).toBe("moment");
  });

  it("still has its list and what it did after a reload", async () => {
    await (await cutOff()).show({ scan_id: "s1", code: ada });
    clock += 60_000;
    const again = await gate();
    expect(again.waiting).toBe(1);
    expect((await again.show({ scan_id: "s2", code: ada })).verdict).toBe("already");
  });

  it("knows who was in before, and that the other guest is not", async () => {
    house.passes[0]!.i = true;
    const alone = await cutOff();
    clock += 60_000;
    expect((await alone.show({ scan_id: "s1", code: ada })).verdict).toBe("already");
    expect((await alone.show({ scan_id: "s2", code: bea })).verdict).toBe("welcome");
  });

  it("refuses a revoked pass and what nobody signed, and names nobody", async () => {
    house.passes[0]!.r = true;
    const alone = await cutOff();
    for (const code of [ada, cases.shown.find((one) => one.flaw === "bad_signature")!.text, "WIFI:T:WPA;S:Salon;P:secret;;"]) {
      const answer = await alone.show({ scan_id: code.slice(0, 9), code });
      expect(answer).toMatchObject({ verdict: "moment", given_name: "" });
    }
    expect(house.in.size).toBe(0);
  });

  it("takes the code of the moment from a live pass, and no screenshot", async () => {
    const alone = await cutOff();
    expect((await alone.show({ scan_id: "s1", code: stale.text })).verdict).toBe("moment");
    expect((await alone.show({ scan_id: "s2", code: live[1]!.text })).verdict).toBe("welcome");
  });

  it("asks the event's question, and lets in with the answer", async () => {
    house.event = { questions: [{ id: "allergies", texts: { fr: "Une allergie ?" } }] };
    const alone = await cutOff();
    const asked = await alone.show({ scan_id: "s1", code: ada });
    expect([asked.verdict, asked.question?.id]).toEqual(["question", "allergies"]);
    const answers = { allergies: "noix" };
    expect((await alone.show({ scan_id: "s2", code: ada, answers })).verdict).toBe("welcome");
  });

  it("counts the plus-ones down", async () => {
    house.passes[0]!.p = 1;
    const alone = await cutOff();
    expect((await alone.show({ scan_id: "s1", code: ada })).plus_ones_left).toBe(1);
    const first = await alone.show({ scan_id: "s2", code: ada, plus_one: true });
    expect([first.verdict, first.plus_ones_left]).toEqual(["welcome", 0]);
    expect((await alone.show({ scan_id: "s3", code: ada, plus_one: true })).verdict).toBe("moment");
  });

  it("judges by the house's clock, however wrong its own is", async () => {
    clock = cases.at + 86_400_000;
    const alone = await cutOff();
    expect((await alone.show({ scan_id: "s1", code: ada })).verdict).toBe("welcome");
  });

  it("says one moment where it never had a list", async () => {
    house.there = false;
    const alone = await gate();
    expect((await alone.show({ scan_id: "s1", code: ada })).verdict).toBe("moment");
    expect(alone.waiting).toBe(0);
  });

  it("goes on while the house cannot write", async () => {
    const opened = await gate();
    await opened.settle();
    house.full = true;
    expect((await opened.show({ scan_id: "s1", code: ada })).given_name).toBe("Ada");
    expect(opened.waiting).toBe(1);
  });
});

describe("a gate that took its list in the middle of an evening", () => {
  it("does not ask again what was answered", async () => {
    house.event = { questions: [{ id: "allergies", texts: { fr: "Une allergie ?" } }] };
    house.passes[0]!.q = ["allergies"];
    expect((await (await cutOff()).show({ scan_id: "s1", code: ada })).verdict).toBe("welcome");
  });

  it("knows who has been and left where nobody may come twice", async () => {
    house.event = { re_entry: false };
    house.passes[0]!.c = 1;
    const alone = await cutOff();
    expect((await alone.show({ scan_id: "s1", code: ada })).verdict).toBe("moment");
    expect((await alone.show({ scan_id: "s2", code: bea })).verdict).toBe("welcome");
  });

  it("knows which plus-ones are inside", async () => {
    Object.assign(house.passes[0]!, { p: 2, o: 1, d: 1 });
    const alone = await cutOff();
    expect((await alone.show({ scan_id: "s1", code: ada })).plus_ones_left).toBe(1);
    expect((await alone.show({ scan_id: "s2", code: ada, plus_one: true })).verdict).toBe("welcome");
    expect((await alone.show({ scan_id: "s3", code: ada, plus_one: true })).verdict).toBe("moment");
  });
});

describe("a gate whose network is back", () => {
  it("tells each once and in order, though the link is cut on the way", async () => {
    const alone = await cutOff();
    for (const [id, code] of [["s1", ada], ["s2", bea], ["s3", "nonsense"]] as const) {
      await alone.show({ scan_id: id, code });
      clock += 5000;
    }
    await alone.settle();
    expect(alone.waiting).toBe(3);
    house.there = true;
    await Promise.all([alone.settle(), alone.settle()]);
    expect([[...house.in.keys()], house.refused, alone.waiting]).toEqual([["s1", "s2"], ["s3"], 0]);
    expect([...house.in.values()].every((one) => one.late)).toBe(true);
  });

  it("is one admission though the first answer was lost on its way", async () => {
    const opened = await gate();
    await opened.settle();
    house.lost = true;
    expect((await opened.show({ scan_id: "s1", code: ada })).given_name).toBe("Ada");
    house.lost = false;
    await opened.settle();
    expect([...house.in]).toEqual([["s1", { at: "now", late: false }]]);
  });

  it("asks the house again, and forgets what the house knows by now", async () => {
    const alone = await cutOff();
    await alone.show({ scan_id: "s1", code: ada });
    house.there = true;
    house.passes[0]!.i = true;
    await alone.settle();
    expect((await new Shelf(`gate-${count}`).read()).kept).toEqual([]);
    expect((await alone.show({ scan_id: "s2", code: bea })).given_name).toBe("online");
  });

  it("hears of it when the house refuses this kiosk", async () => {
    const opened = await gate();
    house.show = () => Promise.reject(new ApiError({ type: "", title: "no", status: 401 }));
    await expect(opened.show({ scan_id: "s1", code: ada })).rejects.toMatchObject({ status: 401 });
  });
});

describe("a gate after the doors have closed", () => {
  const MINUTE_MS = 60_000;
  const words = async (): Promise<string> => JSON.stringify(await new Shelf(`gate-${count}`).read());

  /** Bea came with Tess, and has told of the nuts; the network has been away since. */
  async function withWords(): Promise<Gate<KioskAnswer>> {
    const questions = [{ id: "allergies", texts: { fr: "Une allergie ?" } }];
    house.event = { questions, plus_one_names: true };
    house.passes[1]!.p = 1;
    const alone = await cutOff();
    const answers = { allergies: "noix" };
    await alone.show({ scan_id: "s1", code: bea, answers });
    const withTess = { plus_one: true, plus_one_name: "Tess" };
    expect((await alone.show({ scan_id: "s2", code: bea, answers, ...withTess })).verdict).toBe("welcome");
    expect(await words()).toMatch(/noix.*Tess|Tess.*noix/);
    return alone;
  }

  it("has no name and no answer left, though there was no network", async () => {
    const alone = await withWords();
    clock += 89 * MINUTE_MS;
    await alone.settle();
    expect(await words()).toContain("noix");
    clock += MINUTE_MS;
    await alone.settle();
    expect(await words()).not.toMatch(/noix|Tess|"f":"[^"]/);
  });

  it("has none after it was switched off until the next day", async () => {
    await withWords();
    clock += 24 * 60 * MINUTE_MS;
    await gate();
    expect(await words()).not.toMatch(/noix|Tess/);
  });

  it("counts by the house's clock, of which its own is wrong by days", async () => {
    clock -= 3 * 24 * 60 * MINUTE_MS;
    const alone = await withWords();
    clock += 91 * MINUTE_MS;
    await alone.letGo();
    expect(await words()).not.toMatch(/noix|Tess/);
  });

  it("tells all the same who came in, and that they have answered", async () => {
    const alone = await withWords();
    clock += 91 * MINUTE_MS;
    await alone.settle();
    const told = vi.spyOn(house, "tell");
    house.there = true;
    await alone.settle();
    expect([[...house.in.keys()], alone.waiting]).toEqual([["s1", "s2"], 0]);
    expect(told.mock.calls[0]![1].map((one) => one.answers)).toEqual([{ allergies: "–" }, { allergies: "–" }]);
  });
});

describe("believing a pass", () => {
  it("takes a few milliseconds at the most, on a list of two thousand", async () => {
    house.passes = Array.from({ length: 2000 }, (_one, n) => line(n + 10, `guest-${n}`));
    house.passes.push(line(4_000_000_001, "Ada"));
    const alone = await cutOff();
    await alone.show({ scan_id: "warm", code: bea });
    const before = performance.now();
    await alone.show({ scan_id: "s1", code: ada });
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
