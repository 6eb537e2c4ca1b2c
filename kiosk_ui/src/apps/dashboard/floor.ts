/** The floor now: who is here, who waits, who looks after whom, and what is alive. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import "../../elements/ago";
import { Spoken } from "../../elements/spoken";
import { base } from "../../elements/styles";
import { duration, percent, time } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { TrafficNow } from "../../lib/traffic-views";
import type { FloorView, SignalView, VisitView } from "../../lib/views";
import { said } from "./events/words";
import { look } from "./look";
import { condition } from "./devices/kinds";
import "./traffic/heat-plan";
import { doors, tonight, warnings } from "./traffic/sides";
import "./traffic/today";

const BATTERY_LOW_PCT = 20;

@customElement("accueil-floor")
export class Floor extends Spoken {
  static override styles = [
    base,
    look,
    css`
      accueil-traffic-today {
        margin-block-end: var(--s5);
      }
      .figures-row {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
        margin-block-end: var(--s5);
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--hairline);
        overflow: hidden;
      }
      .figures-row div {
        flex: 1 1 max(8.5rem, 18%);
        padding: var(--s4) var(--s5);
        background: var(--surface);
      }
      .figures-row dd {
        margin-block-start: var(--s1);
        font: 500 clamp(2.25rem, 1.6rem + 2vw, 3.5rem) / 1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .figures-row dd small {
        font-size: 0.45em;
        color: var(--quiet);
      }
      .figures-row .waiting dd {
        color: var(--attention);
      }
      .columns {
        display: grid;
        gap: var(--s5);
        align-items: start;
      }
      .side {
        display: grid;
        gap: var(--s5);
        align-items: start;
      }
      @media (min-width: 48rem) {
        .side {
          grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
        }
      }
      @media (min-width: 72rem) {
        .columns {
          grid-template: auto 1fr / minmax(0, 1.7fr) minmax(20rem, 1fr);
        }
        .side {
          grid-template-columns: 1fr;
        }
        .side:first-child {
          grid-row: span 2;
        }
      }
      @media (min-width: 160rem) {
        .columns {
          grid-template: auto / minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1fr);
        }
        .side:first-child {
          grid-row: auto;
        }
      }
      .zone {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: var(--s3);
        padding-block: var(--s4) var(--s1);
        border-block-end: 1px solid var(--edge);
      }
      .zone h3 {
        font-size: 1.125rem;
        font-family: var(--sans);
        font-weight: 600;
      }
      .rows > li.late {
        margin-inline: calc(clamp(var(--s4), 3vw, var(--s5)) * -1);
        padding-inline: clamp(var(--s4), 3vw, var(--s5));
        background: var(--attention-wash);
        border-inline-start: 3px solid var(--attention);
      }
      .told {
        font-weight: 400;
        color: var(--quiet);
      }
      .main .small {
        display: block;
      }
      .rows.people > li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
      }
      .panel {
        container-type: inline-size;
      }
      .rows.people .main {
        min-inline-size: 0;
      }
      @container (max-width: 30rem) {
        .rows.people > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .rows.people .state {
          grid-row: 2;
          grid-column: 1 / -1;
        }
      }
      .when {
        min-inline-size: 4.5rem;
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      .tier {
        color: var(--accent);
        font-size: 0.6875rem;
      }
      .load {
        display: inline-flex;
        gap: 0.25rem;
      }
      .load i {
        inline-size: 0.55rem;
        block-size: 0.55rem;
        border-radius: 50%;
        background: var(--accent);
      }
      .dot {
        flex: none;
        inline-size: 0.625rem;
        block-size: 0.625rem;
        border: 1.5px solid var(--attention);
        border-radius: 50%;
      }
      .dot.alive {
        border-color: var(--accent);
        background: var(--accent);
      }
      .bar {
        inline-size: 100%;
        block-size: 3px;
        border: 0;
        border-radius: 3px;
        background: var(--sunken);
        appearance: none;
        overflow: hidden;
      }
      .bar::-webkit-meter-bar {
        border: 0;
        block-size: 3px;
        background: var(--sunken);
      }
      .bar::-webkit-meter-optimum-value {
        background: var(--accent);
      }
      .bar::-webkit-meter-suboptimum-value {
        background: var(--attention);
      }
      .bar::-moz-meter-bar {
        background: var(--accent);
      }
      a.name {
        color: inherit;
        text-decoration: none;
      }
      a.whose {
        display: block;
      }
      a.name:hover b {
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) floor!: FloorView;
  @property({ attribute: false }) traffic: TrafficNow | null = null;

  override render(): TemplateResult {
    const { traffic } = this;
    return html`${traffic
        ? html`<accueil-traffic-today .traffic=${traffic}></accueil-traffic-today>`
        : nothing}
      ${this.figures()}
      <div class="columns">
        <div class="side">
          ${this.signals()}${this.visits()}
          ${traffic?.zones.some((one) => one.people !== null || one.dwell_median_s !== null)
            ? html`<accueil-heat-plan
                .zones=${traffic.zones}
                .devices=${this.floor.devices}
              ></accueil-heat-plan>`
            : nothing}
        </div>
        <div class="side">
          ${traffic ? html`${warnings(traffic)}${tonight(traffic)}` : nothing}${this.team()}
          ${traffic ? doors(traffic) : nothing}
        </div>
        <div class="side">${this.zones()}${this.devices()}</div>
      </div>`;
  }

  private figures(): TemplateResult {
    const { floor } = this;
    const here = floor.visits.filter((visit) => visit.whereabouts === "here").length;
    const waiting = floor.signals.filter(waits).length;
    const share = floor.arrivals_today
      ? percent(floor.greeted_today / floor.arrivals_today)
      : "–";
    const median = floor.claim_median_s === null ? "–" : duration(floor.claim_median_s);
    return html`<dl class="figures-row">
      <div><dt class="over">${t("floor.here")}</dt><dd>${here}</dd></div>
      <div class=${waiting ? "waiting" : ""}>
        <dt class="over">${t("floor.waiting")}</dt>
        <dd>${waiting}</dd>
      </div>
      <div><dt class="over">${t("floor.arrivals_today")}</dt><dd>${floor.arrivals_today}</dd></div>
      <div>
        <dt class="over">${t("floor.greeted")}</dt>
        <dd>${share} <small>${floor.greeted_today}/${floor.arrivals_today}</small></dd>
      </div>
      <div><dt class="over">${t("floor.claim_median")}</dt><dd>${median}</dd></div>
    </dl>`;
  }

  private signals(): TemplateResult {
    const open = this.floor.signals
      .filter((signal) => signal.card && signal.state !== "done")
      .sort((a, b) => Number(waits(b)) - Number(waits(a)) || a.raised_at.localeCompare(b.raised_at));
    return html`<section class="panel">
      <div class="head"><h2>${t("floor.signals")}</h2></div>
      ${open.length
        ? html`<ul class="rows people">
            ${open.map((signal) => this.signal(signal))}
          </ul>`
        : html`<p class="none">${t("floor.no_signals")}</p>`}
    </section>`;
  }

  private signal(signal: SignalView): TemplateResult {
    const late = signal.state === "unanswered";
    return html`<li class=${late ? "late" : ""}>
      <div class="main">
        <b>${signal.card?.display_name}</b>
        <span class="small quiet">${signal.zone_name ?? t("card.in_shop")}</span>
        ${signal.privatised
          ? html`<span class="small alert">${t("floor.privatised")}</span>`
          : nothing}
      </div>
      <span class="state small ${late ? "alert" : signal.claimed_by ? "" : "good"}"
        >${signal.claimed_by
          ? `${t(`state.${state(signal)}`)} · ${signal.claimed_by}`
          : t(late ? "state.unanswered" : "state.open")}
        ${!signal.claimed_by && signal.told.length
          ? html`<br /><span class="told">${t("floor.told", { names: signal.told.join(", ") })}</span>`
          : nothing}</span
      >
      <accueil-ago class="when" as="age" at=${signal.raised_at}></accueil-ago>
    </li>`;
  }

  private visits(): TemplateResult {
    const places = new Map<string, VisitView[]>();
    for (const visit of this.floor.visits) {
      if (visit.whereabouts === "ended") continue;
      const place =
        visit.whereabouts === "away"
          ? t("floor.away")
          : (visit.zone_name ?? t("floor.no_zone"));
      places.set(place, [...(places.get(place) ?? []), visit]);
    }
    return html`<section class="panel">
      <div class="head"><h2>${t("floor.in_shop")}</h2></div>
      ${places.size
        ? [...places].map(
            ([place, visits]) => html`<div class="zone">
                <h3>${place}</h3>
                <span class="quiet figures">${visits.length}</span>
              </div>
              <ul class="rows people">
                ${visits.map((visit) => this.visit(visit))}
              </ul>`,
          )
        : html`<p class="none">${t("floor.nobody")}</p>`}
    </section>`;
  }

  private visit(visit: VisitView): TemplateResult {
    return html`<li>
      <a class="name main" href="#clients/${visit.client_id}">
        ${visit.tier === "client"
          ? nothing
          : html`<span class="over tier">${t(`tier.${visit.tier}`)}</span>`}
        <b>${visit.display_name}</b>
        ${visit.whereabouts === "not_known"
          ? html`<span class="small alert">${t("card.not_known")}</span>`
          : nothing}
        ${visit.privatised
          ? html`<span class="small alert">${t("floor.privatised")}</span>`
          : nothing}
      </a>
      <span class="state small ${visit.with_associate ? "" : "quiet"}"
        >${visit.with_associate
          ? t("list.with", { name: visit.with_associate })
          : t("floor.alone")}</span
      >
      <accueil-ago class="when" as="age" at=${visit.arrived_at}></accueil-ago>
    </li>`;
  }

  private team(): TemplateResult {
    const on = this.floor.associates.filter((one) => one.on_shift);
    return html`<section class="panel">
      <div class="head">
        <h2>${t("floor.team")}</h2>
        <span class="quiet figures">${on.length}</span>
      </div>
      ${on.length
        ? html`<ul class="rows">
            ${on.map(
              (one) => html`<li>
                <div class="main">
                  <b>${one.display_name}</b>
                  <span class="small quiet">${t(`role.${one.role}`)}</span>
                </div>
                <span class="load" aria-hidden="true"
                  >${Array.from({ length: Math.min(one.engaged, 5) }, () => html`<i></i>`)}</span
                >
                <span class="small ${one.engaged ? "" : "quiet"}"
                  >${t("hand_over.load", { count: one.engaged })}</span
                >
              </li>`,
            )}
          </ul>`
        : html`<p class="none">${t("floor.no_team")}</p>`}
    </section>`;
  }

  private zones(): TemplateResult {
    const count = (zone: string): number =>
      this.floor.visits.filter((visit) => visit.zone === zone && visit.whereabouts === "here").length;
    return html`<section class="panel">
      <div class="head"><h2>${t("floor.zones")}</h2></div>
      <ul class="rows">
        ${this.floor.zones.map((zone) => {
          const people = count(zone.id);
          return html`<li>
            <div class="main">
              ${zone.name}
              ${zone.privatised
                ? html`<a class="small whose" href="#events/${zone.privatised.event_id}"
                    >${t("floor.privatised_until", {
                      event: said(zone.privatised.titles),
                      time: time(zone.privatised.until),
                    })}</a
                  >`
                : nothing}
              ${zone.capacity
                ? html`<meter
                    class="bar"
                    max=${zone.capacity}
                    high=${zone.capacity * 0.85}
                    value=${people}
                    aria-label=${zone.name}
                  ></meter>`
                : nothing}
            </div>
            <span class="figures"
              >${people}${zone.capacity
                ? html` <span class="quiet">/ ${zone.capacity}</span>`
                : nothing}</span
            >
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private devices(): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("floor.devices")}</h2></div>
      ${this.floor.devices.length
        ? html`<ul class="rows">
            ${this.floor.devices.map((device) => {
              const { word, tone } = condition(device);
              const low = device.battery_pct !== null && device.battery_pct < BATTERY_LOW_PCT;
              return html`<li>
                <span class="dot ${tone === "good" ? "alive" : ""}" aria-hidden="true"></span>
                <div class="main">
                  ${device.name || device.id}
                  <span class="small quiet">${device.zone_name ?? t("floor.no_zone")}</span>
                </div>
                <span class="small ${tone === "alert" ? "alert" : "quiet"}"
                  >${word}
                  ${device.last_heard_at
                    ? html`· <accueil-ago as="age" at=${device.last_heard_at}></accueil-ago>`
                    : nothing}
                  ${device.battery_pct === null
                    ? nothing
                    : html`<span class=${low ? "alert" : ""}
                        >· ${t("device.battery", {
                          percent: percent(device.battery_pct / 100),
                        })}</span
                      >`}</span
                >
              </li>`;
            })}
          </ul>`
        : html`<p class="none">${t("floor.no_devices")}</p>`}
    </section>`;
  }
}

function waits(signal: SignalView): boolean {
  return signal.state === "open" || signal.state === "unanswered";
}

function state(signal: SignalView): "claimed" | "welcomed" | "with_client" {
  return signal.state === "welcomed" || signal.state === "with_client" ? signal.state : "claimed";
}
