/** Under a code for cameras: the same to type, in groups, and whole when it is copied. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { t } from "../lib/i18n";
import { Spoken } from "./spoken";
import { base } from "./styles";

@customElement("accueil-typed-code")
export class TypedCode extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        color: inherit; /* it stands on a dark panel, too */
        text-align: center;
      }
      p {
        opacity: 0.85;
        font-size: var(--text-s);
      }
      code {
        font: 600 1.375rem/1.4 var(--sans);
        font-variant-numeric: lining-nums;
        letter-spacing: 0.08em;
        white-space: nowrap;
        user-select: all;
      }
    `,
  ];

  @property() code = "";

  override render(): TemplateResult {
    return html`<p>${t("common.typed_code")}</p>
      <code dir="ltr" translate="no">${this.code}</code>`;
  }
}
