/**
 * May this guest come in? The judgement of `events/admission.py`, at a gate that has no network.
 *
 * The same questions in the same order; `tests/cases/admission.json` holds both to it. Overrides
 * and leaving by hand need a colleague and the house, and are not here.
 */

import { track, type Entry, type Track } from "./comings";
import type { Flaw } from "./pass";

export type Verdict = "admitted" | "already" | "needs_attention" | "refused";
export type Reason =
  | "welcome"
  | "left"
  | "already_redeemed"
  | "wrong_event"
  | "wrong_session"
  | "too_early"
  | "too_late"
  | "revoked"
  | "cancelled"
  | "not_confirmed"
  | "unknown"
  | "bad_signature"
  | "expired_code"
  | "plus_one_over"
  | "full"
  | "blocked"
  | "wrong_zone"
  | "question"
  | "name_wanted"
  | "not_inside"
  | "no_re_entry"
  | "undone";

export interface Session {
  number: number;
  opens: number;
  closes: number;
}
export interface Evening {
  number: number;
  sessions: readonly Session[];
  gates: readonly string[];
  reEntry: boolean;
  cancelled: boolean;
  plusOneNames: boolean;
  questions: readonly string[];
}
export interface Guest {
  id: string;
  session: number;
  answer: "invited" | "confirmed" | "declined" | "waiting" | "cancelled";
  plusOnes: number;
  blocked: boolean;
  answered: readonly string[];
}
export interface Showing {
  scanId: string;
  gate: string;
  at: number;
  event?: number;
  session?: number;
  number?: number;
  guestId?: string;
  flaw?: Flaw;
  way?: "in" | "out";
  plusOne?: boolean;
  plusOneName?: string;
  answers?: readonly string[];
}
export interface Decision {
  verdict: Verdict;
  reason: Reason;
  guestId: string | null;
  entry: Entry | null;
  first: Entry | null;
  wanted: string;
}
export interface Book {
  readonly evening: Evening;
  heard(scanId: string): Decision | null;
  issued(number: number): { guestId: string; revoked: boolean } | null;
  guest(id: string): Guest | null;
  entries(guestId: string): readonly Entry[];
}

const SAME_CARD_MS = 3000;

export function judge(showing: Showing, book: Book): Decision {
  const before = book.heard(showing.scanId);
  if (before) return before;
  const found = find(showing, book);
  if ("verdict" in found) return found;
  const { guest, session } = found;
  const theirs = track(book.entries(guest.id), showing.plusOne ?? false);
  if (showing.way === "out") return leave(showing, guest, theirs);
  const same = sameCard(showing, guest, theirs);
  if (same) return same;
  const scene: Scene = { showing, guest, session, theirs, evening: book.evening };
  for (const ask of QUESTIONS) {
    const refusal = ask(scene);
    if (refusal) return said(guest, refusal);
  }
  return said(guest, { reason: "welcome", verdict: "admitted", entry: entry(showing, guest) });
}

/** Whose pass it is and for what, or why it is nobody's here. */
function find(showing: Showing, book: Book): Decision | { guest: Guest; session: Session } {
  if (showing.flaw) return said(null, { reason: showing.flaw });
  let guestId = showing.guestId ?? null;
  let revoked = false;
  if (showing.number !== undefined) {
    if (showing.event !== book.evening.number) return said(null, { reason: "wrong_event" });
    const issued = book.issued(showing.number);
    guestId = issued?.guestId ?? null;
    revoked = issued?.revoked ?? false;
  }
  const guest = guestId === null ? null : book.guest(guestId);
  if (!guest) return said(null, { reason: "unknown" });
  const session = book.evening.sessions.find((one) => one.number === guest.session);
  if (!session || (showing.session || guest.session) !== guest.session) {
    return said(guest, { reason: "wrong_session" });
  }
  return revoked ? said(guest, { reason: "revoked" }) : { guest, session };
}

function leave(showing: Showing, guest: Guest, theirs: Track): Decision {
  if (!theirs.inside) return said(guest, { reason: "not_inside", verdict: "needs_attention" });
  return said(guest, { reason: "left", verdict: "admitted", entry: entry(showing, guest) });
}

/** Read again by the same camera a moment later: the same card, and no second line. */
function sameCard(showing: Showing, guest: Guest, { inside, lastIn }: Track): Decision | null {
  if (showing.plusOne || !lastIn || !inside || lastIn.gate !== showing.gate) return null;
  if (Math.abs(showing.at - lastIn.at) > SAME_CARD_MS) return null;
  return said(guest, { reason: "welcome", verdict: "admitted", first: lastIn });
}

interface Scene {
  showing: Showing;
  guest: Guest;
  session: Session;
  theirs: Track;
  evening: Evening;
}
type Said = { reason: Reason } & Partial<Omit<Decision, "guestId" | "reason">>;

const QUESTIONS: readonly ((scene: Scene) => Said | null)[] = [
  ({ evening, guest }) =>
    evening.cancelled || guest.answer === "cancelled" ? { reason: "cancelled" } : null,
  ({ guest }) => (guest.blocked ? { reason: "blocked" } : null),
  ({ guest }) => {
    if (guest.answer === "confirmed") return null;
    return { reason: guest.answer === "waiting" ? "full" : "not_confirmed" };
  },
  ({ showing, session }) => (showing.at < session.opens ? { reason: "too_early" } : null),
  ({ showing, session }) => (showing.at >= session.closes ? { reason: "too_late" } : null),
  ({ showing, evening: { gates } }) =>
    gates.length && !gates.includes(showing.gate) ? { reason: "wrong_zone" } : null,
  openQuestion,
  oneTooMany,
  insideAlready,
];

function openQuestion({ showing, guest, evening }: Scene): Said | null {
  if (showing.plusOne) return null;
  const known = new Set([...guest.answered, ...(showing.answers ?? [])]);
  const wanted = evening.questions.find((one) => !known.has(one));
  return wanted ? { reason: "question", verdict: "needs_attention", wanted } : null;
}

function oneTooMany({ showing, guest, theirs, evening }: Scene): Said | null {
  if (!showing.plusOne) return null;
  const came = evening.reEntry ? theirs.inside : theirs.came;
  if (came >= guest.plusOnes) return { reason: "plus_one_over" };
  if (!evening.plusOneNames || showing.plusOneName?.trim()) return null;
  return { reason: "name_wanted", verdict: "needs_attention" };
}

function insideAlready({ showing, theirs, evening }: Scene): Said | null {
  if (showing.plusOne || !theirs.lastIn) return null;
  if (theirs.inside) {
    return { reason: "already_redeemed", verdict: "already", first: theirs.lastIn };
  }
  return evening.reEntry ? null : { reason: "no_re_entry" };
}

function said(guest: Guest | null, { reason, ...more }: Said): Decision {
  const plain = { verdict: "refused", entry: null, first: null, wanted: "" } as const;
  return { ...plain, reason, guestId: guest?.id ?? null, ...more };
}

function entry(showing: Showing, guest: Guest): Entry {
  return {
    scanId: showing.scanId,
    guestId: guest.id,
    way: showing.way ?? "in",
    gate: showing.gate,
    by: "",
    at: showing.at,
    plusOne: showing.plusOne ?? false,
    undone: false,
  };
}
