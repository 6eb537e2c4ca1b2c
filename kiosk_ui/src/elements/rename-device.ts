/** A paired device gets another name. Tells `renamed`. */

import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api } from "../lib/api";
import { t } from "../lib/i18n";
import { Asking } from "./asking";
import "./sheet";
import { base, buttons, fields, formInSheet } from "./styles";

@customElement("accueil-rename-device")
export class RenameDevice extends Asking {
  static override styles = [base, buttons, fields, formInSheet];

  /** Where its name is kept. */
  @property() path = "";
  @property() named = "";
  @state() private open = false;

  override render(): TemplateResult {
    return html`<button
        aria-label=${t("paired.rename_named", { name: this.named })}
        @click=${() => (this.open = true)}
      >
        ${t("paired.rename")}
      </button>
      <accueil-sheet
        label=${t("paired.rename_title")}
        ?open=${this.open}
        @closed=${() => (this.open = false)}
      >
        <form @submit=${this.rename}>
          ${this.wrong()}
          <label class="field"
            >${t("paired.label")}<input
              name="label"
              required
              maxlength="80"
              autocomplete="off"
              .value=${this.named}
          /></label>
          <button class="primary great wide" ?disabled=${this.busy}>${t("common.save")}</button>
          <button type="button" class="wide" @click=${() => (this.open = false)}>
            ${t("common.cancel")}
          </button>
        </form>
      </accueil-sheet>`;
  }

  private async rename(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const label = String(new FormData(event.target as HTMLFormElement).get("label")).trim();
    if (!label) return;
    if (await this.ask(() => api.patch(this.path, { label }))) {
      this.open = false;
      this.tell("renamed");
    }
  }
}
