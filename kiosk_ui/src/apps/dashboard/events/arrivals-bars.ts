/** How the guests came: one bar for each quarter of an hour, with its numbers behind it. */

import { html, svg, type TemplateResult } from "lit";

import type { Arrivals } from "../../../lib/aftermath-views";
import { t } from "../../../lib/i18n";
import { quarters } from "../../../lib/report";
import { timeOf } from "./words";

const WIDTH = 420;
const HEIGHT = 120;
const WIDEST = 42;
const GAP = 0.28; // of a bar's room
const LABELS = 6;

export function arrivalsBars(arrivals: readonly Arrivals[], zone: string): TemplateResult {
  const bars = quarters(arrivals);
  if (!bars.length) return html`<p class="none">${t("report.nobody_came")}</p>`;
  const most = bars.reduce((one, other) => (other.people > one.people ? other : one));
  const room = Math.min(WIDEST, WIDTH / bars.length);
  const every = Math.ceil(bars.length / LABELS);
  const count = bars.reduce((sum, one) => sum + one.people, 0);
  const label = t("report.arrivals_label", { count, most: most.people, time: timeOf(most.at, zone) });
  return html`<figure class="bars">
    <svg
      viewBox="0 -20 ${WIDTH} ${HEIGHT + 44}"
      preserveAspectRatio="xMinYMid"
      role="img"
      aria-label=${label}
    >
      ${bars.map(({ at, people }, place) => {
        const height = (people / most.people) * HEIGHT;
        const middle = (place + 0.5) * room;
        return svg`<rect
            x=${place * room + (room * GAP) / 2}
            y=${HEIGHT - height}
            width=${room * (1 - GAP)}
            height=${height}
          ></rect>
          ${people ? svg`<text x=${middle} y=${HEIGHT - height - 6}>${people}</text>` : svg``}
          ${place % every ? svg`` : svg`<text class="hour" x=${middle} y=${HEIGHT + 18}>${timeOf(at, zone)}</text>`}`;
      })}
      ${svg`<line x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>`}
    </svg>
    <details>
      <summary>${t("evening.table")}</summary>
      <table>
        <tr><th>${t("evening.hour")}</th><th>${t("evening.came")}</th></tr>
        ${bars.map(
          ({ at, people }) => html`<tr><td>${timeOf(at, zone)}</td><td>${people}</td></tr>`,
        )}
      </table>
    </details>
  </figure>`;
}
