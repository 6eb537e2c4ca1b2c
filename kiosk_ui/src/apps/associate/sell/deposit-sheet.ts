/** A deposit on a piece that is ordered: part is paid now, the rest when it is there. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { amountField } from "../../../elements/selling/amount-field";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { t } from "../../../lib/i18n";
import { decimals, plain, shown, unitsOf } from "../../../lib/selling/amounts";
import type { Basket } from "../../../lib/selling-views";
import type { Counter } from "./counter";
import { sellLook } from "./sell-look";

@customElement("accueil-deposit-sheet")
export class DepositSheet extends Spoken {
  static override styles = [base, buttons, fields, sellLook];

  @property({ attribute: false }) counter!: Counter;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) open = false;
  @state() private typed = "";
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open")) this.typed = this.said = "";
  }

  override render(): TemplateResult {
    const units = this.units();
    const rest = units === null ? null : this.basket.total.units - units;
    return html`<accueil-sheet label=${t("sell.deposit")} ?open=${this.open}>
      <form @submit=${this.send}>
        <p class="quiet">${t("sell.deposit_how")}</p>
        ${amountField(
          t("sell.deposit_amount", { currency: this.basket.currency }),
          this.typed,
          (typed) => (this.typed = typed),
        )}
        ${rest !== null && rest > 0
          ? html`<p class="quiet" role="status">
              ${t("split.rest", { amount: shown(rest, this.basket.total) })}
            </p>`
          : nothing}
        ${wrong(this.said)}
        <button class="primary great" ?disabled=${this.counter.busy || rest === null || rest <= 0 || !units}>
          ${t("sell.take")}
        </button>
      </form>
    </accueil-sheet>`;
  }

  private units(): number | null {
    return unitsOf(this.typed.trim() || "0", decimals(this.basket.total));
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const units = this.units();
    if (!units) return;
    if (await this.counter.deposit(plain(units, decimals(this.basket.total)))) this.tell("closed");
    else this.said = this.counter.said;
  };
}
