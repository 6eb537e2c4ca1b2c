/** The plan of an event, written or changed. Tells `saved` with the event as the server has it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api, ApiError } from "../../../lib/api";
import type { EventKind, EventView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { AssociateView, ClientFound, Me, ZoneView } from "../../../lib/views";
import { look } from "../look";
import "./clashes";
import { draftOf, moves, newDraft, startsAt, totalCapacity, type Draft } from "./draft";
import "./event-doors";
import "./event-rules";
import { eventLook } from "./look";
import "./moment-field";
import "./sessions";
import "./texts";
import type { EventTexts } from "./texts";
import "../client-choice";
import { KINDS, kindName } from "./words";

@customElement("accueil-event-editor")
export class EventEditor extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    eventLook,
    css`
      form {
        display: grid;
        gap: var(--s5);
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: var(--s4);
        align-items: start;
      }
      .grid > .whole {
        grid-column: 1 / -1;
      }
      .save {
        position: sticky;
        inset-block-end: 0;
        z-index: 2;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s3);
        padding: var(--s3) var(--s4);
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--surface) 94%, transparent);
        backdrop-filter: blur(14px);
      }
      .save .wrong,
      .save .notice {
        flex: 1 1 16rem;
      }
    `,
  ];

  @property({ attribute: false }) event: EventView | null = null;
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private draft: Draft | null = null;
  @state() private said = "";
  @state() private saved = false;
  @state() private busy = false;
  @state() private untitled = false; // it was to be saved without a title
  private client = ""; // the name of whom the draft's `client_id` is
  private of = "";

  /** Another event, or the same as somebody else has saved it: begun again from what stands. */
  override willUpdate(changed: PropertyValues<this>): void {
    const of = this.event ? `${this.event.id} ${this.event.revision}` : "new";
    if (!changed.has("event") && this.draft) return;
    if (of === this.of && this.draft) return;
    this.of = of;
    this.client = this.event?.client ?? "";
    this.draft = this.event ? draftOf(this.event) : newDraft(this.me.time_zone);
  }

  override render(): TemplateResult | typeof nothing {
    const { draft, event, me } = this;
    if (!draft) return nothing;
    return html`<form @submit=${this.save} @draft=${this.drafted}>
      <div class="columns">
        <div class="stack">
          <section class="panel">
            <div class="head"><h3>${t("events.words")}</h3></div>
            <accueil-event-texts
              .draft=${draft}
              house-language=${me.house_language}
              ?asked=${this.untitled}
            ></accueil-event-texts>
          </section>
        </div>
        <div class="stack">
          <section class="panel">
            <div class="head"><h3>${t("events.when_where")}</h3></div>
            ${this.place(draft)}
          </section>
          <section class="panel">
            <div class="head"><h3>${t("events.for_whom")}</h3></div>
            <accueil-event-rules .draft=${draft} zone=${me.time_zone}></accueil-event-rules>
          </section>
        </div>
      </div>
      <section class="panel">
        <div class="head"><h3>${t("events.sessions")}</h3></div>
        <accueil-event-sessions .draft=${draft} zone=${me.time_zone}></accueil-event-sessions>
      </section>
      <section class="panel">
        <div class="head"><h3>${t("events.at_the_door")}</h3></div>
        <accueil-event-doors
          .draft=${draft}
          house-language=${me.house_language}
        ></accueil-event-doors>
      </section>
      <div class="save">
        <button class="primary" ?disabled=${this.busy}>
          ${t(event ? "common.save" : "events.plan")}
        </button>
        ${wrong(this.said)}
        ${this.saved ? html`<span role="status" class="good">${t("common.saved")}</span>` : nothing}
        ${this.warning(draft)}
      </div>
    </form>`;
  }

  private place(draft: Draft): TemplateResult {
    const zone = this.me.time_zone;
    const moment = (name: "starts" | "ends", optional = false): TemplateResult =>
      html`<accueil-moment-field
        label=${t(`events.${name}`)}
        zone=${zone}
        value=${draft[name]}
        ?optional=${optional}
        @moment=${(event: CustomEvent<string>) =>
          this.put(
            name === "starts" ? startsAt(this.draft ?? draft, event.detail) : { ends: event.detail },
          )}
      ></accueil-moment-field>`;
    return html`<div class="grid">
      <label class="field"
        >${t("events.kind")}<select
          name="kind"
          @change=${(event: Event) => this.kind((event.target as HTMLSelectElement).value)}
        >
          ${KINDS.map(
            (kind) => html`<option value=${kind} ?selected=${kind === draft.kind}>
              ${kindName(kind)}
            </option>`,
          )}
        </select></label
      >
      <label class="field"
        >${t("field.zone")}<select
          name="zone"
          @change=${(event: Event) =>
            this.put({ zone: (event.target as HTMLSelectElement).value || null })}
        >
          <option value="">${t("events.whole_boutique")}</option>
          ${this.zones.map(
            (one) => html`<option value=${one.id} ?selected=${one.id === draft.zone}>
              ${one.name}${one.capacity ? ` (${one.capacity})` : ""}
            </option>`,
          )}
        </select></label
      >
      ${moment("starts")} ${moment("ends")}
      <label class="field"
        >${t("events.capacity")}<input
          name="capacity"
          type="number"
          min="1"
          required
          inputmode="numeric"
          ?disabled=${draft.sessions.length > 0}
          .value=${String(totalCapacity(draft))}
          @change=${(event: Event) =>
            this.put({ capacity: Number((event.target as HTMLInputElement).value) })}
      /></label>
      <label class="field"
        >${t("events.host")}<select
          name="host"
          @change=${(event: Event) =>
            this.put({ host_id: (event.target as HTMLSelectElement).value || null })}
        >
          <option value="">${t("events.no_host")}</option>
          ${this.associates.map(
            (one) => html`<option value=${one.id} ?selected=${one.id === draft.host_id}>
              ${one.display_name}
            </option>`,
          )}
        </select></label
      >
      ${draft.kind === "privatisation"
        ? html`<accueil-client-choice
            class="whole"
            label=${t("events.for_client")}
            nobody=${t("events.for_nobody")}
            name=${draft.client_id ? this.client : ""}
            @chosen=${(event: CustomEvent<ClientFound | null>) => this.isFor(event.detail)}
          ></accueil-client-choice>`
        : nothing}
      <accueil-event-clashes
        class="whole"
        .draft=${draft}
        zone=${zone}
        event-id=${this.event?.id ?? ""}
      ></accueil-event-clashes>
    </div>`;
  }

  /** Guests who were asked hear of another time or place: said before it is saved. */
  private warning(draft: Draft): TemplateResult | typeof nothing {
    const { event } = this;
    if (!event || event.stage === "draft" || !moves(draft, event)) return nothing;
    const { invited, confirmed, waiting, offered } = event.counts;
    const count = invited + confirmed + waiting + offered;
    return count ? html`<p class="notice">${t("events.move_tells", { count })}</p>` : nothing;
  }

  private kind(kind: string): void {
    const { draft } = this;
    if (!draft) return;
    const client_id = kind === "privatisation" ? draft.client_id : null;
    this.put({ kind: kind as EventKind, client_id });
  }

  private isFor(client: ClientFound | null): void {
    this.client = client?.display_name ?? "";
    this.put({ client_id: client?.id ?? null });
  }

  private readonly drafted = (event: CustomEvent<Partial<Draft>>): void => this.put(event.detail);

  /** Onto what stands now: two fields may change before the page is drawn again. */
  private put(changed: Partial<Draft>): void {
    if (this.draft) this.draft = { ...this.draft, ...changed };
    this.saved = false;
    if (this.untitled && changed.titles) this.said = "";
  }

  private readonly save = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    const { draft, event } = this;
    if (!draft) return;
    this.said = "";
    this.untitled = !draft.titles[this.me.house_language]?.trim();
    if (this.untitled) {
      this.said = t("events.title_empty");
      return this.renderRoot.querySelector<EventTexts>("accueil-event-texts")?.point();
    }
    this.busy = true;
    try {
      const saved = event
        ? await api.patch<EventView>(`/events/${event.id}`, { ...draft, revision: event.revision })
        : await api.post<EventView>("/events", draft);
      this.saved = true;
      this.tell("saved", saved);
      if (!event) location.hash = `events/${saved.id}`;
    } catch (error) {
      this.said = wrongIn(error) ?? trouble(error);
    } finally {
      this.busy = false;
    }
  };
}

/** Which part of the plan the server refuses, as this page calls it. */
const PLACES: Record<string, () => string> = {
  titles: () => t("events.title"),
  ends: () => t("events.ends"),
  starts: () => t("events.starts"),
  capacity: () => t("events.capacity"),
  sessions: () => t("events.sessions"),
  answer_by: () => t("events.answer_by"),
  remind_at: () => t("events.remind_at"),
  client_id: () => t("events.for_client"),
  rules: () => t("events.for_whom"),
};

function wrongIn(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.status !== 422) return null;
  const [place = ""] = error.problem.field?.split(/[.[]/) ?? [];
  const name = PLACES[place]?.();
  return name ? t("events.wrong_in", { name }) : null;
}
