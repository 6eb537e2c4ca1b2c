/** What the manager asks of the past: kept in the page's address, so that a link brings it back. */

import type { Against, By, Measure } from "../../../lib/traffic-views";

export interface Asked {
  measure: Measure;
  from: string;
  to: string;
  by: By;
  against: Against | "";
  with_from: string;
  with_to: string;
  door: string;
  zone: string;
}

export const BYS: By[] = ["quarter", "hour", "day", "week", "month", "weekday", "hour_of_day"];
export const AGAINSTS: (Against | "")[] = ["", "last_week", "last_year", "range"];
const DAY_MS = 86_400_000;
const SHOWN_FIRST_DAYS = 27;

/** The last four weeks by the day, beside the same weeks last year. */
export function askedAtFirst(today: string): Asked {
  return {
    measure: "people_in",
    from: daysFrom(today, -SHOWN_FIRST_DAYS),
    to: today,
    by: "day",
    against: "last_year",
    with_from: "",
    with_to: "",
    door: "",
    zone: "",
  };
}

export function askedIn(address: string, today: string): Asked {
  const asked = askedAtFirst(today);
  for (const [name, value] of new URLSearchParams(address)) {
    if (name in asked) Object.assign(asked, { [name]: value });
  }
  if (address && !address.includes("against=")) asked.against = "";
  return asked;
}

/** Whether this field is the end of a range that begins after it. */
export function backwards(asked: Asked, field: keyof Asked): boolean {
  if (field === "to") return asked.to < asked.from;
  return field === "with_to" && asked.with_to < asked.with_from;
}

/** As the server takes it, and as the address keeps it: without what is not asked. */
export function address(asked: Asked): string {
  const wanted = Object.entries(asked).filter(([, value]) => value !== "");
  return new URLSearchParams(wanted).toString();
}

/** The same for what knows only a measure and its dates. */
export function datesOf(asked: Asked): string {
  const { measure, from, to } = asked;
  return new URLSearchParams({ measure, from, to }).toString();
}

function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
