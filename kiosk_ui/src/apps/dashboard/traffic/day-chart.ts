/** The day by its hours beside last week and what is expected; or how many are inside. */

import type { Shape } from "../../../elements/chart";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { gapsOf, hours, seconds } from "../../../lib/traffic";
import type { TrafficNow } from "../../../lib/traffic-views";
import { hourThere } from "./words";

const nothingIn = (values: (number | null)[]): boolean => values.every((value) => value === null);

/** Visitors an hour. The running hour is hollow: it is not over yet. */
export function visitors(now: TrafficNow): Shape {
  const day = hours(now);
  const moment = hourThere(now.time_zone);
  const band = nothingIn(day.low)
    ? {}
    : { band: { label: t("traffic.band"), low: day.low, high: day.high } };
  return {
    at: day.at,
    lines: [
      { label: t("traffic.today"), values: day.whole, look: "bar" },
      { label: t("traffic.running"), values: day.running, look: "faint" },
      { label: t("traffic.last_week"), values: day.lastWeek, look: "step" },
      { label: t("traffic.expected"), values: day.expected, look: "dashed" },
    ],
    ...band,
    gaps: day.gaps,
    counts: true,
    moment,
    tick: moment,
    value: (value) => whole(Math.round(value)),
  };
}

/** People inside, a quarter of an hour at a time, under what is comfortable and what is allowed. */
export function inside(now: TrafficNow): Shape {
  const from = now.opens_at ? seconds(now.opens_at) - 1800 : 0;
  const quarters = now.today.filter((one) => seconds(one.start) >= from);
  const moment = hourThere(now.time_zone);
  const { comfort, legal } = now.occupancy;
  return {
    at: quarters.map((one) => seconds(one.start)),
    lines: [
      { label: t("traffic.inside"), values: quarters.map((one) => one.occupancy), look: "line" },
    ],
    limits: [
      ...(comfort ? [{ value: comfort, label: t("traffic.comfort") }] : []),
      ...(legal ? [{ value: legal, label: t("traffic.legal") }] : []),
    ],
    gaps: gapsOf(quarters),
    counts: true,
    moment,
    tick: moment,
    value: (value) => whole(Math.round(value)),
  };
}
