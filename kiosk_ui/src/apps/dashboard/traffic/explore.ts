/** Any measure over any dates, beside others: a picture, its table, the week by its hours. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/chart";
import type { Shape } from "../../../elements/chart";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { date, locale } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { seconds } from "../../../lib/traffic";
import type {
  EventEffect,
  HeatView,
  MeasureView,
  PointView,
  SeriesPart,
  SeriesView,
} from "../../../lib/traffic-views";
import { trouble } from "../../../lib/trouble";
import type { ZoneView } from "../../../lib/views";
import { askedLook } from "../asked-look";
import { look } from "../look";
import { address, AGAINSTS, askedIn, backwards, BYS, datesOf, type Asked } from "./asked";
import "./heat-map";
import { figure, hourThere, signed } from "./words";

const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

@customElement("accueil-explore")
export class Explore extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    askedLook,
    css`
      .sums {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s6);
        margin-block: var(--s4) var(--s3);
      }
      .sums dd {
        font: 500 clamp(2rem, 1.6rem + 1.4vw, 3rem) / 1.05 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .sums dd.beside {
        font: 400 var(--text-s) / 1.4 var(--sans);
      }
      accueil-chart {
        --chart-height: clamp(16rem, 38vh, 34rem);
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      @media (max-width: 40rem) {
        form {
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: var(--s3);
        }
        form .whole {
          grid-column: 1 / -1;
        }
        .tools {
          display: grid;
          grid-template-columns: repeat(6, minmax(0, 1fr));
          inline-size: 100%;
        }
        .tools > * {
          grid-column: span 2;
          padding-inline: var(--s2);
        }
        .tools > .page {
          grid-column: span 3;
        }
      }
      .no {
        color: var(--refusal);
      }
      .old {
        opacity: 0.55;
      }
      @media print {
        form,
        .tools {
          display: none;
        }
        .panel {
          break-inside: avoid;
          border: 0;
          padding: 0;
        }
        accueil-chart {
          --chart-height: 9cm;
        }
      }
    `,
  ];

  /** The page's address after `#explore/`. */
  @property() chosen = "";
  @property({ attribute: false }) zones: ZoneView[] = [];
  @property() today = new Date().toISOString().slice(0, 10);
  @property() zone = "Europe/Paris";
  @state() private measures: MeasureView[] = [];
  @state() private series: SeriesView | null = null;
  @state() private heat: HeatView | null = null;
  @state() private effect: EventEffect | null = null;
  @state() private said = "";
  @state() private busy = true;
  private asked!: Asked;
  private turn = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("chosen") && this.asked) return;
    this.asked = askedIn(this.chosen, this.today);
    void this.read();
  }

  override render(): TemplateResult {
    return html`<section class="panel">${this.form()}</section>
      ${wrong(this.said)}
      ${this.series ? this.picture(this.series) : nothing}
      ${this.heat && this.series && known(this.series.series)
        ? html`<section class="panel">
            <div class="head"><h2>${t("traffic.heat")}</h2></div>
            <accueil-heat-map .heat=${this.heat}></accueil-heat-map>
          </section>`
        : nothing}
      ${this.effect?.event_days ? this.eventDays(this.effect) : nothing}`;
  }

  private form(): TemplateResult {
    const { asked } = this;
    const measure = this.measures.find((one) => one.measure === asked.measure);
    const byZone = measure?.per.includes("zone") ?? false;
    const day = (name: "from" | "to" | "with_from" | "with_to", label: string): TemplateResult =>
      html`<label class="field"
        >${label}<input
          type="date"
          required
          max="2200-12-31"
          .value=${asked[name]}
          aria-invalid=${backwards(asked, name) ? "true" : "false"}
          @change=${(event: Event) => this.ask({ [name]: (event.target as HTMLInputElement).value })}
        />${backwards(asked, name)
          ? html`<span class="no" role="alert">${t("traffic.to_before_from")}</span>`
          : nothing}</label
      >`;
    const choice = <T extends string>(
      name: keyof Asked,
      label: string,
      of: readonly T[],
      words: (one: T) => string,
      whole = false,
    ): TemplateResult => html`<label class="field ${whole ? "whole" : ""}"
      >${label}<select
        .value=${asked[name]}
        @change=${(event: Event) => this.ask({ [name]: (event.target as HTMLSelectElement).value })}
      >
        ${of.map(
          (one) =>
            html`<option value=${one} ?selected=${one === asked[name]}>${words(one)}</option>`,
        )}
      </select></label
    >`;
    const measures = this.measures.length
      ? this.measures.map((one) => one.measure)
      : [asked.measure];
    const places = new Map(this.zones.map((one) => [one.id, one.name]));
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${choice("measure", t("traffic.measure"), measures, (one) => t(`traffic.measure.${one}`), true)}
      ${day("from", t("traffic.from"))} ${day("to", t("traffic.to"))}
      ${choice("by", t("traffic.by"), BYS, (one) => t(`traffic.by.${one}`))}
      ${byZone
        ? choice("zone", t("traffic.where"), ["", ...places.keys()], (one) =>
            one ? (places.get(one) ?? one) : t("traffic.everywhere"),
          )
        : nothing}
      ${choice(
        "against",
        t("traffic.against"),
        AGAINSTS,
        (one) => t(`traffic.against.${one || "none"}`),
        byZone,
      )}
      ${asked.against === "range"
        ? html`${day("with_from", t("traffic.with_from"))} ${day("with_to", t("traffic.to"))}`
        : nothing}
    </form>`;
  }

  private picture(series: SeriesView): TemplateResult {
    const { unit, currency } = series;
    const label = t(`traffic.measure.${series.measure}`);
    const { total } = series.series;
    const until = series.compared_until;
    const query = address(this.asked);
    return html`<section class="panel ${this.busy ? "old" : ""}" aria-busy=${this.busy ? "true" : "false"}>
      <div class="head">
        <h2>${label}</h2>
        <div class="tools">
          <a class="button page" href="#forecast">${t("forecast.title")}</a>
          <a class="button page" href="#counting">${t("counting.title")}</a>
          <a class="button" download href="/api/v1/traffic/export?form=csv&${query}"
            >${t("traffic.csv")}</a
          >
          <a class="button" download href="/api/v1/traffic/export?form=xlsx&${query}"
            >${t("traffic.xlsx")}</a
          >
          <button type="button" @click=${() => window.print()}>${t("traffic.print")}</button>
        </div>
      </div>
      <p class="small quiet">
        ${date(series.series.from)} – ${date(series.series.to)}
        ${series.against
          ? html` · ${t("traffic.against")} ${date(series.against.from)} –
            ${date(series.against.to)}`
          : nothing}
      </p>
      <dl class="sums">
        <div>
          <dt class="over">${t("traffic.total")}</dt>
          <dd>${figure(total, unit, currency)}</dd>
        </div>
        ${series.change !== null
          ? html`<div>
              <dt class="over">${t("traffic.change")}</dt>
              <dd>${signed(series.change)}</dd>
              ${until
                ? html`<dd class="small quiet beside">
                    ${t("traffic.compared_until", { time: hourThere(this.zone)(seconds(until)) })}
                  </dd>`
                : nothing}
            </div>`
          : nothing}
      </dl>
      ${series.measure === "occupancy_peak"
        ? html`<p class="small quiet">${t("traffic.about.occupancy_peak")}</p>`
        : nothing}
      ${known(series.series)
        ? html`<accueil-chart label=${label} .shape=${this.shape(series)}></accueil-chart>`
        : html`<p class="none">${t("traffic.nothing_known")}</p>`}
    </section>`;
  }

  private shape(series: SeriesView): Shape {
    const { points } = series.series;
    const { unit, currency } = series;
    const named = this.naming(series);
    const places = new Map(points.map((point, place) => [moment(point, place), named(point)]));
    const say = (atS: number): string => places.get(atS) ?? "";
    return {
      at: [...places.keys()],
      lines: [
        {
          label: t(`traffic.measure.${series.measure}`),
          values: points.map((one) => one.value),
          look: points.length > 120 ? "line" : "bar",
        },
        ...(series.against
          ? [
              {
                label: t(`traffic.against.${this.asked.against || "none"}`),
                values: points.map((_, place) => series.against!.points[place]?.value ?? null),
                look: "step" as const,
              },
            ]
          : []),
      ],
      gaps: points
        .map((one, place) => [one, moment(one, place)] as const)
        .filter(([one]) => one.why === "gap")
        .map(([one, at]) => [at, at + (one.label ? 1 : seconds(one.until) - seconds(one.at))]),
      counts: unit === "people" || unit === "count",
      moment: say,
      tick: say,
      value: (value) => figure(unit === "people" ? Math.round(value) : value, unit, currency),
    };
  }

  private naming(series: SeriesView): (point: PointView) => string {
    const zone = { timeZone: this.zone };
    const short = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", ...zone });
    const month = new Intl.DateTimeFormat(locale(), { month: "short", year: "numeric", ...zone });
    const hour = new Intl.DateTimeFormat(locale(), {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      ...zone,
    });
    const weekday = new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" });
    switch (series.by) {
      case "weekday":
        return (point) => weekday.format(MONDAY + (Number(point.label) - 1) * DAY_MS);
      case "hour_of_day":
        return (point) => `${point.label} h`;
      case "month":
        return (point) => month.format(new Date(point.at));
      case "hour":
      case "quarter":
        return (point) => hour.format(new Date(point.at));
      default:
        return (point) => short.format(new Date(point.at));
    }
  }

  private eventDays(effect: EventEffect): TemplateResult {
    const { unit, currency } = effect;
    const one = (label: string, value: number | null, days: number): TemplateResult => html`<div>
      <dt class="over">${label}</dt>
      <dd>${figure(value === null || unit !== "people" ? value : Math.round(value), unit, currency)}</dd>
      <dd class="small quiet beside">${t("traffic.event_days", { count: days })}</dd>
    </div>`;
    return html`<section class="panel">
      <div class="head">
        <h2>${t("traffic.event_effect", { measure: t(`traffic.measure.${effect.measure}`) })}</h2>
      </div>
      <dl class="sums">
        ${one(t("traffic.with_event"), effect.with_event, effect.event_days)}
        ${one(t("traffic.without_event"), effect.without, effect.other_days)}
      </dl>
    </section>`;
  }

  private ask(changed: Partial<Asked>): void {
    const asked = { ...this.asked, ...changed };
    if (changed.measure) Object.assign(asked, { door: "", zone: "" });
    if (asked.against === "range" && !(asked.with_from && asked.with_to)) {
      Object.assign(asked, { with_from: asked.from, with_to: asked.to });
    }
    if (asked.against !== "range") Object.assign(asked, { with_from: "", with_to: "" });
    location.hash = `explore/${encodeURIComponent(address(asked))}`;
  }

  private async read(): Promise<void> {
    const turn = ++this.turn;
    if (backwards(this.asked, "to") || backwards(this.asked, "with_to")) {
      Object.assign(this, { series: null, heat: null, effect: null, said: "", busy: false });
      return;
    }
    this.busy = true;
    try {
      const [measures, series, heat, effect] = await Promise.all([
        this.measures.length ? this.measures : api.get<MeasureView[]>("/traffic/measures"),
        api.get<SeriesView>(`/traffic/series?${address(this.asked)}`),
        api.get<HeatView>(`/traffic/heat?${datesOf(this.asked)}`).catch(() => null),
        api.get<EventEffect>(`/traffic/event-effect?${datesOf(this.asked)}`).catch(() => null),
      ]);
      if (turn !== this.turn) return;
      if (!this.chosen && this.asked.against === "last_year" && !known(series.against)) {
        this.asked = { ...this.asked, against: "last_week" };
        return this.read();
      }
      Object.assign(this, { measures, series, heat, effect, said: "" });
    } catch (error) {
      if (turn === this.turn) this.said = trouble(error);
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }
}

/** Whether anything was counted in these dates: what nobody knows is no zero. */
function known(range: SeriesPart | null): boolean {
  return range?.points.some((one) => one.value !== null) ?? false;
}

/** Points of a weekday or an hour of the day have no date of their own: their place is their time. */
function moment(point: PointView, place: number): number {
  return point.label ? place : seconds(point.at);
}
