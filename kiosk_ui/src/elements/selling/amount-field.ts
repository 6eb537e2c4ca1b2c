/** An amount of money as it is typed, in digits and with the keys for them. */

import { html, type TemplateResult } from "lit";

export function amountField(
  label: string,
  typed: string,
  types: (typed: string) => void,
): TemplateResult {
  return html`<label class="field"
    >${label}<input
      inputmode="decimal"
      autocomplete="off"
      .value=${typed}
      @input=${(event: InputEvent) => types((event.target as HTMLInputElement).value)}
  /></label>`;
}
