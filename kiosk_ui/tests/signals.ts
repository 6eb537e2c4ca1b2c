/** Signals and lines of a feed for the tests, with what a test does not care about filled in. */

import type { ArrivalCard, Notice, SignalView } from "../src/lib/views";

export const card: ArrivalCard = {
  client_id: "client-1",
  display_name: "Izabela Wiśniewska",
  monogram: "IW",
  pronunciation: "",
  tier: "client",
  approach: "welcome",
  language: "en",
  languages: ["en"],
  tastes: [],
  sizes: {},
  wishes: [],
  note: "",
  purchases: [],
  promises: [],
  appointments: [],
  birthday: null,
  last_visit_at: null,
  last_served_by: null,
  photo_url: null,
  consented_at: null,
};

export function signal(id: string, change: Partial<SignalView> = {}): SignalView {
  return {
    id,
    state: "open",
    raised_at: "2026-11-22T18:00:00Z",
    changed_at: "2026-11-22T18:00:00Z",
    whereabouts: "here",
    arrived_at: "2026-11-22T18:00:00Z",
    zone: "salon",
    zone_name: "Salon",
    mine: false,
    claimed_by: null,
    claimed_by_id: null,
    told: [],
    silent: false,
    handed_by: null,
    handover_note: "",
    snoozed_until: null,
    declined: false,
    outcome: null,
    card,
    privatised: false,
    ...change,
  };
}

export function notice(seq: number, of: SignalView, kind: Notice["kind"] = "signal"): Notice {
  return {
    seq,
    kind,
    signal_id: of.id,
    at: "2026-11-22T18:00:00Z",
    signal: kind === "withdrawn" ? null : of,
  };
}
