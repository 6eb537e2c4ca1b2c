/** A row of what is held, as one line that its person can read. Pure. */

import { date, exactly, time } from "../../lib/format";
import { deed } from "./deeds";

type Row = Record<string, unknown>;

/** When it was, by the column that says so. */
const WHEN = ["bought_on", "starts_at", "arrived_at", "raised_at", "given_at", "enrolled_at", "at",
  "changed_at", "created_at", "written_at", "issued_at", "made_at", "told_at", "asked_at", "first_in"];
/** What is said of it: people's own words. Ids, marks and our codes for a state say nothing to anybody,
 * and are in the file to take away. */
const SAID = ["label", "given_name", "family_name", "email", "phone", "name", "address", "zone_name",
  "text", "note", "payer", "plus_one_name", "answer", "handover_note", "outcome_note",
  "quantity", "stars", "titles"];
/** Where the reason is somebody's own words, and no code of ours or of the bank. */
const REASONED = new Set(["signal_told", "refunds"]);
/** Of what was done with their file: the deed, as `deed` says it. */
const DONE = new Set(["journal", "audit"]);
/** That it happened, and when, is all that there is to say of these. */
const HAPPENED = new Set(["visits", "photos", "signals", "baskets", "paired_devices"]);

export interface Told {
  when: string;
  said: string;
}

export function told(row: Row): Told | null {
  const when = WHEN.map((name) => row[name]).find((value): value is string => typeof value === "string");
  const what = String(row["what"]);
  const said = SAID.flatMap((name) => plain(row[name]));
  if (REASONED.has(what)) said.push(...plain(row["reason"]));
  if (DONE.has(what)) said.push(deed(String(row["type"])));
  if (what === "event_showings") said.unshift(deed(what));
  const companions = row["companions"];
  if (Array.isArray(companions)) said.push(...companions.filter(Boolean).map(String));
  const needs = row["sealed"];
  if (needs && typeof needs === "object") said.push(...Object.values(needs).filter(Boolean).map(String));
  const amount = row["amount_minor"] ?? row["units"];
  const currency = row["currency"];
  if (typeof amount === "number" && typeof currency === "string") said.push(exactly(amount, currency));
  if (!said.length && !(when && HAPPENED.has(what))) return null;
  return { when: when ? moment(when) : "", said: said.join(" · ") };
}

/** The journal and the audit may tell the same deed of the same minute: it is said once. */
export function once(lines: readonly Told[]): Told[] {
  return [...new Map(lines.map((line) => [`${line.when}\n${line.said}`, line])).values()];
}

function plain(value: unknown): string[] {
  if (typeof value === "string") return value ? [value] : [];
  if (typeof value === "number") return [String(value)];
  if (value && typeof value === "object" && !Array.isArray(value)) {
    return Object.values(value).slice(0, 1).map(String);
  }
  return [];
}

/** A day, or a day and the time of it. */
function moment(at: string): string {
  return at.length > 10 ? `${date(at.slice(0, 10), "short")}, ${time(at)}` : date(at, "short");
}
