/** How many guests each associate may propose, and how many they have. */

import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { AllocationView } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { AssociateView } from "../../../lib/views";
import { look } from "../look";

const PROPOSES = ["associate", "host", "manager"];

@customElement("accueil-allocations")
export class Allocations extends Spoken {
  static override styles = [base, buttons, fields, look];

  @property() path = "";
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) allocations: AllocationView[] = [];
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private said = "";

  override render(): TemplateResult {
    const staff = this.associates.filter((one) => PROPOSES.includes(one.role));
    return html`<accueil-sheet label=${t("guests.allocations")} ?open=${this.open}>
      <p class="quiet">${t("guests.allocations_say")}</p>
      ${wrong(this.said)}
      <ul class="rows">
        ${staff.map((one) => this.row(one))}
      </ul>
    </accueil-sheet>`;
  }

  private row(one: AssociateView): TemplateResult {
    const has = this.allocations.find((allocation) => allocation.associate_id === one.id);
    return html`<li>
      <span class="main"
        ><b>${one.display_name}</b>
        <span class="small quiet">${t("guests.used", { count: has?.used ?? 0 })}</span></span
      >
      <label class="field"
        ><span class="unseen">${t("guests.allocation_of", { name: one.display_name })}</span>
        <input
          type="number"
          min="0"
          max="5000"
          .value=${String(has?.guests ?? 0)}
          @change=${(event: Event) => this.set(one, Number((event.target as HTMLInputElement).value))}
        />
      </label>
    </li>`;
  }

  private async set(one: AssociateView, guests: number): Promise<void> {
    try {
      await api.put(`${this.path}/allocations/${one.id}`, { guests });
      this.said = "";
      this.tell("changed");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
