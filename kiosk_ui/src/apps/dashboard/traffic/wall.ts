/** The back office's television: large, dark, touched by nobody, and true for weeks. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/chart";
import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import { locale, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { said } from "../../../lib/said";
import type { TrafficNow } from "../../../lib/traffic-views";
import type { FloorView } from "../../../lib/views";
import { stayAwake } from "../../../lib/wake";
import { visitors } from "./day-chart";
import { change, figure, UNKNOWN } from "./words";

const TURN_MS = 15_000;

@customElement("accueil-wall")
export class Wall extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset: 0;
        z-index: 10;
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        gap: 3vmin;
        padding: 4vmin 5vmin;
        background: var(--ground);
        color: var(--ink);
        color-scheme: dark;
        cursor: none;
        overflow: hidden;
        font-size: clamp(1rem, 1.7vmin, 2.6rem);
      }
      header,
      footer {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 4vmin;
      }
      header p {
        font: 500 3.2em / 1 var(--serif);
      }
      .clock {
        font-variant-numeric: lining-nums;
      }
      .middle {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 6vmin;
        min-block-size: 0;
      }
      @media (max-aspect-ratio: 1) {
        .middle {
          grid-template-columns: 1fr;
          grid-template-rows: auto minmax(0, 1fr);
        }
      }
      .count {
        font: 500 clamp(8rem, 34vmin, 60rem) / 0.85 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .count.full {
        color: var(--attention);
      }
      .over {
        font-size: 1em;
      }
      .curve {
        display: grid;
        grid-template-rows: minmax(0, 1fr);
        min-block-size: 0;
      }
      accueil-chart {
        --chart-height: min(66vh, 60vmax);
        --chart-text: clamp(0.75rem, 1.8vmin, 2.4rem);
      }
      @media (max-aspect-ratio: 1) {
        accueil-chart {
          --chart-height: 40vh;
        }
      }
      @media (max-width: 40rem) {
        .count {
          font-size: 6rem;
        }
        accueil-chart {
          --chart-height: 20vh;
        }
      }
      dl {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 2vmin 5vmin;
      }
      dd {
        font: 500 3.6em / 1.05 var(--serif);
        font-variant-numeric: lining-nums;
      }
      dd small {
        font: 400 0.38em var(--sans);
        color: var(--quiet);
      }
      .wait dd {
        color: var(--attention);
      }
      .old {
        color: var(--attention);
        font-size: 1.4em;
      }
    `,
  ];

  @property({ attribute: false }) traffic: TrafficNow | null = null;
  @property({ attribute: false }) floor: FloorView | null = null;
  @property({ type: Boolean }) stale = false;
  @state() private turned = 0;
  private clock: ReturnType<typeof setInterval> | undefined;
  private sleepsAgain: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => (this.turned += 1), TURN_MS);
    this.sleepsAgain = stayAwake();
  }

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    this.sleepsAgain();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const now = this.traffic;
    const zone = now?.time_zone;
    const clock = new Intl.DateTimeFormat(locale(), {
      hour: "2-digit",
      minute: "2-digit",
      ...(zone ? { timeZone: zone } : {}),
    }).format();
    return html`<header>
        <p>${this.dataset["boutiqueName"]}</p>
        ${this.stale ? html`<span class="old" role="status">${t("traffic.wall_stale")}</span>` : nothing}
        <p class="clock">${clock}</p>
      </header>
      <div class="middle">${now ? this.middle(now) : nothing}</div>
      <footer>${now ? this.figures(now) : html`<p>${t("common.loading")}</p>`}</footer>`;
  }

  private middle(now: TrafficNow): TemplateResult {
    const { people, comfort, legal } = now.occupancy;
    const most = comfort ?? legal;
    const full = people !== null && most !== null && people > most;
    return html`<div>
        <p class="over">${t("traffic.inside")}</p>
        <p class="count ${full ? "full" : ""}">${people === null ? UNKNOWN : whole(people)}</p>
        ${most ? html`<p class="quiet">${t("traffic.of_most", { count: whole(most) })}</p>` : nothing}
      </div>
      <div class="curve">
        <accueil-chart
          bare
          label=${t("traffic.visitors_chart")}
          .shape=${visitors(now)}
        ></accueil-chart>
      </div>`;
  }

  private figures(now: TrafficNow): TemplateResult {
    const { totals } = now;
    const waiting = (this.floor?.signals ?? []).filter((one) => !one.claimed_by).length;
    const against = change(totals.people_in, totals.people_in_last_week);
    return html`<dl>
      <div>
        <dt class="over">${t("traffic.visitors")}</dt>
        <dd>${whole(totals.people_in)} <small>${against}</small></dd>
      </div>
      <div>
        <dt class="over">${t("traffic.conversion")}</dt>
        <dd>${figure(totals.conversion, "share", totals.currency)}</dd>
      </div>
      <div>
        <dt class="over">${t("traffic.known_clients")}</dt>
        <dd>${whole(totals.arrivals)} <small>${figure(totals.greeted_share, "share", "")}</small></dd>
      </div>
      <div class=${waiting ? "wait" : ""}>
        <dt class="over">${t("floor.waiting")}</dt>
        <dd>${whole(waiting)}</dd>
      </div>
      ${now.events.slice(0, 1).map(
        (event) => html`<div>
          <dt class="over">${said(event.titles)}</dt>
          <dd>${whole(event.inside)}<small> / ${whole(event.confirmed)}</small></dd>
        </div>`,
      )}
    </dl>`;
  }
}
