/** Part of a share that was declined: whoever holds this phone pays that much, another the rest. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { amountField } from "./amount-field";
import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons, fields, formInSheet } from "../styles";
import { t } from "../../lib/i18n";
import { decimals, money, plain, shown, unitsOf } from "../../lib/selling/amounts";
import type { Share } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";

@customElement("accueil-lane-part-sheet")
export class LanePartSheet extends Spoken {
  static override styles = [base, buttons, fields, formInSheet];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) share: Share | null = null;
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  @state() private typed = "";

  override render(): TemplateResult {
    const { share } = this;
    const units = share ? unitsOf(this.typed, decimals(share.amount)) : null;
    const rest = share && units !== null ? share.amount.units - units : null;
    const fits = units !== null && units > 0 && rest !== null && rest > 0;
    return html`<accueil-sheet label=${t("share.pay_part")} ?open=${this.open}>
      ${share
        ? html`<form @submit=${(event: SubmitEvent) => this.pay(event, share)}>
            <p class="quiet">${t("split.part_more", { amount: money(share.amount) })}</p>
            ${amountField(
              t("split.part", { currency: share.amount.currency }),
              this.typed,
              (typed) => (this.typed = typed),
            )}
            <p class="quiet" role="status">
              ${fits && rest !== null
                ? html`<bdi>${t("split.rest", { amount: shown(rest, share.amount) })}</bdi>`
                : nothing}
            </p>
            <button class="primary great" ?disabled=${!fits || this.busy}>${t("bag.pay")}</button>
          </form>`
        : nothing}
    </accueil-sheet>`;
  }

  private async pay(event: SubmitEvent, share: Share): Promise<void> {
    event.preventDefault();
    const digits = decimals(share.amount);
    const units = unitsOf(this.typed, digits);
    if (units === null) return;
    await this.lane.payPart(share, plain(units, digits));
    this.tell("closed");
  }
}
