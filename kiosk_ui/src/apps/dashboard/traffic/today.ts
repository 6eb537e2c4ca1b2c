/** Traffic at the head of the floor: who is inside, the day's curve, and the day's figures. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/chart";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { percent, whole } from "../../../lib/format";
import { t, type Key } from "../../../lib/i18n";
import type { TrafficNow } from "../../../lib/traffic-views";
import { look } from "../look";
import { inside, visitors } from "./day-chart";
import { change, figure, hourThere, staffLeftOut, UNKNOWN } from "./words";

@customElement("accueil-traffic-today")
export class TrafficToday extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr); /* a chart that was drawn wide may become narrow */
        gap: var(--s5);
      }
      .top {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s5);
      }
      @media (min-width: 64rem) {
        .top {
          grid-template-columns: minmax(17rem, 1fr) minmax(0, 3fr);
        }
      }
      .inside {
        display: flex;
        flex-direction: column;
        container-type: inline-size;
      }
      /* The figure, its gauge and its peak are one thing, in the middle of what room there is. */
      .now {
        display: grid;
        gap: var(--s4);
        margin-block: auto;
        padding-block-end: var(--s2);
      }
      .count {
        font: 500 clamp(4rem, 34cqi, 9rem) / 0.9 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .count.over-comfort {
        color: var(--attention);
      }
      .count.over-legal {
        color: var(--refusal);
      }
      .gauge {
        position: relative;
        block-size: 0.5rem;
        border-radius: 1rem;
        background: var(--sunken);
      }
      .gauge i {
        position: absolute;
        inset-block: 0;
        inset-inline-start: 0;
        border-radius: inherit;
        background: var(--accent);
        transition: inline-size var(--calm) var(--ease);
      }
      .gauge i.over-comfort {
        background: var(--attention);
      }
      .gauge i.over-legal {
        background: var(--refusal);
      }
      .gauge b {
        position: absolute;
        inset-block: -0.25rem;
        inline-size: 2px;
        background: var(--ink);
      }
      .capacity {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        margin-block-start: var(--s2);
      }
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--hairline);
        overflow: hidden;
      }
      .figures div {
        flex: 1 1 max(8.5rem, 15%);
        padding: var(--s3) var(--s4) var(--s4);
        background: var(--surface);
      }
      .figures dd {
        margin-block-start: var(--s1);
        font: 500 clamp(1.75rem, 1.4rem + 1vw, 2.5rem) / 1.05 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .figures small {
        display: block;
        margin-block-start: var(--s1);
        color: var(--quiet);
        font: 400 var(--text-s) / 1.3 var(--sans);
      }
      .choices button {
        padding-inline: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) traffic!: TrafficNow;
  @state() private shown: "visitors" | "inside" = "visitors";

  override render(): TemplateResult {
    return html`<div class="top">${this.inside()}${this.curve()}</div>
      ${this.figures()}`;
  }

  private inside(): TemplateResult {
    const { occupancy } = this.traffic;
    const { people, legal, comfort } = occupancy;
    const most = legal ?? comfort;
    const over =
      people !== null && legal !== null && people > legal
        ? "over-legal"
        : people !== null && comfort !== null && people > comfort
          ? "over-comfort"
          : "";
    return html`<section class="panel inside">
      <div class="head">
        <h2>${t("traffic.inside")}</h2>
        <a class="small" href="#explore">${t("traffic.explore")}</a>
      </div>
      <div class="now">
      <p class="count ${over}">${people === null ? UNKNOWN : whole(people)}</p>
      ${people === null
        ? html`<p class="small quiet">${t("traffic.no_counter")}</p>`
        : most
          ? this.gauge(people, most, over)
          : html`<p class="small quiet">
              <a href="#counting">${t("traffic.no_capacity")}</a>
            </p>`}
      ${occupancy.peak && occupancy.peak_at
        ? html`<p class="small quiet">
            ${t("traffic.peak", {
              count: whole(occupancy.peak),
              time: hourThere(this.traffic.time_zone)(Date.parse(occupancy.peak_at) / 1000),
            })}
          </p>`
        : nothing}
      </div>
    </section>`;
  }

  private gauge(people: number, most: number, over: string): TemplateResult {
    const { legal, comfort } = this.traffic.occupancy;
    const part = (count: number): string => `${Math.min(100, (count / most) * 100)}%`;
    return html`<div>
      <div class="gauge" role="img" aria-label=${`${whole(people)} / ${whole(most)}`}>
        <i class=${over} .style=${`inline-size: ${part(people)}`}></i>
        ${comfort && legal
          ? html`<b .style=${`inset-inline-start: ${part(comfort)}`}></b>`
          : nothing}
      </div>
      <p class="capacity small quiet">
        <span>${comfort ? `${t("traffic.comfort")} ${whole(comfort)}` : ""}</span>
        <span>${legal ? `${t("traffic.legal")} ${whole(legal)}` : ""}</span>
      </p>
    </div>`;
  }

  private curve(): TemplateResult {
    const { traffic, shown } = this;
    const shape = shown === "visitors" ? visitors(traffic) : inside(traffic);
    const choices: [typeof shown, Key][] = [
      ["visitors", "traffic.visitors"],
      ["inside", "traffic.inside"],
    ];
    return html`<section class="panel">
      <div class="head">
        <h2>${t("traffic.day")}</h2>
        <div class="choices" role="group" aria-label=${t("traffic.day")}>
          ${choices.map(
            ([one, key]) => html`<button
              type="button"
              aria-pressed=${one === shown ? "true" : "false"}
              @click=${() => (this.shown = one)}
            >
              ${t(key)}
            </button>`,
          )}
        </div>
      </div>
      ${shape.at.length
        ? html`<accueil-chart
            label=${t(shown === "visitors" ? "traffic.visitors_chart" : "traffic.inside_chart")}
            .shape=${shape}
          ></accueil-chart>`
        : html`<p class="none">${t("traffic.first_day")}</p>`}
    </section>`;
  }

  private figures(): TemplateResult {
    const { totals } = this.traffic;
    const { currency } = totals;
    const against = change(totals.people_in, totals.people_in_last_week);
    const rows: [Key, string, string][] = [
      [
        "traffic.visitors",
        whole(totals.people_in),
        [
          against ? t("traffic.against_last_week", { change: against }) : "",
          staffLeftOut(totals),
        ]
          .filter(Boolean)
          .join(" · "),
      ],
      [
        "traffic.conversion",
        figure(totals.conversion, "share", currency),
        t("traffic.baskets_count", { count: totals.baskets }),
      ],
      [
        "traffic.sales",
        figure(totals.sales_minor, "minor", currency),
        totals.average_basket_minor === null
          ? ""
          : t("traffic.a_basket", {
              amount: figure(totals.average_basket_minor, "minor", currency),
            }),
      ],
      [
        "traffic.staff_ratio",
        figure(totals.visitors_per_staff, "ratio", currency),
        t("traffic.staff_count", { count: totals.staff }),
      ],
      ...(totals.walk_past === null
        ? []
        : [
            [
              "traffic.capture",
              figure(totals.capture, "share", currency),
              t("traffic.passed_count", { count: totals.walk_past }),
            ] as [Key, string, string],
          ]),
    ];
    const known = totals.people_known;
    return html`<dl class="figures">
      ${rows.map(
        ([key, value, small]) => html`<div>
          <dt class="over">${t(key)}</dt>
          <dd>${value}${small ? html`<small>${small}</small>` : nothing}</dd>
        </div>`,
      )}
      ${known < 1
        ? html`<div>
            <dt class="over">${t("traffic.known")}</dt>
            <dd>${percent(known)}<small>${t("traffic.known_why")}</small></dd>
          </div>`
        : nothing}
    </dl>`;
  }
}
