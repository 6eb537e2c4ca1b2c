/** A duplicate is found, and made part of this client. */

import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import type { ClientFound } from "../../lib/views";
import { ClientPanel } from "./client-panel";

@customElement("accueil-client-merge")
export class ClientMerge extends ClientPanel {
  @state() private twins: ClientFound[] | null = null;

  override render(): TemplateResult {
    const { client } = this;
    return html`<section class="panel">
      <h2>${t("clients.merge")}</h2>
      <p class="quiet small">${t("clients.merge_say", { name: client.display_name })}</p>
      <input
        type="search"
        aria-label=${t("find.label")}
        placeholder=${t("find.placeholder")}
        @input=${this.findTwins}
      />
      <ul class="rows">
        ${(this.twins ?? []).map(
          (twin) => html`<li>
            <span class="main"><b>${twin.display_name}</b></span>
            <button class="refusal" @click=${() => this.mergeIn(twin)}>
              ${t("clients.merge_this")}
            </button>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private findTwins(event: InputEvent): Promise<void> {
    const text = (event.target as HTMLInputElement).value.trim();
    return this.change(async () => {
      const found =
        text.length < 2
          ? []
          : await api.get<ClientFound[]>(`/clients?q=${encodeURIComponent(text)}`);
      this.twins = found.filter((one) => one.id !== this.client.id);
    }, "asking");
  }

  private mergeIn(twin: ClientFound): Promise<void> {
    if (!confirm(t("clients.merge_sure", { name: twin.display_name }))) return Promise.resolve();
    return this.change(async () => {
      await api.post(`/clients/${this.client.id}/merge`, { duplicate_id: twin.id });
      this.twins = null;
    });
  }
}
