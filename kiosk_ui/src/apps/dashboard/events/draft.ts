/** An event in the editor: as the server takes it, and what a new one begins as. */

import type { EventKind, EventView, RulesView, Texts } from "../../../lib/event-views";
import { momentsAt, wallTime } from "../../../lib/wall-time";

export interface SessionDraft {
  number: number;
  starts: string;
  ends: string;
  capacity: number;
}

/** What `POST /events` and `PATCH /events/{id}` take. */
export interface Draft {
  kind: EventKind;
  titles: Texts;
  texts: Texts;
  dress_codes: Texts;
  starts: string;
  ends: string;
  capacity: number;
  zone: string | null;
  sessions: SessionDraft[];
  rules: RulesView;
  answer_by: string | null;
  remind_at: string | null;
  host_id: string | null;
  products: string[];
  client_id: string | null;
}

const EVENING = "19:00";
const LASTS_H = 3;
const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 21;

export function draftOf(event: EventView): Draft {
  return {
    kind: event.kind,
    titles: { ...event.titles },
    texts: { ...event.texts },
    dress_codes: { ...event.dress_codes },
    starts: event.starts,
    ends: event.ends,
    capacity: event.capacity,
    zone: event.zone,
    sessions: event.sessions.map(({ number, starts, ends, capacity }) => ({
      number,
      starts,
      ends,
      capacity,
    })),
    rules: { ...event.rules },
    answer_by: event.answer_by,
    remind_at: event.remind_at,
    host_id: event.host_id,
    products: [...event.products],
    client_id: event.client_id,
  };
}

/** An evening in three weeks: what is changed least often. */
export function newDraft(zone: string, now: number = Date.now()): Draft {
  const day = wallTime(now + DAYS_AHEAD * 24 * HOUR_MS, zone).slice(0, 10);
  const starts = momentsAt(`${day}T${EVENING}`, zone)[0] ?? new Date(now).toISOString();
  return {
    kind: "cocktail",
    titles: {},
    texts: {},
    dress_codes: {},
    starts,
    ends: later(starts, LASTS_H * HOUR_MS),
    capacity: 40,
    zone: null,
    sessions: [],
    rules: {
      doors_open_before_min: 30,
      doors_close_after_min: 0,
      re_entry: true,
      plus_ones: 0,
      plus_one_names: false,
      live_pass: false,
      offer_lasts_min: 24 * 60,
      gates: [],
      questions: [],
    },
    answer_by: null,
    remind_at: null,
    host_id: null,
    products: [],
    client_id: null,
  };
}

/** The start is another: the end, and the sessions, keep their distance from it. */
export function startsAt(draft: Draft, starts: string): Draft {
  const by = Date.parse(starts) - Date.parse(draft.starts);
  if (Number.isNaN(by)) return { ...draft, starts };
  return {
    ...draft,
    starts,
    ends: later(draft.ends, by),
    sessions: draft.sessions.map((one) => ({
      ...one,
      starts: later(one.starts, by),
      ends: later(one.ends, by),
    })),
  };
}

/** One session more: after the last, as long and for as many as it. */
export function withSession(draft: Draft): Draft {
  const last = draft.sessions.at(-1);
  const number = Math.max(0, ...draft.sessions.map((one) => one.number)) + 1;
  const starts = last ? last.ends : draft.starts;
  const long = last ? Date.parse(last.ends) - Date.parse(last.starts) : HOUR_MS;
  const ends = later(starts, long);
  const capacity = last?.capacity ?? draft.capacity;
  const over = Date.parse(ends) > Date.parse(draft.ends);
  return {
    ...draft,
    ends: over ? ends : draft.ends,
    sessions: [...draft.sessions, { number, starts, ends, capacity }],
  };
}

export function totalCapacity(draft: Draft): number {
  return draft.sessions.length
    ? draft.sessions.reduce((sum, one) => sum + one.capacity, 0)
    : draft.capacity;
}

/** Whether guests would come at another time, or elsewhere. */
export function moves(draft: Draft, event: EventView): boolean {
  const sessions = JSON.stringify(draft.sessions);
  const before = JSON.stringify(draftOf(event).sessions);
  return (
    Date.parse(draft.starts) !== Date.parse(event.starts) ||
    Date.parse(draft.ends) !== Date.parse(event.ends) ||
    draft.zone !== event.zone ||
    sessions !== before
  );
}

function later(at: string, byMs: number): string {
  const moment = Date.parse(at) + byMs;
  return Number.isNaN(moment) ? at : new Date(moment).toISOString();
}
