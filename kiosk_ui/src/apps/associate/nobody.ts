/** What stands where nobody waits: calm, or off shift. */

import { html, type TemplateResult } from "lit";

import { t } from "../../lib/i18n";
import type { AssociateView } from "../../lib/views";

export function nobody(me: AssociateView, settled: boolean, start: () => void): TemplateResult {
  if (!settled) return html`<div class="none"><p role="status">${t("common.loading")}</p></div>`;
  const name = me.display_name.split(" ")[0] ?? "";
  return me.on_shift
    ? html`<div class="none">
        <p class="over">${t("empty.hello", { name })}</p>
        <h1>${t("empty.calm")}</h1>
        <p>${t("empty.calm_more")}</p>
      </div>`
    : html`<div class="none">
        <p class="over">${t("empty.hello", { name })}</p>
        <h1>${t("empty.off")}</h1>
        <p>${t("empty.off_more")}</p>
        <button class="primary great" @click=${start}>${t("shift.start")}</button>
      </div>`;
}
