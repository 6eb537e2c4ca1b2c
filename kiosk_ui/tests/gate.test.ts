// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { judge, type Book, type Decision, type Evening, type Guest, type Showing } from "../src/lib/gate/admission";
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
