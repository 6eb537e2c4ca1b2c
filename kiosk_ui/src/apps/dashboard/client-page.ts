/** One client's file: what is known, what they agreed to, what they are recognised by. */

import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/monogram";
import "../../elements/next-purchase";
import "../../elements/photo-sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { AssociateView, ClientView } from "../../lib/views";
import { address, EVERYTHING } from "./audit/asked";
import "./client-consents";
import "./client-erase";
import "./client-facts";
import "./client-identities";
import "./client-merge";
import type { Change } from "./client-panel";
import { look } from "./look";
import type { Wanted } from "./pair-sheet";

@customElement("accueil-client-page")
export class ClientPage extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    marble,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s4);
      }
      .who h1 {
        font-size: var(--title-l);
      }
      .who .main {
        flex: 1;
        min-inline-size: 12rem;
      }
      .pair,
      .stack {
        display: grid;
        gap: var(--s5);
        align-items: start;
      }
      @media (min-width: 64rem) {
        .pair {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  @property({ attribute: "client-id" }) clientId = "";
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private client: ClientView | null = null;
  @state() private said = "";
  @state() private photographing = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("clientId")) void this.read();
  }

  override render(): TemplateResult {
    const { client } = this;
    if (!client) {
      return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    }
    return html`<a href="#clients">${t("clients.title")}</a>
      <section class="panel who marble">
        <accueil-monogram
          size="l"
          .text=${client.monogram}
          .tier=${client.tier}
          .photo=${client.photo_url}
        ></accueil-monogram>
        <div class="main">
          <p class="over">${t(`tier.${client.tier}`)}</p>
          <h1>${client.display_name}</h1>
        </div>
        <a class="button" href=${seenBy(client.id)}>${t("audit.of_client")}</a>
        <button @click=${() => (this.photographing = true)}>${t("photo.title")}</button>
        <button
          @click=${() =>
            this.tell<Wanted>("pair", {
              kind: "client",
              client_id: client.id,
              name: client.display_name,
            })}
        >
          ${t("clients.own_page")}
        </button>
      </section>
      <accueil-photo-sheet
        client-id=${client.id}
        ?open=${this.photographing}
        @closed=${() => (this.photographing = false)}
        @photo=${(event: CustomEvent<ClientView>) => (this.client = event.detail)}
      ></accueil-photo-sheet>
      <accueil-next-purchase client-id=${client.id}></accueil-next-purchase>
      ${wrong(this.said)}
      <div class="pair">
        <accueil-client-facts
          .client=${client}
          .change=${this.change}
          .associates=${this.associates}
        ></accueil-client-facts>
        <div class="stack">
          <accueil-client-consents .client=${client} .change=${this.change}></accueil-client-consents>
          <accueil-client-identities
            .client=${client}
            .change=${this.change}
          ></accueil-client-identities>
          <accueil-client-merge .client=${client} .change=${this.change}></accueil-client-merge>
          <accueil-client-erase .client=${client}></accueil-client-erase>
        </div>
      </div>`;
  }

  private async read(): Promise<void> {
    try {
      this.client = await api.get<ClientView>(`/clients/${this.clientId}`);
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private readonly change: Change = async (act, asking) => {
    this.said = "";
    try {
      await act();
      if (!asking) await this.read();
    } catch (error) {
      this.said = trouble(error);
    }
  };
}

/** Where the log tells of this client alone. */
function seenBy(clientId: string): string {
  return `#audit/${encodeURIComponent(address({ ...EVERYTHING, whom: clientId }))}`;
}
