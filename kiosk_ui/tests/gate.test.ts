// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { judge, type Book, type Decision, type Evening, type Guest, type Showing } from "../src/lib/gate/admission";
import type { EveningView, GateList, GatePass } from "../src/lib/door";
import { GateBook, type Kept } from "../src/lib/gate/book";
import type { Entry } from "../src/lib/gate/comings";
import { isOfNow, Keyring, liveText, looksLikeOne, type Pass } from "../src/lib/gate/pass";

/** Written by `python -m tests.events.shared_cases`: what the house itself judges. */
const cases = <T>(name: string): T =>
  JSON.parse(readFileSync(`tests/cases/${name}.json`, "utf-8")) as T;

interface Shown {
  text: string;
  flaw?: string;
  pass?: Pass;
}
const passes = cases<{
  keys: string[];
  secret: string;
  at: number;
  live: { text: string; key: string; shown: string };
  shown: Shown[];
}>("passes");

async function read(text: string): Promise<Omit<Shown, "text">> {
  const reading = await (await Keyring.of(passes.keys)).read(text);
  if ("flaw" in reading) return { flaw: reading.flaw };
  const now = await isOfNow(reading.pass, reading.code, passes.secret, passes.at);
  return now ? { pass: reading.pass } : { flaw: "expired_code" };
}

describe("a pass, with no network", () => {
  it.each(passes.shown.map((one) => [one.text.slice(0, 40), one] as const))(
    "is read as the house reads it: %j",
    async (_name, { text, ...expected }) => {
      expect(await read(text)).toEqual(expected);
    },
  );

  it("is told from any other code before it is believed", () => {
    const [ours] = passes.shown;
    expect(looksLikeOne(ours!.text)).toBe(true);
    expect(looksLikeOne("WIFI:T:WPA;S:Salon;P:secret;;")).toBe(false);
  });

  it("that is live is made on the guest's phone as the house makes it", async () => {
    const { text, key, shown } = passes.live;
    expect(await liveText(text, key, passes.at)).toBe(shown);
    expect(await liveText(text, key, passes.at + 30_000)).not.toBe(shown);
  });

  it("that is live is not believed where its secret is not known", async () => {
    const live = passes.shown.find((one) => one.pass?.live)!;
    const reading = await (await Keyring.of(passes.keys)).read(live.text);
    expect("pass" in reading && (await isOfNow(reading.pass, reading.code, null, passes.at))).toBe(false);
  });
});

interface Played {
  evening: Evening & { guests: Guest[]; passes: { number: number; guestId: string; revoked: boolean }[] };
  showings: (Pick<Decision, "verdict" | "reason" | "guestId" | "wanted"> & {
    showing: Showing;
    through: boolean;
    first: string | null;
  })[];
}

class Paper implements Book {
  readonly said = new Map<string, Decision>();
  readonly rows: Entry[] = [];

  constructor(readonly evening: Played["evening"]) {}

  heard = (scanId: string): Decision | null => this.said.get(scanId) ?? null;
  issued = (number: number): Played["evening"]["passes"][number] | null =>
    this.evening.passes.find((one) => one.number === number) ?? null;
  guest = (id: string): Guest | null => this.evening.guests.find((one) => one.id === id) ?? null;
  entries = (guestId: string): Entry[] => this.rows.filter((row) => row.guestId === guestId);

  show(showing: Showing): Decision {
    const decision = judge(showing, this);
    if (!this.said.has(showing.scanId) && decision.entry) this.rows.push(decision.entry);
    if (!this.said.has(showing.scanId)) this.said.set(showing.scanId, decision);
    return decision;
  }
}

describe("an evening at a gate with no network", () => {
  const evenings = cases<Played[]>("admission");

  it.each(evenings.map((played, place) => [place, played] as const))(
    "is judged as the house judges it: %i",
    (_place, { evening, showings }) => {
      const paper = new Paper(evening);
      for (const { showing, ...expected } of showings) {
        const { verdict, reason, guestId, wanted, entry, first } = paper.show(showing);
        const answered = { verdict, reason, guestId, wanted, through: entry !== null, first: first?.scanId ?? null };
        expect(answered).toEqual(expected);
      }
    },
  );
});

interface CutOff extends Played {
  made: number;
  lines: GatePass[];
}

/** The list as the house sends it: doors that open and close as the sessions do. */
function listOf({ evening, made, lines }: CutOff): GateList {
  const iso = (at: number): string => new Date(at).toISOString();
  const [first] = evening.sessions;
  const times = (one: { opens: number; closes: number }): Pick<EveningView, "starts" | "ends"> => ({
    starts: iso(one.opens),
    ends: iso(one.closes),
  });
  return {
    event: {
      ...times(first!),
      ...{ doors_open: iso(first!.opens), doors_close: iso(first!.closes) },
      ...{ event_id: "soiree", number: evening.number, stage: evening.cancelled ? "cancelled" : "running" },
      sessions: evening.sessions.map((one) => ({ number: one.number, capacity: 100, ...times(one) })),
      questions: evening.questions.map((id) => ({ id, texts: {} })),
      ...{ plus_one_names: evening.plusOneNames, re_entry: evening.reEntry },
    } as unknown as EveningView,
    ...{ version: "1", made_at: iso(made), keys: [], passes: lines, live_secret: "" },
  };
}

describe("a gate that took the house's list in the middle of an evening", () => {
  it.each(cases<CutOff[]>("gate_list").map((played, place) => [place, played] as const))(
    "goes on as the house would have: %i",
    (_place, played) => {
      const kept: Kept[] = [];
      for (const { showing, verdict, reason, guestId, wanted, through } of played.showings) {
        const decision = judge(showing, new GateBook(listOf(played), kept));
        kept.push({ scanId: showing.scanId, event: "soiree", decision });
        expect({
          ...{ verdict: decision.verdict, reason: decision.reason, guestId: decision.guestId },
          ...{ wanted: decision.wanted, through: decision.entry !== null },
        }).toEqual({ verdict, reason, guestId, wanted, through });
      }
    },
  );
});
