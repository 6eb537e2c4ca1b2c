/** What is known of a client's next purchase, and how a time is said that nobody knows to the day. */

import { t } from "./i18n";

/** `GET /clients/{id}/next-purchase`; `usually` is the median, `latest` 8 of 10. */
export interface NextPurchase {
  purchases: number;
  last_on: string | null;
  since_days: number;
  usually_days: number;
  latest_days: number;
  still_client: number;
  expected: number;
  worth_minor: number | null;
  currency: string;
}

/** In the largest unit that still says something: days to two weeks, weeks to four months, months. */
export function span(days: number): string {
  if (days < 14) return t("next.days", { count: days });
  if (days < 120) return t("next.weeks", { count: Math.round(days / 7) });
  if (days < 730) return t("next.months", { count: Math.round(days / 30.4) });
  return t("next.years", { count: Math.round(days / 365) });
}
