/** The next seven days by the hour: who is expected, what they come to, who is needed, and how wrong
 * such figures were last month. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Asking } from "../../../elements/asking";
import "../../../elements/chart";
import type { Shape } from "../../../elements/chart";
import { icon } from "../../../elements/icons";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { date, locale, percent, roughly, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { seconds } from "../../../lib/traffic";
import type { ForecastDay, ForecastError, ForecastView } from "../../../lib/traffic-views";
import { look } from "../look";
import { figure } from "./words";

const HOUR_S = 3600;

@customElement("accueil-week-ahead")
export class WeekAhead extends Asking {
  static override styles = [
    base,
    buttons,
    look,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s5);
      }
      accueil-chart {
        --chart-height: clamp(15rem, 34vh, 30rem);
      }
      .days {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
        gap: var(--s3) var(--s5);
      }
      .days > li {
        padding-block: var(--s3);
        border-block-start: 1px solid var(--hairline);
      }
      .days b {
        display: block;
        font: 500 2.25rem/1.05 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .days span {
        display: block;
      }
      .over::first-letter {
        text-transform: uppercase;
      }
    `,
  ];

  /** The boutique's own time zone. */
  @property() zone = "Europe/Paris";
  @state() private view: ForecastView | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(async () => {
      this.view = await api.get<ForecastView>("/traffic/forecast");
    });
  }

  override render(): TemplateResult {
    const { view } = this;
    const known = view?.days.some((day) => day.hours.length);
    return html`<p><a class="button" href="#explore">${icon("back")}${t("rooms.explore")}</a></p>
      ${this.wrong()}
      <section class="panel">
        <div class="head"><h2>${t("forecast.title")}</h2></div>
        ${view && known
          ? html`<accueil-chart
                label=${t("forecast.title")}
                .shape=${this.shape(view.days)}
              ></accueil-chart>
              <ul class="days">
                ${view.days.map((day) => this.day(day, view.currency))}
              </ul>`
          : html`<p class="none">${t(view ? "forecast.unknown" : "common.loading")}</p>`}
      </section>
      ${view ? this.reckoned(view) : nothing}`;
  }

  private day(day: ForecastDay, currency: string): TemplateResult {
    const named = new Intl.DateTimeFormat(locale(), {
      weekday: "long",
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    }).format(new Date(`${day.day}T00:00:00Z`));
    const needed = Math.max(0, ...day.hours.map((hour) => hour.staff ?? 0));
    return html`<li>
      <span class="over">${named}</span>
      ${day.people_in === null
        ? html`<span class="quiet">${t(day.open ? "forecast.day_unknown" : "forecast.closed")}</span>`
        : html`<b>${whole(Math.round(day.people_in))}</b>
            ${day.low !== null && day.high !== null
              ? html`<span class="small quiet"
                  >${t("forecast.between", {
                    low: whole(Math.round(day.low)),
                    high: whole(Math.round(day.high)),
                  })}</span
                >`
              : nothing}
            ${day.sales_minor === null
              ? nothing
              : html`<span class="small">${roughly(day.sales_minor, currency)}</span>`}
            ${needed
              ? html`<span class="small">${t("forecast.staff", { count: needed })}</span>`
              : nothing}`}
      ${day.holiday ? html`<span class="small good">${day.holiday}</span>` : nothing}
      ${day.event ? html`<span class="small good">${t("forecast.event")}</span>` : nothing}
    </li>`;
  }

  private reckoned(view: ForecastView): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("forecast.how")}</h2></div>
      <p>${t("forecast.model")}</p>
      <p>${view.error ? wrongBy(view.error) : t("forecast.no_error")}</p>
      ${view.conversion !== null && view.average_basket_minor !== null
        ? html`<p class="small quiet">
            ${t("forecast.sales", {
              conversion: percent(view.conversion, 1),
              basket: roughly(view.average_basket_minor, view.currency),
            })}
          </p>`
        : nothing}
      <p class="small quiet">
        ${t("forecast.member", { visitors: figure(view.visitors_a_member, "ratio", "") })}
      </p>
    </section>`;
  }

  /** A moment of nothing between one day's last hour and the next day, so that the night is no line. */
  private shape(all: ForecastDay[]): Shape {
    const days = all.filter(({ hours }) => hours.length);
    const hours = days.flatMap(({ hours }, place) => {
      const last = place < days.length - 1 ? hours.at(-1) : undefined;
      const told = hours.map((hour) => ({ at: seconds(hour.start), hour }));
      return last ? [...told, { at: seconds(last.start) + HOUR_S, hour: null }] : told;
    });
    const form = (style: Intl.DateTimeFormatOptions): ((atS: number) => string) => {
      const format = new Intl.DateTimeFormat(locale(), { timeZone: this.zone, ...style });
      return (atS) => format.format(atS * 1000);
    };
    return {
      at: hours.map(({ at }) => at),
      lines: [
        {
          label: t("traffic.expected"),
          values: hours.map(({ hour }) => hour?.people_in ?? null),
          look: "step",
        },
      ],
      band: {
        label: t("traffic.band"),
        low: hours.map(({ hour }) => hour?.low ?? null),
        high: hours.map(({ hour }) => hour?.high ?? null),
      },
      moment: form({ weekday: "long", hour: "2-digit", minute: "2-digit" }),
      marks: days.map(({ hours }) => seconds(hours[Math.floor(hours.length / 2)]!.start)),
      tick: form({ weekday: "short", day: "numeric" }),
      value: (value) => whole(Math.round(value)),
    };
  }
}

/** Against "as a week ago", in words: 0.84 of its error is 16 % less wrong. */
function wrongBy(error: ForecastError): string {
  const better = error.relative < 1;
  const share = percent(Math.abs(1 - error.relative));
  return [
    t("forecast.error", {
      from: date(error.from),
      to: date(error.to),
      people: figure(error.mean_absolute, "ratio", ""),
      count: error.mean_absolute,
    }),
    t(better ? "forecast.better" : "forecast.worse", { share }),
    error.within_band === null ? "" : t("forecast.within", { share: percent(error.within_band) }),
  ].join(" ");
}
