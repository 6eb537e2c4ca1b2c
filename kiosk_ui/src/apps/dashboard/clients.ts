/** The book of clients: find one, write one, open one. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/monogram";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { AssociateView, ClientFound, ClientView } from "../../lib/views";
import "./client-page";
import { look } from "./look";

@customElement("accueil-clients")
export class Clients extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      a.row {
        display: flex;
        align-items: center;
        gap: var(--s4);
        flex: 1;
        color: inherit;
        text-decoration: none;
      }
      form {
        margin-block: var(--s3);
      }
    `,
  ];

  /** The client that the address names; empty for the list, `new` for a new one. */
  @property() chosen = "";
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private found: ClientFound[] | null = null;
  @state() private said = "";
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.search("");
  }

  override render(): TemplateResult {
    if (this.chosen === "new") return this.form();
    if (this.chosen) {
      return html`<accueil-client-page
        client-id=${this.chosen}
        .associates=${this.associates}
      ></accueil-client-page>`;
    }
    return html`<section class="panel">
      <div class="head">
        <h2>${t("clients.title")}</h2>
        <button @click=${() => (location.hash = "clients/new")}>${t("clients.add")}</button>
      </div>
      <input
        type="search"
        aria-label=${t("find.label")}
        placeholder=${t("find.placeholder")}
        autocomplete="off"
        @input=${(event: InputEvent) => this.search((event.target as HTMLInputElement).value)}
      />
      ${wrong(this.said)}
      ${this.found?.length === 0 ? html`<p class="none">${t("find.nobody")}</p>` : nothing}
      <ul class="rows">
        ${(this.found ?? []).map(
          (client) => html`<li>
            <a class="row" href="#clients/${client.id}">
              <accueil-monogram
                size="s"
                .text=${client.monogram}
                .tier=${client.tier}
              ></accueil-monogram>
              <span class="main"
                ><b>${client.display_name}</b
                ><span class="small quiet">${t(`tier.${client.tier}`)}</span></span
              >
              ${client.here
                ? html`<span class="small good"
                    >${t("find.here", { zone: client.zone_name ?? t("card.in_shop") })}</span
                  >`
                : nothing}
            </a>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private form(): TemplateResult {
    return html`<section class="panel">
      <h1>${t("clients.add")}</h1>
      ${wrong(this.said)}
      <form class="grid" @submit=${this.add}>
        <label class="field">${t("field.given_name")}<input name="given_name" required /></label>
        <label class="field">${t("field.family_name")}<input name="family_name" required /></label>
        <label class="field">${t("field.phone")}<input name="phone" type="tel" /></label>
        <label class="field">${t("field.email")}<input name="email" type="email" /></label>
        <div class="end whole">
          <button class="primary">${t("common.save")}</button>
          <button type="button" class="bare" @click=${() => (location.hash = "clients")}>
            ${t("common.cancel")}
          </button>
        </div>
      </form>
    </section>`;
  }

  private async search(text: string): Promise<void> {
    const mine = ++this.asked;
    try {
      const found = await api.get<ClientFound[]>(`/clients?q=${encodeURIComponent(text.trim())}`);
      if (mine !== this.asked) return;
      this.found = found;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const sent = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    try {
      const client = await api.post<ClientView>("/clients", sent);
      location.hash = `clients/${client.id}`;
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
