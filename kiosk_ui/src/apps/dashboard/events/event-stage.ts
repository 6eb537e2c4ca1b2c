/** Where an event stands, and where a manager may take it. Tells `saved` with the event. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type { EventView, Move, Stage } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { look } from "../look";
import { eventLook } from "./look";
import { titleOf } from "./words";

const LIFE: Stage[] = ["draft", "open", "closed", "running", "over", "archived"];

@customElement("accueil-event-stage")
export class EventStage extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    eventLook,
    css`
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1) var(--s2);
        margin-block-end: var(--s4);
        color: var(--quiet);
        font-size: var(--text-s);
      }
      ol li + li::before {
        content: "→";
        padding-inline-end: var(--s2);
        color: var(--edge);
      }
      ol li + li:dir(rtl)::before {
        content: "←";
      }
      [aria-current="step"] {
        color: var(--accent);
        font-weight: 650;
      }
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      accueil-sheet {
        position: absolute;
      }
    `,
  ];

  @property({ attribute: false }) event!: EventView;
  @state() private cancelling = false;

  override render(): TemplateResult {
    const { event } = this;
    if (event.template) {
      return html`<section class="panel">
        <div class="head"><h2>${t("events.template")}</h2></div>
        <p class="small quiet">${t("events.template_hint")}</p>
      </section>`;
    }
    const here = event.stage === "full" ? "open" : event.stage;
    const words = (stage: Stage): string =>
      stage === "open" && event.stage === "full" ? t("events.stage.full") : t(`events.stage.${stage}`);
    return html`<section class="panel">
      <div class="head"><h2>${t("events.stage")}</h2></div>
      <ol>
        ${(here === "cancelled" ? (["cancelled", "archived"] as Stage[]) : LIFE).map(
          (stage) => html`<li aria-current=${stage === here ? "step" : nothing}>${words(stage)}</li>`,
        )}
      </ol>
      ${this.wrong()}
      <div class="end">
        ${event.moves.map(
          (to) => html`<button
            class=${to === "cancelled" ? "refusal" : "primary"}
            @click=${() => (to === "cancelled" ? (this.cancelling = true) : this.move(to))}
          >
            ${t(`events.move.${to}`)}
          </button>`,
        )}
        ${event.stage === "draft"
          ? html`<button class="bare" @click=${this.discard}>${t("events.discard")}</button>`
          : nothing}
      </div>
      ${this.sure(event)}
    </section>`;
  }

  private sure(event: EventView): TemplateResult {
    const { invited, confirmed, waiting, offered } = event.counts;
    const count = invited + confirmed + waiting + offered;
    return html`<accueil-sheet
      label=${t("events.cancel_sure")}
      ?open=${this.cancelling}
      @closed=${() => (this.cancelling = false)}
    >
      <div class="sheet">
        <p>${titleOf(event)}</p>
        <p>${t("events.cancel_tells", { count })}</p>
        <div class="end">
          <button class="refusal" @click=${() => this.move("cancelled")}>
            ${t("events.move.cancelled")}
          </button>
          <button @click=${() => (this.cancelling = false)}>${t("events.keep_it")}</button>
        </div>
      </div>
    </accueil-sheet>`;
  }

  private async move(stage: Move): Promise<void> {
    this.cancelling = false;
    await this.ask(async () => {
      const event = await api.post<EventView>(`/events/${this.event.id}/stage`, { stage });
      this.tell("saved", event);
    });
  }

  private readonly discard = (): Promise<boolean> =>
    this.ask(async () => {
      await api.remove(`/events/${this.event.id}`);
      location.hash = "events";
    });
}
