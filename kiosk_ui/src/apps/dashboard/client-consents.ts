/** What a client agreed to, purpose by purpose. */

import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

import "../../elements/switch";
import { api } from "../../lib/api";
import { PURPOSES, TEXT_VERSION } from "../../lib/consent";
import { date } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Purpose } from "../../lib/views";
import { ClientPanel } from "./client-panel";

@customElement("accueil-client-consents")
export class ClientConsents extends ClientPanel {
  override render(): TemplateResult {
    const { client } = this;
    return html`<section class="panel">
      <h2>${t("clients.consents")}</h2>
      <p class="quiet small">${t("clients.consents_say")}</p>
      <ul class="rows">
        ${PURPOSES.map((purpose) => {
          const consent = client.consents.find((one) => one.purpose === purpose);
          const stands = consent?.stands ?? false;
          return html`<li>
            <accueil-switch
              class="main"
              label=${t(`purpose.${purpose}`)}
              hint=${stands && consent?.given_at
                ? [t("my.given", { date: date(consent.given_at) }), consent.proof]
                    .filter(Boolean)
                    .join(" · ")
                : consent?.withdrawn_at
                  ? t("my.withdrawn", { date: date(consent.withdrawn_at) })
                  : ""}
              ?checked=${stands}
              @switch=${(event: CustomEvent<boolean>) => this.agree(purpose, event.detail)}
            ></accueil-switch>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private agree(purpose: Purpose, agreed: boolean): Promise<void> {
    const path = `/clients/${this.client.id}/consents/${purpose}`;
    return this.change(() =>
      agreed
        ? api.put(path, { proof: t("clients.proof"), text_version: TEXT_VERSION })
        : api.remove(path),
    );
  }
}
