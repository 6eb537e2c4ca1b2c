/** Allergies and access needs, with what becomes of them said first. Tells `needs`. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { t } from "../../lib/i18n";
import { look } from "./look";

export interface Needs {
  allergies: string;
  access: string;
}

@customElement("accueil-needs-form")
export class NeedsForm extends Spoken {
  static override styles = [base, buttons, fields, look];

  @property() allergies = "";
  @property() access = "";
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    const kept = this.allergies || this.access;
    return html`<form class="actions" @submit=${this.save}>
      <p class="quiet">${t("invitation.needs_say")}</p>
      <label class="field"
        >${t("invitation.allergies")}<textarea
          name="allergies"
          maxlength="500"
          rows="2"
          .value=${this.allergies}
        ></textarea>
      </label>
      <label class="field"
        >${t("invitation.access")}<textarea
          name="access"
          maxlength="500"
          rows="2"
          .value=${this.access}
        ></textarea>
      </label>
      <button ?disabled=${this.busy}>${t("invitation.needs_agree")}</button>
      ${kept
        ? html`<button type="button" class="bare" ?disabled=${this.busy} @click=${this.forget}>
            ${t("invitation.needs_forget")}
          </button>`
        : nothing}
    </form>`;
  }

  private readonly save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const told = (name: string): string => String(form.get(name) ?? "").trim();
    this.tell<Needs>("needs", { allergies: told("allergies"), access: told("access") });
  };

  private readonly forget = (): void => this.tell<Needs>("needs", { allergies: "", access: "" });
}
