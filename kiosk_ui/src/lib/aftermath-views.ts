/** Mirrors `store_server/aftermath_views.py`: an event once it is over. */

import type { Stage, Texts } from "./event-views";

export interface FeedbackGiven {
  may_tell: boolean;
  stars: number | null;
  text: string;
}

export interface TaskView {
  id: string;
  event_id: string;
  titles: Texts;
  guest_id: string;
  guest: string;
  client_id: string | null;
  email: string;
  phone: string;
  language: string;
  kind: "thank" | "missed" | "own";
  text: string;
  host_id: string | null;
  host: string | null;
  due_on: string | null;
  created_at: string;
  done_at: string | null;
  done_by: string | null;
}

/** `people` of a guest's party did not come; `came`: others of it did. */
export interface MissingGuest {
  guest_id: string;
  name: string;
  people: number;
  came: boolean;
  host: string | null;
}

export interface SaleView {
  on: string;
  client: string;
  label: string;
  minor: number;
  currency: string;
}

export interface SalesView {
  within_days: number;
  counted_until: string;
  closed: boolean;
  buyers: number;
  totals: Record<string, number>;
  sales: SaleView[];
}

export interface CostsView {
  currency: string;
  budget_minor: number | null;
  expected_minor: number;
  returned: number | null;
}

export interface Remark {
  stars: number;
  text: string;
  at: string;
}

export interface OpinionView {
  answers: number;
  mean: number | null;
  stars: [number, number, number, number, number];
  remarks: Remark[];
}

export interface HostLine {
  host_id: string | null;
  host: string | null;
  confirmed: number;
  came: number;
  tasks_open: number;
  tasks_done: number;
}

/** A moment, and how many people came in within the quarter of an hour that begins there. */
export type Arrivals = [at: string, people: number];

export interface ReportView {
  event_id: string;
  titles: Texts;
  starts: string;
  ends: string;
  zone_name: string | null;
  stage: Stage;
  invited: number;
  confirmed: number;
  companions: number;
  declined: number;
  unanswered: number;
  came: number;
  share: number | null;
  missing: MissingGuest[];
  walk_ins: number;
  dwell_median_s: number | null;
  dwell_p90_s: number | null;
  dwell_known: number;
  arrivals: Arrivals[];
  sales: SalesView;
  costs: CostsView;
  opinion: OpinionView;
  hosts: HostLine[];
  followed_up: boolean;
}
