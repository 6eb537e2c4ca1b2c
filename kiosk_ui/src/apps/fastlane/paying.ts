/** Paying, for whoever the bag is: held pieces, the way to the bank and back, or the friends' shares. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/basket-lines";
import "../../elements/countdown";
import { icon } from "../../elements/icons";
import "../../elements/share-list";
import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import { t } from "../../lib/i18n";
import { money } from "../../lib/selling/amounts";
import { untouched, wordOf } from "../../lib/selling/paying";
import type { Basket, Bill, Share } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";
import { look } from "../../elements/selling/look";
import "./one-share";

@customElement("accueil-lane-paying")
export class LanePaying extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      .more {
        padding-block: var(--s2) var(--s5);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) busy = false;
  @state() private sheet: "" | "split" | "code" | "part" = "";
  @state() private chosen: Share | null = null;

  override render(): TemplateResult {
    const { basket } = this;
    const { bill } = basket;
    if (!bill) return html`<main class="page"></main>`;
    const alone = bill.shares.length === 1 ? bill.shares[0] : undefined;
    return html`<main class="page">
        <div class="content">
          ${this.held(bill)}
          ${alone
            ? html`<accueil-lane-one-share .lane=${this.lane} .share=${alone} ?busy=${this.busy}>
                </accueil-lane-one-share>`
            : this.friends(bill)}
          <accueil-basket-lines .basket=${basket}></accueil-basket-lines>
        </div>
        ${this.bar(bill, alone)}
      </main>
      ${this.sheets()}`;
  }

  private held(bill: Bill): TemplateResult | typeof nothing {
    if (bill.outcome) return nothing;
    return html`<p class="held">
      <span>${t("bag.held")}</span>
      <accueil-countdown until=${bill.deadline} @over=${() => this.lane.wake()}></accueil-countdown>
    </p>`;
  }

  private friends(bill: Bill): TemplateResult {
    return html`<h1>${t("bag.shared")}</h1>
      <p class="quiet more">${t("bag.shared_more")}</p>
      <accueil-share-list
        pays
        shows
        .bill=${bill}
        ?busy=${this.busy}
        @share-pay=${({ detail }: CustomEvent<Share>) => this.lane.pay(detail.id)}
        @share-show=${({ detail }: CustomEvent<Share>) => this.choose(detail, "code")}
        @share-part=${({ detail }: CustomEvent<Share>) => this.choose(detail, "part")}
      ></accueil-share-list>`;
  }

  private bar(bill: Bill, alone: Share | undefined): TemplateResult {
    const word = alone && wordOf(alone.state);
    return html`<div class="bar"><div>
      <p class="total">
        <span>${t(bill.deposit ? "bag.deposit" : "bag.total")}</span>
        <strong><bdi>${money(bill.amount)}</bdi></strong>
      </p>
      ${word === "waiting"
        ? html`<button class="primary great wide" ?disabled=${this.busy} @click=${() => this.lane.pay()}>
            ${this.busy ? t("bag.moment") : t("bag.pay")}
          </button>`
        : nothing}
      ${word === "declined" && alone
        ? html`<button
              class="primary great wide"
              ?disabled=${this.busy}
              @click=${() => this.lane.pay(alone.id)}
            >
              ${this.busy ? t("bag.moment") : t("bag.try_again")}
            </button>
            <button class="wide" ?disabled=${this.busy} @click=${() => this.choose(alone, "part")}>
              ${t("share.pay_part")}
            </button>`
        : nothing}
      ${untouched(this.basket) ? this.backOut(alone) : nothing}
    </div></div>`;
  }

  /** While nobody has begun to pay, everything can still be chosen otherwise. */
  private backOut(alone: Share | undefined): TemplateResult {
    return html`<button class="wide" ?disabled=${this.busy} @click=${() => this.show("split")}>
        ${icon("people")}${t(alone ? "bag.share" : "bag.share_otherwise")}
      </button>
      <button
        class="bare wide"
        ?disabled=${this.busy}
        @click=${() => this.lane.do((door) => door.unlock(), { conflict: "bag.not_now" })}
      >
        ${t("bag.choose_on")}
      </button>`;
  }

  private sheets(): TemplateResult {
    const closed = (): void => void (this.sheet = "");
    return html`<accueil-lane-split-sheet
        .lane=${this.lane}
        .basket=${this.basket}
        ?open=${this.sheet === "split"}
        @closed=${closed}
      ></accueil-lane-split-sheet>
      <accueil-lane-code-sheet
        .lane=${this.lane}
        .bill=${this.basket.bill}
        .share=${this.chosen}
        ?open=${this.sheet === "code"}
        @closed=${closed}
      ></accueil-lane-code-sheet>
      <accueil-lane-part-sheet
        .lane=${this.lane}
        .share=${this.chosen}
        ?busy=${this.busy}
        ?open=${this.sheet === "part"}
        @closed=${closed}
      ></accueil-lane-part-sheet>`;
  }

  private choose(share: Share, sheet: "code" | "part"): void {
    this.chosen = share;
    this.show(sheet);
  }

  private show(sheet: "split" | "code" | "part"): void {
    void { split: () => import("../../elements/selling/split-sheet"), code: () => import("../../elements/selling/code-sheet"), part: () => import("../../elements/selling/part-sheet") }[sheet]();
    this.sheet = sheet;
  }
}
