/** When a client is likely to come again, in a sentence that says how sure it is. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api } from "../lib/api";
import { date, money, percent } from "../lib/format";
import { t } from "../lib/i18n";
import { span, type NextPurchase } from "../lib/next-purchase";
import { Spoken } from "./spoken";
import { base } from "./styles";

@customElement("accueil-next-purchase")
export class NextPurchaseLine extends Spoken {
  static override styles = [base];

  @property({ attribute: "client-id" }) clientId = "";
  @state() private known: NextPurchase | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("clientId")) return;
    this.known = null;
    void this.read(this.clientId);
  }

  override render(): TemplateResult {
    const { known } = this;
    if (!known?.last_on) return html`${nothing}`;
    return html`<p>${t("next.usually", {
        usually: span(known.usually_days),
        latest: span(known.latest_days),
        since: span(known.since_days),
      })}</p>
      <p class="small quiet">
        ${t("next.still", { share: percent(known.still_client) })}
        ${known.worth_minor
          ? `· ${t("next.worth", { amount: money(known.worth_minor, known.currency) })}`
          : ""}
        · ${t("next.from", { count: known.purchases, date: date(known.last_on) })}
      </p>`;
  }

  private async read(id: string): Promise<void> {
    if (!id) return;
    const known = await api
      .get<NextPurchase | null>(`/clients/${encodeURIComponent(id)}/next-purchase`)
      .catch(() => null);
    if (id === this.clientId) this.known = known;
  }
}
