/** A month of the programme at a glance. Tells `day` with the day that is tapped, or none. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import type { EventFound } from "../../../lib/event-views";
import { locale } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { wallTime } from "../../../lib/wall-time";
import { look } from "../look";
import { titleOf } from "./words";

@customElement("accueil-month")
export class Month extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      h3::first-letter {
        text-transform: uppercase;
      }
      .head h3 {
        font-variant-numeric: lining-nums;
      }
      .days {
        display: grid;
        grid-template-columns: repeat(7, 1fr);
        justify-items: center;
      }
      .days > .over {
        padding-block: var(--s2);
        letter-spacing: 0;
      }
      .days button,
      .days span.day {
        display: grid;
        place-items: center;
        align-content: center;
        gap: 2px;
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: var(--touch);
        padding: 0;
        border-color: transparent;
        font-size: var(--text-s);
        font-variant-numeric: tabular-nums lining-nums;
      }
      .days span.day {
        color: var(--quiet);
      }
      .days .today {
        color: var(--accent);
        font-weight: 700;
      }
      .days button {
        font-weight: 650;
      }
      i {
        inline-size: 0.375rem;
        block-size: 0.375rem;
        border-radius: 50%;
        background: var(--accent);
      }
      [aria-pressed="true"] i {
        background: var(--on-accent);
      }
    `,
  ];

  @property({ attribute: false }) events: EventFound[] = [];
  @property() zone = "";
  @property() day = "";
  @state() private ahead = 0;

  override render(): TemplateResult {
    const today = wallTime(Date.now(), this.zone).slice(0, 10);
    const first = monthFrom(today, this.ahead);
    const held = this.byDay();
    return html`<section class="panel">
      <div class="head">
        <h3>${said(first, { month: "long", year: "numeric" })}</h3>
        <span>
          <button class="round" aria-label=${t("events.month_before")} @click=${() => (this.ahead -= 1)}>
            ${icon("back")}
          </button>
          <button class="round" aria-label=${t("events.month_after")} @click=${() => (this.ahead += 1)}>
            ${icon("next")}
          </button>
        </span>
      </div>
      <div class="days">
        ${weekdays().map((name) => html`<span class="over" aria-hidden="true">${name}</span>`)}
        ${Array.from({ length: leading(first) }, () => html`<span></span>`)}
        ${days(first).map((day) => this.dayOf(day, today, held.get(day) ?? []))}
      </div>
    </section>`;
  }

  private dayOf(day: string, today: string, events: EventFound[]): TemplateResult {
    const number = Number(day.slice(8));
    const look = day === today ? "day today" : "day";
    if (!events.length) return html`<span class=${look}>${number}</span>`;
    const label = `${said(day, { day: "numeric", month: "long" })}: ${events.map(titleOf).join(", ")}`;
    return html`<button
      class=${look}
      aria-label=${label}
      title=${events.map(titleOf).join(", ")}
      aria-pressed=${day === this.day ? "true" : "false"}
      @click=${() => this.tell("day", day === this.day ? "" : day)}
    >
      ${number}<i aria-hidden="true"></i>
    </button>`;
  }

  private byDay(): Map<string, EventFound[]> {
    const found = new Map<string, EventFound[]>();
    for (const event of this.events) {
      if (event.stage === "cancelled") continue;
      const day = wallTime(event.starts, this.zone).slice(0, 10);
      found.set(day, [...(found.get(day) ?? []), event]);
    }
    return found;
  }
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function said(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options }).format(utc(day));
}

/** The first day of the month that is so many months after this day's. */
function monthFrom(day: string, ahead: number): string {
  const date = utc(`${day.slice(0, 7)}-01`);
  date.setUTCMonth(date.getUTCMonth() + ahead);
  return date.toISOString().slice(0, 10);
}

function days(first: string): string[] {
  const date = utc(first);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) =>
    `${first.slice(0, 8)}${String(index + 1).padStart(2, "0")}`,
  );
}

/** The week begins on Monday. */
function leading(first: string): number {
  return (utc(first).getUTCDay() + 6) % 7;
}

function weekdays(): string[] {
  return days("2024-01-01")
    .slice(0, 7)
    .map((day) => said(day, { weekday: "narrow" }));
}
