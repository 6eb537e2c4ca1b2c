/** What a report says beyond the figures that it is given. */

import type { Arrivals, CostsView, ReportView } from "./aftermath-views";

const QUARTER_MS = 15 * 60_000;

export interface Bar {
  at: string;
  people: number;
}

/** Every quarter from the first arrival to the last: one in which nobody came is a gap to be seen. */
export function quarters(arrivals: readonly Arrivals[]): Bar[] {
  const people = new Map(arrivals.map(([at, count]) => [Date.parse(at), count]));
  const moments = [...people.keys()];
  if (!moments.length) return [];
  const first = Math.min(...moments);
  const bars = (Math.max(...moments) - first) / QUARTER_MS + 1;
  return Array.from({ length: bars }, (_, place) => {
    const atMs = first + place * QUARTER_MS;
    return { at: new Date(atMs).toISOString(), people: people.get(atMs) ?? 0 };
  });
}

/** What is left of the budget; below nothing where more was spent. */
export function leftOf(costs: CostsView): number | null {
  return costs.budget_minor === null ? null : costs.budget_minor - costs.expected_minor;
}

/** Whether guests can be thanked before the morning does it by itself. */
export function mayThank(report: ReportView): boolean {
  return !report.followed_up && isOver(report);
}

export function isOver(report: ReportView): boolean {
  return report.stage === "over" || report.stage === "archived";
}
