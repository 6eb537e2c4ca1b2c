/** Mirrors `store_server/traffic_views.py`: the boutique's traffic as the server shows it. */

/** Each is explained in the catalogue as `traffic.measure.<name>`. */
export type Measure =
  | "people_in"
  | "people_out"
  | "occupancy"
  | "occupancy_peak"
  | "walk_past"
  | "capture"
  | "dwell_median"
  | "dwell_p90"
  | "attraction"
  | "queue"
  | "queue_peak"
  | "queue_wait"
  | "groups"
  | "conversion"
  | "baskets"
  | "sales"
  | "average_basket"
  | "units"
  | "fast_lane_share"
  | "arrivals"
  | "greeted_share"
  | "claim_median"
  | "claim_p90"
  | "unanswered"
  | "staff"
  | "staff_left_out"
  | "visitors_per_staff";

/** `minor` is an amount in the currency's minor unit, `share` is 0 to 1. */
export type Unit = "people" | "share" | "seconds" | "minor" | "count" | "ratio";

export type By = "quarter" | "hour" | "day" | "week" | "month" | "weekday" | "hour_of_day";
export type Against = "last_week" | "last_year" | "range";
export type LineRole = "door" | "street" | "inside" | "staff";
export type Why = "gap" | "closed" | "ahead";
export type GapWhy = "silent" | "lens" | "packages";
export type AlertRule =
  | "occupancy_over"
  | "queue_over"
  | "vip_unanswered"
  | "counter_silent"
  | "unusual";

/** `per`: what it can be narrowed to. `sums`: whether its parts add up to the whole. */
export interface MeasureView {
  measure: Measure;
  unit: Unit;
  per: ("door" | "zone")[];
  sums: boolean;
}

/**
 * A quarter of an hour of the whole boutique. Numbers are null where nobody knows (`why`).
 * `occupancy` is how many were inside at its end. The running quarter is told so far.
 */
export interface QuarterView {
  start: string;
  people_in: number | null;
  people_out: number | null;
  occupancy: number | null;
  why: Why | null;
}

/** Visitors in the hour from `start`, with an 80 % band; null where too little is known. */
export interface ExpectedView {
  start: string;
  people_in: number;
  low: number | null;
  high: number | null;
  sales_minor: number | null;
  staff: number | null;
}

/** How many are inside. `people` is null where no door counts. */
export interface OccupancyNow {
  people: number | null;
  legal: number | null;
  comfort: number | null;
  since: string;
  counted_at: string | null;
  peak: number;
  peak_at: string | null;
}

/**
 * A counter's line today: visitors, and how many colleagues their badges took out of them.
 * `gap`: it cannot be relied on now.
 */
export interface DoorNow {
  device_id: string;
  line: string;
  name: string;
  role: LineRole;
  zone: string | null;
  people_in: number;
  people_out: number;
  gap: GapWhy | null;
  staff_in: number;
  staff_out: number;
}

/** A zone as a camera sees it, and today's stays in it. Null where no camera tells. */
export interface ZoneNow {
  zone: string;
  name: string;
  capacity: number | null;
  people: number | null;
  queue: number | null;
  at: string | null;
  dwell_median_s: number | null;
  dwell_p90_s: number | null;
  attraction: number | null;
  gap: boolean;
}

/** The day so far. `_last_week` and `expected` are up to the same time of the day. */
export interface TotalsNow {
  people_in: number;
  people_out: number;
  people_in_last_week: number | null;
  people_in_expected: number | null;
  people_known: number;
  groups: number;
  baskets: number;
  units: number;
  sales_minor: number;
  currency: string;
  average_basket_minor: number | null;
  conversion: number | null;
  fast_lane_share: number | null;
  arrivals: number;
  greeted: number;
  greeted_share: number | null;
  unanswered: number;
  claim_median_s: number | null;
  claim_p90_s: number | null;
  staff: number;
  visitors_per_staff: number | null;
  walk_past: number | null;
  capture: number | null;
  devices: number;
  devices_heard: number;
  staff_in: number;
  staff_out: number;
}

/** An event of today, in people as in `DoorCounts`. */
export interface EventTonight {
  event_id: string;
  titles: Record<string, string>;
  starts: string;
  ends: string;
  capacity: number;
  invited: number;
  confirmed: number;
  inside: number;
  came: number;
  missing: number;
}

/** A time in which a counter could not be relied on; `until_at` null while it lasts. */
export interface GapSpan {
  device_id: string;
  device_name: string;
  why: GapWhy;
  from_at: string;
  until_at: string | null;
}

/** Told once when it begins and once when it ends. `subject` empty: the boutique. */
export interface AlertView {
  id: string;
  rule_id: string;
  rule: AlertRule;
  subject: string;
  subject_name: string;
  value: number;
  limit: number | null;
  raised_at: string;
  ended_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
}

/**
 * The boutique at this moment and the day so far. `seq` is that of the last news in it. `today` goes
 * up to the running quarter, `last_week` and `forecast` over the whole day.
 */
export interface TrafficNow {
  seq: number;
  at: string;
  day: string;
  time_zone: string;
  opens_at: string | null;
  closes_at: string | null;
  open: boolean | null;
  occupancy: OccupancyNow;
  totals: TotalsNow;
  today: QuarterView[];
  last_week: QuarterView[];
  forecast: ExpectedView[];
  doors: DoorNow[];
  zones: ZoneNow[];
  events: EventTonight[];
  gaps: GapSpan[];
  alerts: AlertView[];
}

/**
 * `/dashboard`'s message `traffic`. Values are whole, not differences: put each part in the place of
 * the one with the same key (`quarters` by `start`, `doors` by device and line, `zones` by zone); null
 * is as before. Another `day`, or a `seq` that is not the next one: read `/traffic/now` once more.
 */
export interface TrafficNews {
  seq: number;
  at: string;
  day: string;
  occupancy: OccupancyNow;
  totals: TotalsNow;
  quarters: QuarterView[];
  doors: DoorNow[];
  zones: ZoneNow[];
  gaps: GapSpan[] | null;
  events: EventTonight[] | null;
  alerts: AlertView[] | null;
}

/** `known` is the share of its open time that is known; `label` a weekday 1 to 7, or an hour. */
export interface PointView {
  at: string;
  until: string;
  value: number | null;
  why: Why | null;
  known: number;
  label: string;
}

/** `total` is what the measure is over the whole range, not always the sum of its points. */
export interface SeriesPart {
  from: string;
  to: string;
  points: PointView[];
  total: number | null;
}

/** `GET /traffic/series?measure&from&to&by[&door|zone][&against][&with_from&with_to]`. */
export interface SeriesView {
  measure: Measure;
  unit: Unit;
  currency: string;
  by: By;
  door: string | null;
  zone: string | null;
  series: SeriesPart;
  against: SeriesPart | null;
  change: number | null;
  /** Where a range goes on: what `change` compares goes to here, and the same hour of the other's day. */
  compared_until: string | null;
  gaps: GapSpan[];
}

/** `GET /traffic/heat?measure&from&to`: seven rows, Monday first, of 24 means each. */
export interface HeatView {
  measure: Measure;
  unit: Unit;
  currency: string;
  from: string;
  to: string;
  rows: (number | null)[][];
}

/** `GET /traffic/event-effect?measure&from&to`. */
export interface EventEffect {
  measure: Measure;
  unit: Unit;
  currency: string;
  event_days: number;
  other_days: number;
  with_event: number | null;
  without: number | null;
}

export interface ForecastDay {
  day: string;
  holiday: string;
  event: boolean;
  open: boolean;
  people_in: number | null;
  low: number | null;
  high: number | null;
  sales_minor: number | null;
  hours: ExpectedView[];
}

/** `relative`: to "as a week ago"; below 1 is better. */
export interface ForecastError {
  mean_absolute: number;
  relative: number;
  within_band: number | null;
  hours: number;
  from: string;
  to: string;
}

/** `GET /traffic/forecast`: the next seven days, today among them. */
export interface ForecastView {
  at: string;
  model: string;
  currency: string;
  conversion: number | null;
  average_basket_minor: number | null;
  visitors_a_member: number;
  days: ForecastDay[];
  error: ForecastError | null;
}

export interface TrafficSettings {
  legal_capacity: number | null;
  comfort_capacity: number | null;
  people_per_group: number;
  visitors_a_member: number;
}

/** `GET` and `PUT /traffic/settings` (the body of PUT is `TrafficSettings`). */
export interface TrafficSettingsView {
  settings: TrafficSettings;
  opening_hours: string;
  currency: string;
  holidays: string;
}

/** `GET /traffic/doors`; `PUT /traffic/doors` takes `device_id`, `line`, `name` and `role`. */
export interface DoorView {
  device_id: string;
  line: string;
  name: string;
  role: LineRole;
  device_name: string;
  zone: string | null;
  zone_name: string | null;
  without_staff: boolean;
}

/**
 * `GET /traffic/doubts`: counts that are kept apart or were set right; with `device`, its own.
 * `POST /traffic/corrections` takes `count_id`, `people_in`, `people_out` and `reason`; `POST
 * /traffic/verdicts` takes `count_ids`, `accepted` and `reason`. With a `zone`, `people_in` is how
 * many a camera saw in it.
 */
export interface DoubtView {
  count_id: string;
  device_id: string;
  device_name: string;
  line: string;
  at: string;
  people_in: number;
  people_out: number;
  flag: "jump" | "crowd" | "ahead" | "unplaced" | null;
  counted_in: number;
  counted_out: number;
  corrected_by: string | null;
  corrected_at: string | null;
  reason: string;
  zone: string | null;
  zone_name: string | null;
}

/** `POST /traffic/occupancy` with `people` and `reason`: so many are inside now; 0 is empty. */
export interface ResetView {
  id: string;
  at: string;
  people: number;
  by: string | null;
  reason: string;
}

/** `limit` in people, or in seconds where it is about waiting (`vip_unanswered`). */
export interface AlertRuleView {
  id: string;
  rule: AlertRule;
  zone: string | null;
  limit: number | null;
  push: boolean;
  mail: string;
  active: boolean;
}
