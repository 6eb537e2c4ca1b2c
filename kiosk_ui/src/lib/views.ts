/** The shapes of the wire, as `store_server/views.py` writes them. Times are RFC 3339 UTC. */

export type Role = "associate" | "host" | "guard" | "manager" | "operator";
export type Tier = "client" | "loyal" | "vip" | "circle";
export type Approach = "welcome" | "discreet" | "do_not_approach";
export type Purpose = "presence" | "photo" | "messages" | "events";
export type Whereabouts = "here" | "away" | "not_known" | "ended";
export type SignalState =
  | "open"
  | "claimed"
  | "welcomed"
  | "with_client"
  | "done"
  | "left"
  | "withdrawn"
  | "unanswered";
export type Outcome = "sold" | "promised" | "browsing" | "service" | "left" | "other";
export type IdentityKind =
  | "ibeacon"
  | "eddystone_uid"
  | "eddystone_eid"
  | "eddystone_url"
  | "altbeacon"
  | "vendor"
  | "irk"
  | "pass";

export interface AssociateView {
  id: string;
  display_name: string;
  role: Role;
  languages: string[];
  on_shift: boolean;
  engaged: number;
}

/** A beacon that a colleague wears. `key` is empty for a rotating one. */
export interface BadgeView {
  id: string;
  associate_id: string;
  kind: IdentityKind;
  label: string;
  key: string;
  given_at: string;
}

export interface ConsentView {
  purpose: Purpose;
  stands: boolean;
  given_at: string | null;
  withdrawn_at: string | null;
  text_version: string;
  proof: string;
}

export interface IdentityView {
  id: string;
  kind: IdentityKind;
  label: string;
  key: string;
  enrolled_at: string;
}

export interface PurchaseView {
  bought_on: string;
  label: string;
  amount_minor: number;
  currency: string;
  boutique: string;
}

export interface PromiseView {
  text: string;
  due_on: string | null;
  by: string;
}

export interface AppointmentView {
  starts_at: string;
  label: string;
  seat: string;
}

/** All that is held of one person: each row has `what` for its table, and what stands there. */
export interface HeldView {
  person: string;
  boutique: string;
  made_at: string;
  sections: { key: string; rows: Record<string, unknown>[] }[];
  erasure_asked_at: string | null;
}

export interface ClientView {
  id: string;
  given_name: string;
  family_name: string;
  display_name: string;
  monogram: string;
  pronunciation: string;
  tier: Tier;
  approach: Approach;
  language: string;
  languages: string[];
  primary_associate: AssociateView | null;
  secondary_associate: AssociateView | null;
  email: string;
  phone: string;
  tastes: string[];
  sizes: Record<string, string>;
  wishes: string[];
  note: string;
  birthday: string | null;
  consents: ConsentView[];
  identities: IdentityView[];
  photo_url: string | null;
}

export interface ClientFound {
  id: string;
  display_name: string;
  monogram: string;
  tier: Tier;
  language: string;
  here: boolean;
  zone_name: string | null;
}

/** The event that has a zone for itself at this moment. `titles` by language tag. */
export interface PrivatisedView {
  event_id: string;
  titles: Record<string, string>;
  until: string;
}

export interface ZoneView {
  id: string;
  name: string;
  capacity: number | null;
  privatised: PrivatisedView | null;
}

export interface VisitView {
  id: string;
  client_id: string;
  display_name: string;
  tier: Tier;
  arrived_at: string;
  whereabouts: Whereabouts;
  source: string;
  zone: string | null;
  zone_name: string | null;
  left_at: string | null;
  with_associate: string | null;
  privatised: boolean; // an event has the zone for itself, and they are none of its guests
}

export interface ArrivalCard {
  client_id: string;
  display_name: string;
  monogram: string;
  pronunciation: string;
  tier: Tier;
  approach: Approach;
  language: string;
  languages: string[];
  tastes: string[];
  sizes: Record<string, string>;
  wishes: string[];
  note: string;
  purchases: PurchaseView[];
  promises: PromiseView[];
  appointments: AppointmentView[];
  birthday: string | null;
  last_visit_at: string | null;
  last_served_by: string | null;
  photo_url: string | null;
  consented_at: string | null;
}

/** What a host needs to know of a guest who has just come to an event. */
export interface GuestAtDoor {
  guest_id: string;
  event_id: string;
  titles: Record<string, string>;
  table: string;
  needs: string[];
  host_id: string | null;
  session: number;
  plus_ones_inside: number;
  plus_ones: number;
  notes: ("conflict" | "plus_one_first")[];
}

export interface SignalView {
  id: string;
  state: SignalState;
  raised_at: string;
  changed_at: string;
  whereabouts: Whereabouts;
  arrived_at: string;
  zone: string | null;
  zone_name: string | null;
  mine: boolean;
  claimed_by: string | null;
  claimed_by_id: string | null;
  told: string[];
  silent: boolean;
  handed_by: string | null;
  handover_note: string;
  snoozed_until: string | null;
  declined: boolean; // by the one who reads: "not now"
  outcome: Outcome | null; // once it is done
  card: ArrivalCard | null;
  guest?: GuestAtDoor | null; // of an event, whoever else they are
  privatised: boolean; // an event has the zone for itself, and they are none of its guests
}

export interface ClaimAnswer {
  won: boolean;
  claimed_by: string | null;
  state: SignalState;
}

export interface Notice {
  seq: number;
  kind: "signal" | "changed" | "reminder" | "withdrawn";
  signal_id: string;
  at: string;
  signal: SignalView | null;
  /** The message or request that it began with, as the house's log names it. */
  origin?: string;
}

export interface DeviceView {
  id: string;
  name: string;
  kind: string;
  dialect: string;
  state: string;
  zone: string | null;
  zone_name: string | null;
  model: string | null;
  firmware: string | null;
  battery_pct: number | null;
  last_heard_at: string | null;
  hardware: string;
  standing: "adopted" | "suspended";
  x: number | null;
  y: number | null;
  uptime_s: number | null;
  temperature_c: number | null;
  lens: string | null;
  fps: number | null;
  outbox_pct: number | null;
  dropped: number | null;
  takes_commands: boolean;
  alarms: AlarmView[];
}

export interface AlarmView {
  id: string;
  device_id: string;
  device_name: string;
  kind: "silent" | "battery" | "lens" | "outbox";
  detail: string;
  raised_at: string;
  ended_at: string | null;
}

export interface SightingView {
  at: string;
  identity_id: string;
  label: string;
  rssi_dbm: number;
}

export interface FloorView {
  at: string;
  boutique: string;
  visits: VisitView[];
  signals: SignalView[];
  associates: AssociateView[];
  devices: DeviceView[];
  zones: ZoneView[];
  arrivals_today: number;
  greeted_today: number;
  claim_median_s: number | null;
  hears_devices: boolean;
}

export interface Greeting {
  verdict: "welcome" | "already" | "moment";
  given_name: string;
  language: string;
  host: string;
}

/** Somebody at a kiosk asks for a colleague; `answered_by` is who said "I am coming". */
export interface CallView {
  id: string;
  at: string;
  kiosk: string;
  answered_by: string;
}

export interface Me {
  associate: AssociateView;
  boutique: string;
  boutique_name: string;
  brand_name: string;
  quiet: boolean;
  push_key: string;
  csrf: string;
  last_seq: number;
  time_zone: string; // the boutique's
  house_language: string;
  /** Whether this person does, in this house. */
  takes_cash: boolean;
}

export interface Paired {
  kind: "associate" | "kiosk" | "client";
  home: string;
  needs_pin: boolean;
  pin_is_set?: boolean;
  associate_name?: string | null;
  strong?: "none" | "needed" | "set";
}

/** What this browser is to the house, be it nothing. */
export interface Known {
  me: Me | null;
  phone: Paired | null;
  kinds: Paired["kind"][];
}

export interface PairedDevice {
  id: string;
  kind: "associate" | "kiosk" | "client";
  label: string;
  associate_id: string | null;
  client_id: string | null;
  paired_at: string;
  holder: string;
  last_used_at: string | null;
  current: boolean;
}

export interface Pairing {
  code: string;
  expires_at: string;
  url: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  field?: string;
  extra?: Record<string, unknown>;
}

export interface Passkey {
  id: string;
  label: string;
  created_at: string;
  last_used_at: string | null;
}

/** How somebody signs in; `login` is empty without a password. */
export interface Ways {
  passkeys: Passkey[];
  login: string;
  recovery_codes_left: number;
  pin_is_enough: boolean;
}
