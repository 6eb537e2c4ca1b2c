/** A week by its hours, as shades and as figures: the darker, the more. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import { locale } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { HeatView } from "../../../lib/traffic-views";
import { figure } from "./words";

const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const DAY_REM = 3.25; // as wide as the name of a day
const DIGIT_REM = 0.5;
const TURNS_AT = 0.6; // of the most: from there on the figure is light on dark

@customElement("accueil-heat-map")
export class HeatMap extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        inline-size: 100%;
        table-layout: fixed;
        border-collapse: separate;
        border-spacing: 2px;
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
      }
      th {
        padding-inline: var(--s1);
        color: var(--quiet);
        font-weight: 400;
      }
      th[scope="row"] {
        position: sticky;
        inset-inline-start: 0;
        background: var(--surface);
        text-align: start;
        white-space: nowrap;
      }
      /* What goes on beyond the edge fades out there, and its last column comes clear of it. */
      @container (max-width: 34rem) {
        .scroll {
          padding-inline-end: var(--s5);
          mask-image: linear-gradient(to right, #000 calc(100% - var(--s6)), transparent);
        }
      }
      td {
        block-size: 2.25rem;
        border-radius: 4px;
        text-align: center;
      }
      td.none {
        color: var(--quiet);
      }
    `,
  ];

  @property({ attribute: false }) heat!: HeatView;

  override render(): TemplateResult {
    const { heat } = this;
    const busy = [...Array(24).keys()].filter((hour) =>
      heat.rows.some((row) => (row[hour] ?? null) !== null),
    );
    if (!busy.length) return html`<p>${t("traffic.nothing_known")}</p>`;
    const hours = busy.length ? range(busy[0]!, busy.at(-1)!) : [];
    const most = Math.max(...heat.rows.flat().map((value) => value ?? 0), Number.MIN_VALUE);
    const day = new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" });
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("traffic.heat")}>
      <table .style=${`min-inline-size: max(34rem, ${this.wide(hours)}rem)`}>
      <thead>
        <tr>
          <td .style=${`inline-size: ${DAY_REM}rem`}></td>
          ${hours.map((hour) => html`<th scope="col">${hour}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${heat.rows.map(
          (row, place) => html`<tr>
            <th scope="row">${day.format(MONDAY + place * DAY_MS)}</th>
            ${hours.map((hour) => this.cell(row[hour] ?? null, most))}
          </tr>`,
        )}
      </tbody>
      </table>
    </div>`;
  }

  private said(value: number | null): string {
    const { unit, currency } = this.heat;
    const whole = value !== null && (unit === "people" || unit === "count");
    return figure(whole ? Math.round(value) : value, unit, currency);
  }

  /** Every hour has the room of the longest figure of all. */
  private wide(hours: number[]): number {
    const { unit, rows } = this.heat;
    const figures = unit === "minor" ? [] : rows.flat().map((value) => this.said(value));
    const longest = Math.max(2, ...figures.map((text) => text.length));
    return DAY_REM + hours.length * (longest + 1) * DIGIT_REM;
  }

  /** From the surface to the accent, but for the shades on which neither ink can be read. */
  private cell(value: number | null, most: number): TemplateResult {
    if (value === null) return html`<td class="none">·</td>`;
    const share = value / most;
    const dark = share > TURNS_AT;
    const shade = dark ? 68 + ((share - TURNS_AT) / (1 - TURNS_AT)) * 32 : (share / TURNS_AT) * 52;
    const ground = `color-mix(in oklab, var(--accent) ${Math.round(shade)}%, var(--sunken))`;
    const ink = dark ? "var(--on-accent)" : "var(--ink)";
    const { unit, currency } = this.heat;
    return html`<td .style=${`background: ${ground}; color: ${ink}`}>
      ${unit === "minor" ? nothing : this.said(value)}
      ${unit === "minor" ? html`<span class="unseen">${figure(value, unit, currency)}</span>` : nothing}
    </td>`;
  }
}

function range(first: number, last: number): number[] {
  return [...Array(last - first + 1).keys()].map((step) => first + step);
}
