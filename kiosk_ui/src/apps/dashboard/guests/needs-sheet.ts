/** Allergies and access needs of those who come, for the kitchen and the door. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { NeedsView } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";

@customElement("accueil-needs-sheet")
export class NeedsSheet extends Spoken {
  static override styles = [base, buttons, fields, look];

  @property() path = "";
  @property({ type: Boolean }) open = false;
  @state() private needs: NeedsView[] = [];
  @state() private said = "";

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open")) return;
    if (this.open) void this.read();
    else this.needs = [];
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("guests.needs")} ?open=${this.open}>
      <p class="quiet">${t("guests.needs_say")}</p>
      ${wrong(this.said)}
      ${this.needs.length
        ? html`<ul class="rows">
            ${this.needs.map(
              (one) => html`<li>
                <span class="main"
                  ><b>${one.display_name}</b>
                  ${one.allergies ? html`<span>${one.allergies}</span>` : nothing}
                  ${one.access ? html`<span class="quiet"> ${one.access}</span>` : nothing}</span
                >
              </li>`,
            )}
          </ul>`
        : html`<p class="none">${t("guests.no_needs")}</p>`}
    </accueil-sheet>`;
  }

  private async read(): Promise<void> {
    try {
      this.needs = await api.get<NeedsView[]>(`${this.path}/needs`);
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
