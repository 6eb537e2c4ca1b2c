/** Choosing: what is in the bag, how more comes into it, and what is to be done with it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/basket-lines";
import type { LineChange, LineSerial } from "../../elements/basket-lines";
import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import "../../elements/switch";
import { t } from "../../lib/i18n";
import { dayThere, hoursThere } from "../../lib/said";
import { money, total } from "../../lib/selling/amounts";
import { givenBack } from "../../lib/selling/paying";
import type { Basket } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";
import { look } from "../../elements/selling/look";

type Sheet = "" | "scan" | "find" | "delivery" | "split";

/** A sheet's code is fetched when it is opened, and not before. */
const SHEETS: Record<Exclude<Sheet, "">, () => Promise<unknown>> = {
  scan: () => import("../../elements/selling/scan-sheet"),
  find: () => import("../../elements/selling/find-sheet"),
  delivery: () => import("../../elements/selling/delivery-sheet"),
  split: () => import("../../elements/selling/split-sheet"),
};

@customElement("accueil-lane-bag")
export class LaneBag extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3);
        padding-block: var(--s4);
      }
      .ways button {
        flex: 1 1 auto;
        padding-inline: var(--s3);
        white-space: nowrap;
      }
      .empty {
        padding-block: var(--s7) var(--s4);
      }
      .empty svg {
        inline-size: 3.5rem;
        block-size: 3.5rem;
        stroke-width: 1;
        color: var(--quiet);
      }
      .empty + .ways button {
        flex-basis: 100%;
      }
      h2 {
        padding-block: var(--s5) var(--s2);
      }
      accueil-switch {
        padding-block: var(--s1);
        border-block-end: 1px solid var(--hairline);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  /** The boutique's time zone: hours of delivery are its own. */
  @property() zone = "";
  @property({ type: Boolean }) busy = false;
  @state() private sheet: Sheet = "";

  override render(): TemplateResult {
    const { basket } = this;
    return html`<main class="page">
        <div class="content">
          <h1 class="unseen">${t("fastlane.title")}</h1>
          ${givenBack(basket)
            ? html`<p class="notice" role="status">${t("payment.returned_more")}</p>`
            : nothing}
          ${basket.lines.length ? this.lines() : this.empty()}
          <div class="ways">
            <button class="primary" @click=${() => this.show("scan")}>
              ${icon("scan")}${t("bag.scan")}
            </button>
            <button @click=${() => this.show("find")}>${icon("search")}${t("bag.find")}</button>
          </div>
          ${basket.lines.length ? this.options() : nothing}
        </div>
        ${basket.lines.length ? this.bar() : nothing}
      </main>
      ${this.sheets()}`;
  }

  private empty(): TemplateResult {
    return html`<div class="centre empty">
      ${icon("bag")}
      <p class="quiet">${t("bag.empty")}</p>
    </div>`;
  }

  private lines(): TemplateResult {
    const { lane } = this;
    return html`<accueil-basket-lines
      changeable
      answers
      .basket=${this.basket}
      ?busy=${this.busy}
      @line-change=${({ detail }: CustomEvent<LineChange>) =>
        lane.do((door) => door.change(detail.id, detail.changes), { conflict: "bag.not_to_be_had" })}
      @line-remove=${({ detail }: CustomEvent<string>) => lane.do((door) => door.remove(detail))}
      @line-serial=${({ detail }: CustomEvent<LineSerial>) => lane.name(detail.line, detail.serial)}
    ></accueil-basket-lines>`;
  }

  private options(): TemplateResult {
    const { basket, lane } = this;
    const { delivery } = basket;
    return html`<h2>${t("bag.this_purchase")}</h2>
      <accueil-switch
        label=${t("bag.gift_receipt")}
        hint=${t("bag.gift_receipt_more")}
        ?checked=${basket.gift_receipt}
        ?disabled=${this.busy}
        @switch=${({ detail }: CustomEvent<boolean>) =>
          lane.do((door) => door.amend({ gift_receipt: detail }))}
      ></accueil-switch>
      <button class="row" @click=${() => this.show("delivery")}>
        ${icon("place")}
        <span>
          ${t(delivery ? "bag.delivered" : "bag.deliver")}
          <small>
            ${delivery
              ? html`${dayThere(delivery.starts_at, this.zone)},
                  <bdi>${hoursThere(delivery.starts_at, delivery.ends_at, this.zone)}</bdi>`
              : t("bag.deliver_more")}
          </small>
        </span>
        ${icon("next")}
      </button>
      <button class="row" ?disabled=${!this.ready} @click=${() => this.show("split")}>
        ${icon("people")}
        <span>${t("bag.share")}<small>${t("bag.share_more")}</small></span>
        ${icon("next")}
      </button>`;
  }

  private bar(): TemplateResult {
    const { basket } = this;
    const bought = basket.lines.some((line) => line.accepted);
    return html`<div class="bar"><div>
      ${bought && !this.ready ? html`<p class="small quiet">${t("bag.not_ready")}</p>` : nothing}
      <p class="total">
        <span>
          ${t("bag.total")}
          ${basket.rates.length
            ? html`<small class="quiet"
                ><bdi>${t("bag.vat", { vat: total(basket.rates.map((one) => one.vat)) })}</bdi></small
              >`
            : nothing}
        </span>
        <strong><bdi>${money(basket.total)}</bdi></strong>
      </p>
      <button
        class="primary great wide"
        ?disabled=${this.busy || !this.ready}
        @click=${() => this.lane.pay()}
      >
        ${this.busy ? t("bag.moment") : t("bag.pay")}
      </button>
    </div></div>`;
  }

  /** Whether everything in it can be had now. */
  private get ready(): boolean {
    const bought = this.basket.lines.filter((line) => line.accepted);
    return bought.length > 0 && bought.every((line) => line.available);
  }

  private sheets(): TemplateResult {
    const { lane, basket, sheet } = this;
    const closed = (): void => void (this.sheet = "");
    return html`<accueil-lane-scan-sheet
        .lane=${lane}
        .basket=${basket}
        ?open=${sheet === "scan"}
        @closed=${closed}
        @typed=${() => this.show("find")}
      ></accueil-lane-scan-sheet>
      <accueil-lane-find-sheet
        .lane=${lane}
        .basket=${basket}
        ?open=${sheet === "find"}
        @closed=${closed}
      ></accueil-lane-find-sheet>
      <accueil-lane-delivery-sheet
        .lane=${lane}
        .basket=${basket}
        zone=${this.zone}
        ?open=${sheet === "delivery"}
        @closed=${closed}
      ></accueil-lane-delivery-sheet>
      <accueil-lane-split-sheet
        .lane=${lane}
        .basket=${basket}
        ?open=${sheet === "split"}
        @closed=${closed}
      ></accueil-lane-split-sheet>`;
  }

  private show(sheet: Exclude<Sheet, "">): void {
    void SHEETS[sheet]();
    this.sheet = sheet;
  }
}
