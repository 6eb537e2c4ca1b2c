/** Mirrors `store_server/guest_views.py`. Datetimes are RFC 3339 UTC; texts are by language tag. */

export type Texts = Record<string, string>;

export type Standing =
  | "proposed"
  | "refused"
  | "listed"
  | "invited"
  | "confirmed"
  | "declined"
  | "waiting"
  | "offered"
  | "cancelled";

export interface GuestView {
  id: string;
  event_id: string;
  display_name: string;
  given_name: string;
  family_name: string;
  language: string;
  standing: Standing;
  origin: string;
  email: string;
  phone: string;
  client_id: string | null;
  tier: string | null;
  session: number;
  plus_ones: number;
  companions: string[];
  priority: number;
  host_id: string | null;
  host: string | null;
  proposed_by_id: string | null;
  proposed_by: string | null;
  blocked: boolean;
  note: string;
  turn: number | null;
  told_needs: boolean;
  by_letter: boolean;
  offer_until: string | null;
  invited_at: string | null;
  answered_at: string | null;
  reminded_at: string | null;
}

export interface PlacesView {
  number: number;
  starts: string;
  ends: string;
  capacity: number;
  confirmed: number;
  offered: number;
  waiting: number;
  left: number;
}

export interface AllocationView {
  associate_id: string;
  associate: string;
  guests: number;
  used: number;
}

export interface GuestListView {
  event_id: string;
  titles: Texts;
  stage: string;
  starts: string;
  time_zone: string;
  may_invite: boolean;
  places: PlacesView[];
  guests: GuestView[];
  allocations: AllocationView[];
}

export interface CandidateView {
  client_id: string;
  display_name: string;
  monogram: string;
  tier: string;
  language: string;
  tastes: string[];
  associate: string | null;
  last_purchase_on: string | null;
  agrees: boolean;
  on_list: boolean;
}

export interface NeedsView {
  guest_id: string;
  display_name: string;
  allergies: string;
  access: string;
}

export interface MyListView {
  event_id: string;
  titles: Texts;
  stage: string;
  starts: string;
  ends: string;
  time_zone: string;
  plus_ones: number;
  allocation: number;
  used: number;
  sessions: SessionChoice[];
  guests: GuestView[];
}

export type GuestColumn =
  | "given_name"
  | "family_name"
  | "email"
  | "phone"
  | "language"
  | "plus_ones"
  | "session"
  | "note";
/** What is wrong in a line of a file; `events/guest_file.py` says what each is. */
export type Slip =
  | "no_text"
  | "unreadable"
  | "empty"
  | "no_heading"
  | "column_twice"
  | "too_many"
  | "same_guest"
  | "no_name"
  | "too_long"
  | "control_letters"
  | "no_email"
  | "no_phone"
  | "no_language"
  | "no_number"
  | "no_session";

export interface ImportView {
  fresh: number;
  known: number;
  mistakes: { line: number; column: GuestColumn | ""; slip: Slip; figure: number; value: string }[];
  lines: { line: number; display_name: string; email: string; known: boolean }[];
  unknown_columns: string[];
  added: number;
}

export interface SessionChoice {
  number: number;
  starts: string;
  ends: string;
  full: boolean;
}

export type GuestPurpose = "needs" | "photos" | "events";

export interface InvitationView {
  event_id: string;
  titles: Texts;
  texts: Texts;
  dress_codes: Texts;
  kind: string;
  boutique: string;
  brand: string;
  zone_name: string | null;
  starts: string;
  ends: string;
  time_zone: string;
  cancelled: boolean;
  sessions: SessionChoice[];
  answer_by: string | null;
  given_name: string;
  display_name: string;
  language: string;
  standing: Standing;
  session: number;
  plus_ones: number;
  plus_one_names: boolean;
  companions: string[];
  offer_until: string | null;
  full: boolean;
  may_answer: boolean;
  may_leave: boolean;
  host: string | null;
  allergies: string;
  access: string;
  consents: {
    purpose: GuestPurpose;
    stands: boolean;
    given_at: string | null;
    withdrawn_at: string | null;
  }[];
  pass_number: number | null;
  /** What is typed for it where no camera reads; empty of a live one. */
  pass_typed: string;
  live_pass: boolean;
  picture: string;
}

export type LetterKind =
  | "invitation"
  | "reminder"
  | "confirmed"
  | "new_pass"
  | "waiting"
  | "offer"
  | "moved"
  | "cancelled"
  | "withdrawn"
  | "thanks";

/** Mirrors `store_server/letter_views.py`. */
export interface LetterView {
  id: string;
  kind: LetterKind;
  state: "waiting" | "sent" | "overtaken" | "refused";
  written_at: string;
  attempts: number;
  trouble: string;
  settled_at: string | null;
}
