/** Find a client by name, telephone or pass, read the card, say "she's here". */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import "../../elements/monogram";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { ArrivalCard, ClientFound } from "../../lib/views";
import "./arrival-card";
import type { Buyer } from "./sell/sell";
import "./scan-sheet";

const TYPING_MS = 120;

@customElement("accueil-find-client")
export class FindClient extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 100%;
      }
      .search {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: flex;
        gap: var(--s2);
        padding: var(--s4);
        background: var(--surface);
        border-block-end: 1px solid var(--hairline);
      }
      .search div {
        position: relative;
        flex: 1;
        min-inline-size: 0;
      }
      .search div svg {
        position: absolute;
        inset-block-start: 50%;
        inset-inline-start: var(--s3);
        transform: translateY(-50%);
        color: var(--quiet);
      }
      .search input {
        padding-inline-start: 2.75rem;
        border-radius: 999px;
      }
      li button {
        justify-content: flex-start;
        gap: var(--s4);
        inline-size: 100%;
        padding: var(--s3) var(--s4);
        border: 0;
        border-block-end: 1px solid var(--hairline);
        border-radius: 0;
        text-align: start;
      }
      li span {
        flex: 1;
      }
      li b {
        display: block;
        font: 600 1.375rem/1.2 var(--serif);
      }
      .words {
        padding: var(--s6) var(--s5);
        text-align: center;
        color: var(--quiet);
      }
      .here {
        color: var(--accent);
        font-weight: 600;
      }
      .top {
        display: flex;
        align-items: center;
        padding: var(--s2);
      }
      .bar {
        position: sticky;
        inset-block-end: 0;
        margin-block-start: auto;
        padding: var(--s3) var(--s4);
        border-block-start: 1px solid var(--hairline);
        background: var(--surface);
      }
      .bar button + button {
        margin-block-start: var(--s2);
      }
      .bar p {
        padding: var(--s2);
        text-align: center;
      }
    `,
  ];

  /** Whether a basket can be opened from here. */
  @property({ type: Boolean }) sells = false;
  @state() private found: ClientFound[] | null = null;
  @state() private said = "";
  @state() private chosen: ClientFound | null = null;
  @state() private card: ArrivalCard | null = null;
  @state() private told = false;
  @state() private scanning = false;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override disconnectedCallback(): void {
    clearTimeout(this.typing);
    this.found = this.card = this.chosen = null;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return this.chosen ? this.person(this.chosen) : this.list();
  }

  private list(): TemplateResult {
    return html`<search class="search">
        <div>
          ${icon("search")}
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            enterkeyhint="search"
            aria-label=${t("find.label")}
            placeholder=${t("find.placeholder")}
            @input=${this.typed}
          />
        </div>
        <button class="round" aria-label=${t("scan.title")} @click=${() => (this.scanning = true)}>
          ${icon("scan")}
        </button>
      </search>
      <accueil-scan-sheet
        ?open=${this.scanning}
        @closed=${() => (this.scanning = false)}
        @found=${(event: CustomEvent<ClientFound>) => this.choose(event.detail)}
      ></accueil-scan-sheet>
      ${this.said ? html`<p class="words" role="alert">${this.said}</p>` : nothing}
      ${this.found === null && !this.said
        ? html`<p class="words">${t("find.hint")}</p>`
        : nothing}
      ${this.found?.length === 0
        ? html`<p class="words" role="status">${t("find.nobody")}</p>`
        : nothing}
      <ul>
        ${(this.found ?? []).map(
          (client) => html`<li>
            <button @click=${() => this.choose(client)}>
              <accueil-monogram .text=${client.monogram} .tier=${client.tier}></accueil-monogram>
              <span
                ><b>${client.display_name}</b>
                <span class="small ${client.here ? "here" : "quiet"}"
                  >${client.here
                    ? t("find.here", { zone: client.zone_name ?? t("card.in_shop") })
                    : t(`tier.${client.tier}`)}</span
                ></span
              >
              ${icon("next")}
            </button>
          </li>`,
        )}
      </ul>`;
  }

  private person(client: ClientFound): TemplateResult {
    return html`<div class="top">
        <button class="bare" @click=${this.back}>${icon("back")}${t("common.back")}</button>
      </div>
      ${this.card
        ? html`<accueil-arrival-card .card=${this.card}></accueil-arrival-card>`
        : html`<p class="words" role="status">${this.said || t("common.loading")}</p>`}
      <div class="bar">
        ${this.said && this.card ? html`<p class="wrong" role="alert">${this.said}</p>` : nothing}
        ${client.here || this.told
          ? html`<p role="status">${t(this.told ? "find.told" : "find.is_here")}</p>
              <button class="wide" @click=${() => this.tellServer("gone")}>${t("find.gone")}</button>`
          : html`<button class="primary great wide" @click=${() => this.tellServer("here")}>
              ${t("find.say_here")}
            </button>`}
        ${this.sells
          ? html`<button class="wide" @click=${() => this.tell<Buyer>("sell", { ...client, client_id: client.id })}>
              ${icon("bag")}${t("sell.open")}
            </button>`
          : nothing}
      </div>`;
  }

  /** Of who was erased neither the card nor a line of the results is left. */
  letGo(people: ReadonlySet<string>): void {
    if (this.chosen && people.has(this.chosen.id)) {
      this.chosen = null;
      this.card = null;
    }
    this.found = this.found?.filter((client) => !people.has(client.id)) ?? null;
  }

  private typed(event: InputEvent): void {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.search(text), TYPING_MS);
  }

  private async search(text: string): Promise<void> {
    const mine = ++this.asked;
    this.said = "";
    if (text.length < 2) {
      this.found = null;
      return;
    }
    try {
      const found = await api.get<ClientFound[]>(`/clients?q=${encodeURIComponent(text)}`);
      if (mine === this.asked) this.found = found;
    } catch (error) {
      if (mine === this.asked) this.said = trouble(error);
    }
  }

  private async choose(client: ClientFound): Promise<void> {
    this.chosen = client;
    this.scanning = false;
    this.card = null;
    this.told = false;
    this.said = "";
    try {
      this.card = await api.get<ArrivalCard>(`/clients/${client.id}/card`);
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private readonly back = (): void => {
    this.chosen = this.card = null;
    this.said = "";
  };

  private async tellServer(what: "here" | "gone"): Promise<void> {
    if (!this.chosen) return;
    this.said = "";
    try {
      await api.post(`/clients/${this.chosen.id}/${what}`);
      this.told = what === "here";
      this.chosen = { ...this.chosen, here: what === "here" };
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
