/** What did not work, said at once to whoever listens; nothing where all is well. */

import { html, nothing, type TemplateResult } from "lit";

export function wrong(said: string | null): TemplateResult | typeof nothing {
  return said ? html`<p class="wrong" role="alert">${said}</p>` : nothing;
}
