/** Mirrors `store_server/event_views.py`: private events as the server shows them. */

export type EventKind =
  | "masterclass"
  | "cocktail"
  | "trunk_show"
  | "concert"
  | "running"
  | "exhibition"
  | "privatisation";

export type Stage =
  | "draft"
  | "open"
  | "full"
  | "closed"
  | "running"
  | "over"
  | "archived"
  | "cancelled";

/** Where a manager may take it by hand. */
export type Move = Exclude<Stage, "draft" | "full" | "running">;

/** By language tag. */
export type Texts = Record<string, string>;

export interface QuestionView {
  id: string;
  texts: Texts;
}

export interface RulesView {
  doors_open_before_min: number;
  doors_close_after_min: number;
  re_entry: boolean;
  plus_ones: number;
  plus_one_names: boolean;
  live_pass: boolean;
  offer_lasts_min: number;
  gates: string[];
  questions: QuestionView[];
}

export interface SessionView {
  number: number;
  starts: string;
  ends: string;
  capacity: number;
  people: number;
}

export interface GuestCounts {
  proposed: number;
  listed: number;
  invited: number;
  confirmed: number;
  declined: number;
  waiting: number;
  offered: number;
  people: number;
}

export interface EventFound {
  id: string;
  number: number;
  kind: EventKind;
  stage: Stage;
  titles: Texts;
  starts: string;
  ends: string;
  capacity: number;
  zone: string | null;
  zone_name: string | null;
  counts: GuestCounts;
  sessions: number;
  template: boolean;
  picture_url: string | null;
}

export interface EventView extends Omit<EventFound, "sessions"> {
  texts: Texts;
  dress_codes: Texts;
  doors_open: string;
  time_zone: string;
  sessions: SessionView[];
  rules: RulesView;
  answer_by: string | null;
  remind_at: string | null;
  host_id: string | null;
  host: string | null;
  products: string[];
  client_id: string | null;
  client: string | null;
  revision: number;
  moves: Move[];
  created_at: string | null;
  created_by: string | null;
}

export interface ClashView {
  kind: "place" | "host" | "closed" | "open" | "room";
  since: string;
  until: string;
  event_id: string | null;
  titles: Texts;
  host: string | null;
  holds: number | null;
}

export interface CostView {
  label: string;
  planned_minor: number;
  spent_minor: number | null;
}

export interface BudgetView {
  budget_minor: number | null;
  currency: string;
  costs: CostView[];
  planned_minor: number;
  expected_minor: number;
}

export interface FurnitureView {
  id: string;
  name: string;
  shape: "round" | "long" | "row";
  seats: number;
  x: number;
  y: number;
  turned: boolean;
}

export interface SeatView {
  furniture_id: string;
  number: number;
  guest_id: string;
  person: number;
  name: string;
  session: number;
}

export interface StandingGuest {
  guest_id: string;
  person: number;
  name: string;
  session: number;
  host: string | null;
}

export interface SeatingView {
  furniture: FurnitureView[];
  seats: SeatView[];
  unseated: StandingGuest[];
}
