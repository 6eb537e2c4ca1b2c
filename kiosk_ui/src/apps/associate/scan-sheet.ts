/** A client's pass before the phone's camera. Tells `found` with the client whose it is. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base } from "../../elements/styles";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { ClientFound } from "../../lib/views";

@customElement("accueil-scan-sheet")
export class ScanSheet extends Spoken {
  static override styles = [
    base,
    css`
      accueil-scanner {
        --scanner-size: min(100%, 58dvh);
        padding-block-end: var(--s4);
      }
      .said:not(:empty) {
        padding-block-end: var(--s4);
        color: var(--attention);
        text-align: center;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.said = "";
    void import("../../elements/scanner");
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("scan.title")} ?open=${this.open}>
      ${this.open
        ? html`<accueil-scanner
              hint=${t("scan.aim")}
              @scanned=${(event: CustomEvent<string>) => this.look(event.detail)}
            ></accueil-scanner>
            <p class="said" role="status">${this.said}</p>`
        : nothing}
    </accueil-sheet>`;
  }

  private async look(code: string): Promise<void> {
    try {
      const [client] = await api.get<ClientFound[]>(`/clients?code=${encodeURIComponent(code)}`);
      if (client) this.tell<ClientFound>("found", client);
      else this.said = t("scan.nobody");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
