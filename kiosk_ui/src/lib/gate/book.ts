/** What a gate knows by itself: the house's list, and what happened here since it was made. */

import type { GateList, GatePass, KioskAnswer, KioskVerdict } from "../door";
import type { Book, Decision, Evening, Guest } from "./admission";
import { track, type Entry } from "./comings";
import type { Shown } from "./gate";

/** One showing that this gate judged by itself. */
export interface Kept {
  scanId: string;
  event: string;
  decision: Decision;
  answers?: readonly string[];
}

export class GateBook implements Book {
  readonly evening: Evening;
  private readonly passes: Map<number, GatePass>;
  private readonly guests: Map<string, GatePass>;

  constructor(
    readonly list: GateList,
    private readonly kept: readonly Kept[],
  ) {
    this.evening = eveningOf(list);
    this.passes = new Map(list.passes.map((one) => [one.n, one]));
    this.guests = new Map(list.passes.map((one) => [one.g, one]));
  }

  heard(scanId: string): Decision | null {
    return this.kept.find((one) => one.scanId === scanId)?.decision ?? null;
  }

  issued(number: number): { guestId: string; revoked: boolean } | null {
    const granted = this.passes.get(number);
    return granted ? { guestId: granted.g, revoked: granted.r } : null;
  }

  guest(id: string): Guest | null {
    const line = this.guests.get(id);
    if (!line) return null;
    const { g, s, a, p, b, q } = line;
    return { id: g, session: s, answer: a, plusOnes: p, blocked: b, answered: [...q, ...this.told(g)] };
  }

  /** Who had come and gone when the list was made, and who was let in or out here since. */
  entries(guestId: string): Entry[] {
    const ours = this.kept.flatMap(({ decision: { entry } }) =>
      entry?.guestId === guestId ? [entry] : [],
    );
    const line = this.guests.get(guestId);
    if (!line) return ours;
    const until = Math.min(Date.parse(this.list.made_at), ...ours.map((one) => one.at));
    return [...before(line, until), ...ours];
  }

  line(guestId: string): GatePass | undefined {
    return this.guests.get(guestId);
  }

  /** Questions that were answered here since. */
  private told(guestId: string): readonly string[] {
    return this.kept.flatMap(({ decision, answers = [] }) =>
      decision.entry?.guestId === guestId ? answers : [],
    );
  }

  /** A decision as the kiosk's screen has it. */
  answer(scanId: string, decision: Decision, plusOne: boolean): KioskAnswer {
    const line = decision.guestId === null ? undefined : this.guests.get(decision.guestId);
    const verdict = verdictOf(decision);
    const known = verdict !== "moment" && verdict !== "full";
    const came = line ? track(this.entries(line.g), true).inside : 0;
    const question = this.list.event.questions.find((one) => one.id === decision.wanted);
    return {
      ...MOMENT,
      scan_id: scanId,
      verdict,
      language: line?.l ?? "",
      given_name: known && line ? line.f : "",
      plus_one: plusOne,
      plus_ones_left: known ? Math.max(0, (line?.p ?? 0) - came) : 0,
      question: question ?? null,
      first_at: verdict === "already" && decision.first?.scanId ? iso(decision.first.at) : null,
    };
  }
}

/** What a guest reads where the house, or this gate, has no better word for them. */
export const MOMENT: KioskAnswer = {
  scan_id: "",
  verdict: "moment",
  say: "",
  language: "",
  given_name: "",
  host: "",
  table: "",
  plus_one: false,
  plus_ones_left: 0,
  question: null,
  first_at: null,
  undo_until: null,
  reason: null,
};

/** As many comings and goings as add up to what the list says, all of them before `until`. */
function before({ g, i, c, o, d }: GatePass, until: number): Entry[] {
  const ways: [way: "in" | "out", plusOne: boolean][] = [];
  for (let time = 1; time <= Math.max(c, i ? 1 : 0); time += 1) {
    if (time > 1) ways.push(["out", false]);
    ways.push(["in", false]);
  }
  if (ways.length && !i) ways.push(["out", false]);
  const came = Math.max(d, o);
  for (let place = 0; place < came; place += 1) ways.push(["in", true]);
  for (let place = o; place < came; place += 1) ways.push(["out", true]);
  return ways.map(([way, plusOne], place) => ({
    ...{ scanId: "", guestId: g, way, gate: "", by: "", plusOne, undone: false },
    at: until - ways.length + place,
  }));
}

/** A decision for the kiosk's screen; `moment` where this gate can judge nothing. */
export function kioskAnswer(shown: Shown, decision: Decision | null, book: GateBook | null): KioskAnswer {
  if (!book || !decision) return { ...MOMENT, scan_id: shown.scan_id };
  return book.answer(shown.scan_id, decision, shown.plus_one ?? false);
}

function verdictOf({ verdict, reason }: Decision): KioskVerdict {
  if (verdict === "admitted") return reason === "left" ? "goodbye" : "welcome";
  if (verdict === "already") return "already";
  if (reason === "question") return "question";
  if (reason === "name_wanted") return "name";
  return reason === "full" ? "full" : "moment";
}

export const iso = (at: number): string => new Date(at).toISOString();

function eveningOf({ event }: GateList): Evening {
  const before = Date.parse(event.starts) - Date.parse(event.doors_open);
  const after = Date.parse(event.doors_close) - Date.parse(event.ends);
  const sessions = event.sessions.length
    ? event.sessions
    : [{ number: 0, starts: event.starts, ends: event.ends }];
  return {
    number: event.number,
    sessions: sessions.map(({ number, starts, ends }) => ({
      number,
      opens: Date.parse(starts) - before,
      closes: Date.parse(ends) + after,
    })),
    gates: [],
    reEntry: event.re_entry,
    cancelled: event.stage === "cancelled",
    plusOneNames: event.plus_one_names,
    questions: event.questions.map((one) => one.id),
  };
}
