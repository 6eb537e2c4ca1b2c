/** The event once more: on another day, or as a template. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { EventView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { momentsAt, wallTime } from "../../../lib/wall-time";
import { look } from "../look";
import "./moment-field";

const WEEK_MS = 7 * 24 * 3_600_000;

@customElement("accueil-event-copy")
export class EventCopy extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: grid;
        gap: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) event!: EventView;
  @state() private starts = "";
  @state() private said = "";

  override render(): TemplateResult {
    const { event } = this;
    return html`<section class="panel">
      <div class="head"><h2>${t("events.copy")}</h2></div>
      ${wrong(this.said)}
      <form @submit=${this.again}>
        <accueil-moment-field
          label=${t("events.copy_to")}
          zone=${event.time_zone}
          value=${this.starts || nextWeek(event)}
          @moment=${(chosen: CustomEvent<string>) => (this.starts = chosen.detail)}
        ></accueil-moment-field>
        <div class="end">
          <button class="primary">${t("events.copy_do")}</button>
          ${event.template
            ? html`<button type="button" class="bare" @click=${this.discard}>
                ${t("events.discard")}
              </button>`
            : html`<button type="button" @click=${() => this.copy(null, true)}>
                ${t("events.make_template")}
              </button>`}
        </div>
      </form>
    </section>`;
  }

  private readonly again = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    return this.copy(this.starts || nextWeek(this.event), false);
  };

  private async copy(starts: string | null, template: boolean): Promise<void> {
    this.said = "";
    try {
      const made = await api.post<EventView>(`/events/${this.event.id}/copy`, { starts, template });
      this.starts = "";
      location.hash = `events/${made.id}`;
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private readonly discard = async (): Promise<void> => {
    this.said = "";
    try {
      await api.remove(`/events/${this.event.id}`);
      location.hash = "events";
    } catch (error) {
      this.said = trouble(error);
    }
  };
}

/** The same weekday and hour on the wall: of the next week, and never one that has gone by. */
function nextWeek(event: EventView): string {
  const zone = event.time_zone;
  const hour = wallTime(event.starts, zone).slice(10);
  let ahead = Date.parse(event.starts) + WEEK_MS;
  while (ahead < Date.now()) ahead += WEEK_MS;
  return momentsAt(`${wallTime(ahead, zone).slice(0, 10)}${hour}`, zone)[0] ?? event.starts;
}
