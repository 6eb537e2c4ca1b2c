/** One event of the programme: picture, day, title, stage, and how full it is. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import type { EventFound } from "../../../lib/event-views";
import { locale } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { eventLook } from "./look";
import { kindName, stageName, timeOf, titleOf } from "./words";

@customElement("accueil-event-card")
export class EventCard extends Spoken {
  static override styles = [
    base,
    eventLook,
    css`
      a {
        display: grid;
        grid-template-columns: 4.5rem minmax(0, 1fr) auto;
        gap: var(--s2) var(--s5);
        align-items: center;
        padding: var(--s4) var(--s5) var(--s4) var(--s4);
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--surface);
        color: inherit;
        text-decoration: none;
        transition: background var(--quick) var(--ease);
      }
      @media (hover: hover) {
        a:hover {
          background: var(--accent-wash);
        }
      }
      .date {
        display: grid;
        justify-items: center;
        padding-inline-end: var(--s4);
        border-inline-end: 1px solid var(--hairline);
        text-align: center;
      }
      .date b {
        font: 500 2.25rem/1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .date .over {
        letter-spacing: 0.08em;
      }
      h4 {
        margin: 0.125rem 0;
        font: 600 1.5rem/1.15 var(--serif);
        overflow-wrap: anywhere;
      }
      .end {
        display: grid;
        justify-items: end;
        gap: var(--s2);
      }
      img {
        inline-size: 7rem;
        block-size: 5rem;
        border-radius: var(--radius-s);
        object-fit: cover;
      }
      meter {
        inline-size: 7rem;
        block-size: 3px;
        border: 0;
        background: var(--sunken);
        appearance: none;
      }
      meter::-webkit-meter-bar {
        border: 0;
        block-size: 3px;
        background: var(--sunken);
      }
      meter::-webkit-meter-optimum-value {
        background: var(--accent);
      }
      meter::-moz-meter-bar {
        background: var(--accent);
      }
      .past {
        opacity: 0.75;
      }
      @media (max-width: 40rem) {
        a {
          grid-template-columns: 3.5rem minmax(0, 1fr);
          gap: var(--s3) var(--s4);
          padding: var(--s4);
        }
        .date {
          align-self: start;
          padding-inline-end: var(--s3);
        }
        img {
          display: none;
        }
        .end {
          grid-column: 2;
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          justify-items: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) event!: EventFound;
  @property() zone = "";

  override render(): TemplateResult {
    const { event, zone } = this;
    const { people } = event.counts;
    const place = event.zone_name ?? (event.zone ? event.zone : t("events.whole_boutique"));
    return html`<a href="#events/${event.id}">
      <span class="date">
        ${event.template
          ? html`<span class="over">${t("events.template")}</span>`
          : html`<span class="over">${this.shown({ weekday: "short" })}</span>
              <b>${this.shown({ day: "numeric" })}</b>
              <span class="small quiet figures">${timeOf(event.starts, zone)}</span>`}
      </span>
      <span class=${event.stage === "archived" || event.stage === "cancelled" ? "past" : ""}>
        <span class="over">${kindName(event.kind)} · ${place}</span>
        <h4>${titleOf(event)}</h4>
        <span class="small quiet figures">${this.guests()}</span>
      </span>
      <span class="end">
        ${event.picture_url
          ? html`<img src=${event.picture_url} alt="" loading="lazy" />`
          : nothing}
        ${event.template
          ? nothing
          : html`<span class="badge ${event.stage}">${stageName(event.stage)}</span>
              ${people
                ? html`<meter
                    min="0"
                    max=${event.capacity}
                    value=${people}
                    aria-label=${t("events.people", { count: people, capacity: event.capacity })}
                  ></meter>`
                : nothing}`}
      </span>
    </a>`;
  }

  private guests(): string {
    const { counts, capacity, sessions } = this.event;
    const parts = [
      t("events.people", { count: counts.people, capacity }),
      counts.invited ? t("events.invited", { count: counts.invited }) : "",
      counts.waiting ? t("events.waiting", { count: counts.waiting }) : "",
      sessions > 1 ? t("events.sessions_count", { count: sessions }) : "",
    ];
    return parts.filter(Boolean).join(" · ");
  }

  private shown(options: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(locale(), { timeZone: this.zone, ...options });
    return format.format(new Date(this.event.starts));
  }
}
