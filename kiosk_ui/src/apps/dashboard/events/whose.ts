/** The client for whom the boutique is privatised, found by name. Tells `whose` with the id. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import type { ClientFound } from "../../../lib/views";

@customElement("accueil-event-whose")
export class EventWhose extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--s2);
      }
      .whose {
        display: flex;
        align-items: center;
        gap: var(--s3);
        font: 600 1.25rem/1.2 var(--serif);
      }
      li button {
        inline-size: 100%;
        justify-content: start;
        border-color: transparent;
        border-radius: var(--radius-s);
      }
    `,
  ];

  @property({ attribute: "client-id" }) clientId = "";
  @property() name = "";
  @state() private found: ClientFound[] = [];
  private asked = 0;

  override render(): TemplateResult {
    if (this.clientId) {
      return html`<span class="field">${t("events.for_client")}</span>
        <p class="whose">
          ${this.name}
          <button
            type="button"
            class="round"
            aria-label=${t("events.for_nobody")}
            @click=${() => this.choose("", "")}
          >
            ${icon("close")}
          </button>
        </p>`;
    }
    return html`<label class="field"
        >${t("events.for_client")}<input
          type="search"
          autocomplete="off"
          placeholder=${t("find.placeholder")}
          @input=${(event: InputEvent) => this.search((event.target as HTMLInputElement).value)}
      /></label>
      ${this.found.length
        ? html`<ul>
            ${this.found.map(
              (one) => html`<li>
                <button type="button" @click=${() => this.choose(one.id, one.display_name)}>
                  ${one.display_name}
                </button>
              </li>`,
            )}
          </ul>`
        : nothing}`;
  }

  private choose(clientId: string, name: string): void {
    this.name = name;
    this.clientId = clientId;
    this.found = [];
    this.tell("whose", clientId);
  }

  private async search(text: string): Promise<void> {
    const asked = ++this.asked;
    const found = text.trim()
      ? await api
          .get<ClientFound[]>(`/clients?limit=5&q=${encodeURIComponent(text)}`)
          .catch(() => [])
      : [];
    if (asked === this.asked) this.found = found;
  }
}
