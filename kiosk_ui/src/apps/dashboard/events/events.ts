/** The programme of private events: what comes, what was, the templates; or one event of it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Every } from "../../../elements/every";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { EventFound } from "../../../lib/event-views";
import { locale } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { DashboardSocket } from "../../../lib/live";
import { trouble } from "../../../lib/trouble";
import type { AssociateView, Me, ZoneView } from "../../../lib/views";
import { wallTime } from "../../../lib/wall-time";
import { look } from "../look";
import "./event-card";
import "./event-editor";
import "./event-page";
import { eventLook } from "./look";
import "./month";

const READ_EVERY_MS = 10_000;
const SHOWN = ["coming", "past", "templates"] as const;
type Shown = (typeof SHOWN)[number];

@customElement("accueil-events")
export class Events extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    eventLook,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3) var(--s5);
      }
      h2 {
        font-size: var(--title-l);
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 21rem;
        gap: var(--s5);
        align-items: start;
      }
      .months {
        display: grid;
        gap: var(--s5);
      }
      .months h3 {
        margin-block-end: var(--s3);
        font: 500 var(--title-s) / 1.2 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .months h3::first-letter {
        text-transform: uppercase;
      }
      .cards {
        display: grid;
        gap: var(--s3);
      }
      @media (max-width: 64rem) {
        .body {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** The event that the address names; empty for the programme, `new` for a new one. */
  @property() chosen = "";
  @property() leaf = "";
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) associates: AssociateView[] = [];
  @property({ attribute: false }) line: DashboardSocket | null = null;
  @state() private found: EventFound[] | null = null;
  @state() private shown: Shown = "coming";
  @state() private day = "";
  @state() private said = "";

  constructor() {
    super();
    this.addController(new Every(READ_EVERY_MS, () => void this.read()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("chosen") && !this.chosen) void this.read();
  }

  override render(): TemplateResult {
    if (this.chosen === "new") {
      return html`<p><a class="button" href="#events">${icon("back")}${t("rooms.events")}</a></p>
        <h2>${t("events.new")}</h2>
        <accueil-event-editor
          .me=${this.me}
          .zones=${this.zones}
          .associates=${this.associates}
        ></accueil-event-editor>`;
    }
    if (this.chosen) {
      return html`<accueil-event-page
        event-id=${this.chosen}
        leaf=${this.leaf}
        .me=${this.me}
        .zones=${this.zones}
        .associates=${this.associates}
        .line=${this.line}
      ></accueil-event-page>`;
    }
    return this.programme();
  }

  private programme(): TemplateResult {
    return html`<div class="title">
        <h2>${t("events.programme")}</h2>
        <a class="button primary" href="#events/new">${icon("plus")}${t("events.new")}</a>
      </div>
      <div class="choices" role="group" aria-label=${t("events.programme")}>
        ${SHOWN.map(
          (one) => html`<button
            aria-pressed=${one === this.shown ? "true" : "false"}
            @click=${() => this.choose(one)}
          >
            ${t(`events.shown.${one}`)}
          </button>`,
        )}
      </div>
      ${wrong(this.said)}
      ${this.shown === "templates" ? this.months() : this.calendar()}`;
  }

  private calendar(): TemplateResult {
    return html`<div class="body">
      ${this.months()}
      <accueil-month
        .events=${this.found ?? []}
        zone=${this.me.time_zone}
        day=${this.day}
        @day=${(event: CustomEvent<string>) => (this.day = event.detail)}
      ></accueil-month>
    </div>`;
  }

  private months(): TemplateResult {
    const events = this.inOrder();
    if (!this.found) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    if (!events.length) return html`<p class="none">${t(`events.none.${this.shown}`)}</p>`;
    const months = new Map<string, EventFound[]>();
    for (const event of events) {
      const month = this.shown === "templates" ? "" : this.monthOf(event);
      months.set(month, [...(months.get(month) ?? []), event]);
    }
    return html`<div class="months">
      ${[...months].map(
        ([month, those]) => html`<section>
          ${month ? html`<h3>${month}</h3>` : nothing}
          <div class="cards">
            ${those.map(
              (event) => html`<accueil-event-card
                .event=${event}
                zone=${this.me.time_zone}
              ></accueil-event-card>`,
            )}
          </div>
        </section>`,
      )}
    </div>`;
  }

  private inOrder(): EventFound[] {
    const zone = this.me.time_zone;
    const now = Date.now();
    const past = (event: EventFound): boolean =>
      Date.parse(event.ends) < now || event.stage === "over" || event.stage === "archived";
    const events = (this.found ?? []).filter(
      (event) =>
        (!this.day || wallTime(event.starts, zone).startsWith(this.day)) &&
        (this.shown === "templates" || this.day || past(event) === (this.shown === "past")),
    );
    return this.shown === "past" && !this.day ? events.reverse() : events;
  }

  private monthOf(event: EventFound): string {
    return new Intl.DateTimeFormat(locale(), {
      timeZone: this.me.time_zone,
      month: "long",
      year: "numeric",
    }).format(new Date(event.starts));
  }

  private choose(shown: Shown): void {
    this.shown = shown;
    this.day = "";
    this.found = null;
    void this.read();
  }

  private async read(): Promise<void> {
    if (this.chosen) return;
    const { shown } = this;
    try {
      const templates = shown === "templates" ? "?templates=true" : "";
      const found = await api.get<EventFound[]>(`/events${templates}`);
      if (shown === this.shown) this.found = found;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
