/** A payer's code, held out to their phone; or the link, sent to them. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../qr-card";
import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons } from "../styles";
import { whole } from "../../lib/format";
import { t } from "../../lib/i18n";
import { money } from "../../lib/selling/amounts";
import { keepLinks, keptLinks } from "../../lib/selling/links";
import { trouble } from "../../lib/trouble";
import type { Bill, Share } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";

@customElement("accueil-lane-code-sheet")
export class LaneCodeSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      .amount {
        padding-block-end: var(--s4);
        font: 500 var(--title-m) / 1 var(--serif);
        font-variant-numeric: lining-nums;
        text-align: center;
      }
      accueil-qr-card {
        padding-block-end: var(--s4);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) bill: Bill | null = null;
  @property({ attribute: false }) share: Share | null = null;
  @property({ type: Boolean }) open = false;
  @state() private url = "";
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.open || !(changed.has("open") || changed.has("share"))) return;
    this.said = "";
    this.url = (this.bill && this.share && keptLinks(this.bill.id)[this.share.id]) ?? "";
    if (!this.url) void this.renew();
  }

  override render(): TemplateResult {
    const { share } = this;
    const name = share?.payer || t("share.payer", { number: whole((share?.place ?? 0) + 1) });
    return html`<accueil-sheet label=${name} ?open=${this.open}>
      ${share ? html`<p class="amount"><bdi>${money(share.amount)}</bdi></p>` : nothing}
      ${this.said ? html`<p role="alert">${this.said}</p>` : nothing}
      ${this.url
        ? html`<accueil-qr-card
            url=${this.url}
            label=${t("split.code_of", { name })}
            hint=${t("split.code_more")}
            message=${t("split.message", { amount: money(share?.amount) })}
          ></accueil-qr-card>`
        : nothing}
    </accueil-sheet>`;
  }

  /** Another phone shared the bill, or this one has forgotten: the old link is void with that. */
  private async renew(): Promise<void> {
    const { share, bill } = this;
    if (!share || !bill) return;
    try {
      const link = await this.lane.door.shareLink(share.id);
      keepLinks(bill.id, [link]);
      if (this.share?.id === share.id) this.url = link.url;
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
