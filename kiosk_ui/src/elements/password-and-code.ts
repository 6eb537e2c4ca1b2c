/** The two fields by which somebody proves anew who they are: `password` and `code`. */

import { html, type TemplateResult } from "lit";

import { t } from "../lib/i18n";

export function passwordAndCode(): TemplateResult {
  return html`<label class="field"
      >${t("strong.password")}<input
        name="password"
        type="password"
        required
        maxlength="256"
        autocomplete="current-password"
    /></label>
    <label class="field"
      >${t("strong.any_code")}<input
        name="code"
        required
        maxlength="32"
        inputmode="text"
        autocomplete="one-time-code"
    /></label>`;
}
