/** What people put down: exactly what is due, or the notes that come next. */

import { decimals } from "./amounts";
import type { Money } from "../selling-views";

/** In whole units of the currency; larger ones follow by tens. */
const NOTES = [5, 10, 20, 50, 100, 200, 500, 1000];
const OFFERED = 4;

/** In smallest units: `due` first, then what it is rounded up to in notes. */
export function notes(due: Money): number[] {
  const one = 10 ** decimals(due);
  const large = due.units >= 1000 * one ? 1000 : 1;
  const found = new Set([due.units]);
  for (const note of NOTES) {
    const step = note * one * large;
    found.add(Math.ceil(due.units / step) * step);
  }
  return [...found].sort((a, b) => a - b).slice(0, OFFERED);
}
