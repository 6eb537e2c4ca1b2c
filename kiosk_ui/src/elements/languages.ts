/** The languages that a page is offered in, one tap each. */

import { css, html, type TemplateResult } from "lit";

import { chooseLanguage, language, offered, t } from "../lib/i18n";

export function languageButtons(): TemplateResult[] {
  return offered().map(
    ([tag, name]) => html`<button
      class="bare"
      lang=${tag}
      aria-pressed=${tag === language() ? "true" : "false"}
      @click=${() => chooseLanguage(tag)}
    >
      ${name}
    </button>`,
  );
}

/** At the foot of a guest's page. */
export function languages(): TemplateResult {
  return html`<div class="languages" role="group" aria-label=${t("settings.language")}>
    ${languageButtons()}
  </div>`;
}

export const languagesLook = css`
  .languages {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--s2);
    padding-block-start: var(--s5);
  }
  .languages button {
    white-space: nowrap;
  }
`;
