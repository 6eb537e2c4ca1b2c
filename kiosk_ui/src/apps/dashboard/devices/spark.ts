/** A day of one figure as a thin line. Where nothing was heard the line is broken. */

import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { base } from "../../../elements/styles";

const WIDTH = 240;
const HEIGHT = 40;
const DAY_MS = 86_400_000;
const GAP_MS = 12 * 60_000;

export interface Point {
  at: number;
  value: number;
}

/** SVG path of the day that ends at `now`; a pause of more than twelve minutes breaks the line. */
export function line(points: readonly Point[], now: number): string {
  const values = points.map((point) => point.value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  let before = -Infinity;
  return points
    .map(({ at, value }) => {
      const x = WIDTH * (1 - (now - at) / DAY_MS);
      const y = HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4);
      const step = at - before > GAP_MS ? "M" : "L";
      before = at;
      return `${step}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

@customElement("accueil-spark")
export class Spark extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        inline-size: 100%;
        block-size: 2.5rem;
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  @property({ attribute: false }) points: Point[] = [];
  @property() label = "";

  override render(): TemplateResult | typeof nothing {
    if (this.points.length < 2) return nothing;
    return html`<svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${this.label}
    >
      ${svg`<path d=${line(this.points, Date.now())} vector-effect="non-scaling-stroke"></path>`}
    </svg>`;
  }
}
