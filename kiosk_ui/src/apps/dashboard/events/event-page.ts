/** One event: what it is and how it stands, its stage, and the parts of it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Every } from "../../../elements/every";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type { EventView, Stage } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import type { DashboardSocket } from "../../../lib/live";
import { trouble } from "../../../lib/trouble";
import type { AssociateView, Me, ZoneView } from "../../../lib/views";
import { look } from "../look";
import "../guests/guest-list";
import "./event-budget";
import "./event-copy";
import "./event-editor";
import "./event-picture";
import "./event-report";
import "./event-seats";
import "./event-stage";
import { eventLook } from "./look";
import { kindName, said, stageName, titleOf, when } from "./words";

const PARTS = ["plan", "guests", "seats", "budget", "report"] as const;
type Part = (typeof PARTS)[number];
/** Before, there is nothing to tell. */
const REPORTED: readonly Stage[] = ["running", "over", "archived"];
const READ_EVERY_MS = 10_000;

@customElement("accueil-event-page")
export class EventPage extends Spoken {
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
      .hero {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 26rem);
        gap: var(--s5);
        align-items: center;
      }
      .hero:not(.pictured) {
        grid-template-columns: minmax(0, 1fr);
      }
      .hero img {
        inline-size: 100%;
        aspect-ratio: 2 / 1;
        border-radius: var(--radius);
        object-fit: cover;
      }
      h1 {
        margin-block: var(--s1) var(--s3);
        font-size: var(--title-l);
      }
      .when {
        font: 500 1.375rem/1.3 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .when::first-letter {
        text-transform: uppercase;
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: center;
        margin-block-start: var(--s3);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3) var(--s6);
        padding-block: var(--s4);
        border-block: 1px solid var(--hairline);
      }
      dd {
        font: 500 2rem/1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      dd small {
        color: var(--quiet);
        font-size: 1.125rem;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      nav a[aria-current="page"] {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--on-accent);
      }
      @media print {
        :host > :not(.part) {
          display: none;
        }
      }
      @media (max-width: 48rem) {
        .hero {
          grid-template-columns: minmax(0, 1fr);
        }
        .hero img {
          order: -1;
        }
        dl {
          display: grid;
          grid-template-columns: 1fr 1fr;
        }
        dd {
          font-size: 1.625rem;
        }
      }
    `,
  ];

  @property({ attribute: "event-id" }) eventId = "";
  @property() leaf = "";
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) associates: AssociateView[] = [];
  @property({ attribute: false }) line: DashboardSocket | null = null;
  @state() private event: EventView | null = null;
  @state() private said = "";

  constructor() {
    super();
    this.addController(new Every(READ_EVERY_MS, () => void this.read()));
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("eventId")) return;
    this.event = null;
    void this.read();
  }

  override render(): TemplateResult {
    const { event } = this;
    const back = html`<p>
      <a class="button" href="#events">${icon("back")}${t("rooms.events")}</a>
    </p>`;
    if (!event) {
      const words = this.said || t("common.loading");
      return html`${back}<p class="none" role="status">${words}</p>`;
    }
    const parts = PARTS.filter((one) => one !== "report" || reported(event));
    const part = parts.find((one) => one === this.leaf) ?? "plan";
    return html`${back}${this.hero(event)}${event.template ? nothing : this.figures(event)}
      <div class="title">
        <nav aria-label=${t("events.parts")}>
          ${parts.map(
            (one) => html`<a
              class="button"
              href="#events/${event.id}/${one}"
              aria-current=${one === part ? "page" : nothing}
              >${t(`events.part.${one}`)}</a
            >`,
          )}
          ${event.template || event.stage === "draft"
            ? nothing
            : html`<a class="button" href="#door/${event.id}">${icon("door")}${t("rooms.door")}</a>`}
        </nav>
      </div>
      <div class="part" @saved=${this.show} @changed=${this.reread}>${this.inside(event, part)}</div>`;
  }

  private hero(event: EventView): TemplateResult {
    const place = event.zone_name ?? event.zone ?? t("events.whole_boutique");
    const dress = said(event.dress_codes);
    return html`<header class="hero ${event.picture_url ? "pictured" : ""}">
      <div>
        <p class="over">${kindName(event.kind)} · ${place}${event.client ? ` · ${event.client}` : ""}</p>
        <h1>${titleOf(event)}</h1>
        ${event.template
          ? html`<p class="when">${t("events.template")}</p>`
          : html`<p class="when">${when(event, event.time_zone)}</p>`}
        <p class="tags">
          ${event.template
            ? nothing
            : html`<span class="badge ${event.stage}">${stageName(event.stage)}</span>`}
          ${dress ? html`<span class="quiet">${dress}</span>` : nothing}
        </p>
      </div>
      ${event.picture_url ? html`<img src=${event.picture_url} alt="" />` : nothing}
    </header>`;
  }

  private figures(event: EventView): TemplateResult {
    const { counts } = event;
    const figures = [
      [t("events.figure.people"), counts.people, event.capacity],
      [t("events.figure.invited"), counts.invited, null],
      [t("events.figure.waiting"), counts.waiting + counts.offered, null],
      [t("events.figure.declined"), counts.declined, null],
    ] as const;
    return html`<dl class="figures">
      ${figures.map(
        ([name, figure, of]) => html`<div>
          <dt class="over">${name}</dt>
          <dd>${figure}${of === null ? nothing : html` <small>/ ${of}</small>`}</dd>
        </div>`,
      )}
    </dl>`;
  }

  private inside(event: EventView, part: Part): TemplateResult {
    switch (part) {
      case "guests":
        return html`<accueil-guest-list
          event-id=${event.id}
          stage=${event.stage}
          .associates=${this.associates}
          .line=${this.line}
        ></accueil-guest-list>`;
      case "seats":
        return html`<accueil-event-seats .event=${event}></accueil-event-seats>`;
      case "budget":
        return html`<accueil-event-budget event-id=${event.id}></accueil-event-budget>`;
      case "report":
        return html`<accueil-event-report .event=${event}></accueil-event-report>`;
      default:
        return html`<div class="stack">
          <div class="columns">
            <accueil-event-stage .event=${event}></accueil-event-stage>
            <accueil-event-picture .event=${event}></accueil-event-picture>
            <accueil-event-copy .event=${event}></accueil-event-copy>
          </div>
          <accueil-event-editor
            .event=${event}
            .me=${this.me}
            .zones=${this.zones}
            .associates=${this.associates}
          ></accueil-event-editor>
        </div>`;
    }
  }

  private readonly show = (saved: CustomEvent<EventView>): void => {
    this.event = saved.detail;
  };

  private readonly reread = (happened: Event): void => {
    happened.stopPropagation();
    void this.read();
  };

  private async read(): Promise<void> {
    const { eventId } = this;
    try {
      const event = await api.get<EventView>(`/events/${encodeURIComponent(eventId)}`);
      if (eventId === this.eventId) this.event = event;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

function reported(event: EventView): boolean {
  return !event.template && REPORTED.includes(event.stage);
}
