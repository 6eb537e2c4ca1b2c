/** A client, found by name, or nobody. Tells `chosen` with who it is, or null. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { ClientFound } from "../../lib/views";

const SHORTEST = 2;
const OFFERED = 6;
const PAUSE_MS = 250; // each search is a line of the log: one a word, not one a letter

@customElement("accueil-client-choice")
export class ClientChoice extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        position: relative;
      }
      ul {
        position: absolute;
        inset-inline: 0;
        z-index: 2;
        padding: var(--s1);
        border: 1px solid var(--hairline);
        border-radius: var(--radius-s);
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      li button {
        justify-content: start;
        inline-size: 100%;
        border: 0;
        border-radius: var(--radius-s);
        text-align: start;
      }
      .chosen {
        justify-content: space-between;
        inline-size: 100%;
        min-block-size: 3rem;
        border-radius: var(--radius-s);
      }
      .chosen span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property() label = "";
  /** What taking the choice back is called. */
  @property() nobody = "";
  /** Who is chosen, by name; empty for nobody. */
  @property() name = "";
  @state() private found: ClientFound[] | null = null;
  @state() private said = "";
  private asked = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.pause);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (this.name) {
      return html`<div class="field">
        ${this.label}
        <button type="button" class="chosen" aria-label=${this.nobody} @click=${() => this.choose(null)}>
          <span><bdi>${this.name}</bdi></span>${icon("close")}
        </button>
      </div>`;
    }
    return html`<label class="field"
        >${this.label}<input
          type="search"
          autocomplete="off"
          placeholder=${t("find.client")}
          @input=${this.type}
      /></label>
      ${wrong(this.said)} ${this.found ? this.offer(this.found) : nothing}`;
  }

  private offer(found: ClientFound[]): TemplateResult {
    return html`<ul>
      ${found.length === 0 ? html`<li class="small quiet">${t("find.nobody")}</li>` : nothing}
      ${found
        .slice(0, OFFERED)
        .map(
          (one) => html`<li>
            <button type="button" @click=${() => this.choose(one)}><bdi>${one.display_name}</bdi></button>
          </li>`,
        )}
    </ul>`;
  }

  private type(event: InputEvent): void {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.pause);
    this.asked++;
    if (text.length < SHORTEST) this.found = null;
    else this.pause = setTimeout(() => void this.search(text), PAUSE_MS);
  }

  private async search(text: string): Promise<void> {
    const mine = this.asked;
    try {
      const found = await api.get<ClientFound[]>(`/clients?q=${encodeURIComponent(text)}`);
      if (mine !== this.asked) return;
      this.found = found;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private choose(client: ClientFound | null): void {
    this.found = null;
    this.name = client?.display_name ?? "";
    this.tell<ClientFound | null>("chosen", client);
  }
}
