/** The picture of an event: chosen, changed, taken away. Tells `changed`. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields, marble } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type { EventView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { shrink } from "../../../lib/photo";
import { look } from "../look";

const WIDEST_PX = 1600;

@customElement("accueil-event-picture")
export class EventPicture extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    marble,
    css`
      .frame {
        display: grid;
        place-items: center;
        aspect-ratio: 5 / 2;
        margin-block-end: var(--s4);
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: var(--quiet);
      }
      .shown {
        margin-block-end: var(--s4);
      }
    `,
  ];

  @property({ attribute: false }) event!: EventView;
  @query("input") private file!: HTMLInputElement;

  override render(): TemplateResult {
    const { picture_url } = this.event;
    return html`<section class="panel">
      <div class="head"><h2>${t("events.picture")}</h2></div>
      ${picture_url
        ? html`<p class="small quiet shown">${t("events.picture_shown")}</p>`
        : html`<div class="frame marble">${icon("camera")}</div>`}
      ${this.wrong()}
      <input type="file" accept="image/*" hidden @change=${this.chosen} />
      <div class="end">
        <button ?disabled=${this.busy} @click=${() => this.file.click()}>
          ${t(picture_url ? "events.picture_change" : "events.picture_choose")}
        </button>
        ${picture_url
          ? html`<button class="bare" ?disabled=${this.busy} @click=${this.takeAway}>
              ${t("events.picture_remove")}
            </button>`
          : nothing}
      </div>
    </section>`;
  }

  private get at(): string {
    return `/events/${this.event.id}/picture`;
  }

  private readonly chosen = (): Promise<void> => {
    const file = this.file.files?.[0];
    return this.change(async () => {
      if (file) await api.putFile(this.at, await shrink(file, WIDEST_PX));
    });
  };

  private readonly takeAway = (): Promise<void> => this.change(() => api.remove(this.at));

  private async change(act: () => Promise<void>): Promise<void> {
    if (await this.ask(act)) this.tell("changed");
    this.file.value = "";
  }

  protected override inWords(error: unknown): string {
    return error instanceof DOMException ? t("events.picture_unreadable") : super.inWords(error);
  }
}
