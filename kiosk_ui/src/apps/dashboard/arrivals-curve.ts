/** How the guests came: a stair that climbs with each of them, and the number of people who confirmed. */

import { html, svg, type TemplateResult } from "lit";

import type { DoorGuest, EveningView } from "../../lib/door";
import { arrivals } from "../../lib/evening-list";
import { time } from "../../lib/format";
import { t } from "../../lib/i18n";

const WIDTH = 640;
const HEIGHT = 200;
const STEP_MS = 5 * 60_000;
const ROOM = 1.15; // above the highest line

export function arrivalsCurve(
  guests: readonly DoorGuest[],
  evening: EveningView | undefined,
  confirmed: number,
): TemplateResult {
  const first = guests.map((one) => one.first_in ?? "").filter(Boolean).sort();
  const fromMs = Math.min(Date.parse(evening?.doors_open ?? first[0] ?? ""), Date.parse(first[0] ?? "") || Infinity);
  const toMs = Math.min(Date.parse(evening?.doors_close ?? "") || Infinity, Date.now());
  if (!first.length || !(fromMs < toMs)) return html`<p class="none">${t("evening.nobody_came")}</p>`;
  const steps = arrivals(guests, fromMs, toMs, STEP_MS);
  const top = Math.max(confirmed, steps.at(-1)!.came, 1) * ROOM;
  const x = (atMs: number): number => ((atMs - fromMs) / (toMs - fromMs)) * WIDTH;
  const y = (people: number): number => HEIGHT - (people / top) * HEIGHT;
  const stair = steps
    .map(({ atMs, came }, place) => `${place ? `H${x(atMs).toFixed(1)}V` : `M0 `}${y(came).toFixed(1)}`)
    .join("");
  return html`<figure class="curve">
    <svg viewBox="0 -14 ${WIDTH} ${HEIGHT + 16}" role="img" aria-label=${t("evening.curve_label", { count: steps.at(-1)!.came, time: time(new Date(toMs).toISOString()) })}>
      ${svg`<path class="area" d="${stair}V${HEIGHT}H0Z"></path>
        <path class="line" d=${stair}></path>
        <line class="expected" x1="0" x2=${WIDTH} y1=${y(confirmed)} y2=${y(confirmed)}></line>`}
    </svg>
    <figcaption>
      <span>${time(new Date(fromMs).toISOString())}</span>
      <span class="dotted">${t("evening.confirmed_count", { count: confirmed })}</span>
      <span>${time(new Date(toMs).toISOString())}</span>
    </figcaption>
    <details>
      <summary>${t("evening.table")}</summary>
      <table>
        <tr><th>${t("evening.hour")}</th><th>${t("evening.came")}</th></tr>
        ${steps.map(
          ({ atMs, came }) =>
            html`<tr><td>${time(new Date(atMs).toISOString())}</td><td>${came}</td></tr>`,
        )}
      </table>
    </details>
  </figure>`;
}
