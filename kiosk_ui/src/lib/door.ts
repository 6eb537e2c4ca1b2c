/** What the doors of an event are told; mirrors `store_server/admission_views.py`. */

import type { Reason, Verdict } from "./gate/admission";

export type Texts = Record<string, string>;
export type Flag =
  | "cancelled_after_entry"
  | "revoked_before_entry"
  | "over_capacity"
  | "plus_one_first"
  | "overridden"
  | "late_news"
  | "conflict";
export type Standing = "listed" | "invited" | "confirmed" | "declined" | "waiting" | "offered" | "cancelled";

export interface AskedQuestion {
  id: string;
  texts: Texts;
}

export interface FirstEntry {
  at: string;
  gate: string;
  gate_name: string;
  by: string;
}

/** `arrived`: when each person of the party first came in; `missing`: how many of those promised did not. */
export interface DoorGuest {
  id: string;
  display_name: string;
  given_name: string;
  monogram: string;
  language: string;
  standing: Standing;
  session: number;
  plus_ones: number;
  companions: string[];
  blocked: boolean;
  client_id: string | null;
  tier: string | null;
  host_id: string | null;
  host: string;
  table: string;
  needs: string[];
  inside: boolean;
  plus_ones_inside: number;
  came: number;
  conflicts: number;
  first_in: string | null;
  last_in: string | null;
  last_out: string | null;
  arrived: string[];
  missing: number;
}

export interface AdmissionView {
  scan_id: string;
  showing_id: string;
  event_id: string | null;
  verdict: Verdict;
  reason: Reason;
  at: string;
  way: "in" | "out";
  plus_one: boolean;
  say: string;
  language: string;
  flags: Flag[];
  may_override: boolean;
  undo_until: string | null;
  again: boolean;
  late: boolean;
  guest: DoorGuest | null;
  first: FirstEntry | null;
  question: AskedQuestion | null;
  other_event: string;
  inside: number | null;
}

/** People, but for `invited` and `refused`. `companions` are among the `confirmed`. */
export interface DoorCounts {
  invited: number;
  confirmed: number;
  companions: number;
  inside: number;
  came: number;
  plus_ones_inside: number;
  missing: number;
  refused: number;
  conflicts: number;
  capacity: number;
}

export interface EveningView {
  event_id: string;
  number: number;
  kind: string;
  stage: string;
  titles: Texts;
  texts: Texts;
  dress_codes: Texts;
  zone: string | null;
  doors_open: string;
  starts: string;
  ends: string;
  doors_close: string;
  sessions: { number: number; starts: string; ends: string; capacity: number }[];
  questions: AskedQuestion[];
  plus_one_names: boolean;
  live_pass: boolean;
  re_entry: boolean;
  picture_url: string | null;
}

export interface DoorView {
  event_id: string;
  titles: Texts;
  at: string;
  counts: DoorCounts;
  guests: DoorGuest[];
}

export interface ShowingView {
  id: string;
  scan_id: string;
  at: string;
  verdict: Verdict;
  reason: Reason;
  flags: Flag[];
  way: "in" | "out";
  plus_one: boolean;
  plus_one_name: string;
  gate: string;
  gate_name: string;
  by: string;
  source: string;
  guest_id: string | null;
  guest: string;
  late: boolean;
  shown_at: string | null;
  received_at: string;
  override_by: string;
  override_reason: string;
  undone_at: string | null;
  undone_by: string;
  code_size: number;
}

export type KioskVerdict = "welcome" | "goodbye" | "already" | "moment" | "name" | "question" | "full";

/** What the kiosk shows a guest. Whatever is refused reads `moment`; staff read why elsewhere. */
export interface KioskAnswer {
  scan_id: string;
  verdict: KioskVerdict;
  say: string;
  language: string;
  given_name: string;
  host: string;
  table: string;
  plus_one: boolean;
  plus_ones_left: number;
  question: AskedQuestion | null;
  first_at: string | null;
  undo_until: string | null;
  reason: Reason | null;
}

/** A pass as a gate without a network needs it; `admission_views.GatePass` says what each is. */
export interface GatePass {
  n: number;
  g: string;
  s: number;
  r: boolean;
  a: "confirmed" | "invited" | "declined" | "waiting" | "cancelled";
  p: number;
  b: boolean;
  f: string;
  l: string;
  i: boolean;
  q: string[];
  c: number;
  o: number;
  d: number;
  /** What is typed for it; in memory alone, and empty of a live pass. */
  t?: string;
}

export interface GateList {
  event: EveningView;
  version: string;
  made_at: string;
  keys: { id: number; key: string }[];
  passes: GatePass[];
  live_secret: string;
}

export interface EveningNews {
  event_id: string;
  at: string;
  counts: DoorCounts;
  guests: DoorGuest[];
}

/** The best of several translations; the house's own where there is none in this language. */
export function said(texts: Texts, language: string): string {
  return texts[language] ?? texts[language.split("-")[0] ?? ""] ?? Object.values(texts)[0] ?? "";
}
