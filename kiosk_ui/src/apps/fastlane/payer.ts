/** A friend's page: their share, one tap to pay it, and how everybody's stands, live. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/basket-lines";
import "../../elements/countdown";
import { icon } from "../../elements/icons";
import "../../elements/share-list";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import { t } from "../../lib/i18n";
import { money } from "../../lib/selling/amounts";
import { givenBack, wordOf } from "../../lib/selling/paying";
import type { Basket, Share } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";
import { look } from "../../elements/selling/look";
import "../../elements/selling/part-sheet";
import "./one-share";

@customElement("accueil-lane-payer")
export class LanePayer extends Spoken {
  static override styles = [
    base,
    buttons,
    marble,
    look,
    css`
      .mine {
        --marble: var(--marble-strip);
        display: grid;
        justify-items: center;
        gap: var(--s3);
        margin-block-end: var(--s4);
        padding: var(--s6) var(--s5);
        border-radius: var(--radius-l);
        background: var(--ground);
        text-align: center;
      }
      .mine strong {
        font: 500 var(--title-xl) / 1 var(--serif);
        font-variant-numeric: lining-nums;
        letter-spacing: -0.01em;
      }
      .mine .all {
        font: 500 var(--title-m) / 1.2 var(--serif);
      }
      .mine > svg {
        inline-size: 3rem;
        block-size: 3rem;
        color: var(--accent);
      }
      h2 {
        padding-block: var(--s5) 0;
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) busy = false;
  @state() private parted: Share | null = null;

  override render(): TemplateResult {
    const { basket, lane } = this;
    const { bill } = basket;
    const { own } = lane;
    return html`<main class="page">
        <div class="content">
          <h1 class="unseen">${t("fastlane.title")}</h1>
          ${this.mine(own)}
          ${givenBack(basket)
            ? html`<p class="notice" role="status">${t("payment.returned_more")}</p>`
            : nothing}
          ${own && bill && !this.over() && !givenBack(basket)
            ? html`<accueil-lane-one-share among .lane=${lane} .share=${own} ?busy=${this.busy}>
              </accueil-lane-one-share>`
            : nothing}
          ${bill
            ? html`${bill.outcome
                  ? nothing
                  : html`<p class="held">
                      <span>${t("bag.held")}</span>
                      <accueil-countdown until=${bill.deadline} @over=${() => lane.wake()}>
                      </accueil-countdown>
                    </p>`}
                <accueil-share-list
                  pays
                  own=${basket.own_share_id}
                  .bill=${bill}
                  ?busy=${this.busy}
                  @share-pay=${({ detail }: CustomEvent<Share>) => lane.pay(detail.id)}
                  @share-part=${({ detail }: CustomEvent<Share>) => (this.parted = detail)}
                ></accueil-share-list>`
            : nothing}
          <h2>${t("bag.together")}</h2>
          <accueil-basket-lines .basket=${basket}></accueil-basket-lines>
        </div>
        ${this.bar(own)}
      </main>
      <accueil-lane-part-sheet
        .lane=${lane}
        .share=${this.parted}
        ?busy=${this.busy}
        ?open=${this.parted !== null}
        @closed=${() => (this.parted = null)}
      ></accueil-lane-part-sheet>`;
  }

  private mine(own: Share | undefined): TemplateResult {
    return html`<div class="mine marble clear">
      ${this.over()
        ? html`${icon("check")}
            <p class="all">${t("payer.all_paid")}</p>`
        : own
          ? html`<p class="over">${t("payer.share")}</p>
              <strong><bdi>${money(own.amount)}</bdi></strong>
              ${own.payer ? html`<p class="quiet"><bdi>${own.payer}</bdi></p>` : nothing}`
          : html`<p>${t("payer.no_share")}</p>`}
    </div>`;
  }

  private bar(own: Share | undefined): TemplateResult | typeof nothing {
    const word = own && wordOf(own.state);
    if (!own || this.basket.bill?.outcome || (word !== "waiting" && word !== "declined")) return nothing;
    return html`<div class="bar"><div>
      <button class="primary great wide" ?disabled=${this.busy} @click=${() => this.lane.pay(own.id)}>
        ${this.busy ? t("bag.moment") : t(word === "declined" ? "bag.try_again" : "payer.pay")}
      </button>
      ${word === "declined"
        ? html`<button class="wide" ?disabled=${this.busy} @click=${() => (this.parted = own)}>
            ${t("share.pay_part")}
          </button>`
        : html`<p class="small quiet">${t("payer.only_then")}</p>`}
    </div></div>`;
  }

  /** All of it is charged: the bag is on its way out. */
  private over(): boolean {
    return ["paid", "released", "closed"].includes(this.basket.state);
  }
}
