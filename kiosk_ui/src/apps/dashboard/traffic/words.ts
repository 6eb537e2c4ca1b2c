/** Figures of the traffic in the reader's words; what nobody knows is a dash, never a zero. */

import { duration, locale, money, percent, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { Unit } from "../../../lib/traffic-views";

export const UNKNOWN = "–";

export function figure(value: number | null, unit: Unit, currency: string): string {
  if (value === null) return UNKNOWN;
  switch (unit) {
    case "share":
      return percent(value);
    case "seconds":
      return duration(value);
    case "minor":
      return money(Math.round(value), currency);
    case "ratio":
      return decimal(value);
    default:
      return Number.isInteger(value) ? whole(value) : decimal(value);
  }
}

function decimal(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
}

/** "+12 %" of what it is compared with; nothing where there is nothing to compare. */
export function change(now: number, before: number | null): string {
  return before ? signed(now / before - 1) : "";
}

/** "+12 %" */
export function signed(share: number): string {
  return new Intl.NumberFormat(locale(), {
    style: "percent",
    signDisplay: "exceptZero",
    maximumFractionDigits: 0,
  }).format(share);
}

/** The hour of a moment, in the boutique's own zone. */
export function hourThere(zone: string): (atS: number) => string {
  const format = new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  return (atS) => format.format(atS * 1000);
}

/** How many colleagues their badges took out of those counted; "" for none. */
export function staffLeftOut(counted: { staff_in: number; staff_out: number }): string {
  const count = counted.staff_in + counted.staff_out;
  return count ? t("traffic.staff_left_out", { count }) : "";
}
