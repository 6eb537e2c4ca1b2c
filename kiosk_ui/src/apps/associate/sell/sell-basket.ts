/** One basket on the associate's phone: filled, proposed, paid by its client, and let go. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/basket-lines";
import type { LineChange, LineSerial } from "../../../elements/basket-lines";
import "../../../elements/countdown";
import { icon } from "../../../elements/icons";
import "../../../elements/qr-card";
import "../../../elements/share-list";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import "../../../elements/switch";
import { api } from "../../../lib/api";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { money } from "../../../lib/selling/amounts";
import { dayThere, hoursThere } from "../../../lib/said";
import { untouched } from "../../../lib/selling/paying";
import type { Basket, Share } from "../../../lib/selling-views";
import type { ClientView, Me } from "../../../lib/views";
import { Wedge } from "../../../lib/scanning/wedge";
import { Counter } from "./counter";
import { sellLook } from "./sell-look";

type Sheet = "" | "scan" | "find" | "wishes" | "delivery" | "split" | "deposit" | "link" | "code" | "part" | "cash";

const SHEETS: Record<Exclude<Sheet, "" | "link">, () => Promise<unknown>> = {
  scan: () => import("../../../elements/selling/scan-sheet"),
  find: () => import("../../../elements/selling/find-sheet"),
  delivery: () => import("../../../elements/selling/delivery-sheet"),
  split: () => import("../../../elements/selling/split-sheet"),
  code: () => import("../../../elements/selling/code-sheet"),
  part: () => import("../../../elements/selling/part-sheet"),
  wishes: () => import("./wishes-sheet"),
  deposit: () => import("./deposit-sheet"),
  cash: () => import("./cash-sheet"),
};

@customElement("accueil-sell-basket")
export class SellBasket extends Spoken {
  static override styles = [base, buttons, fields, sellLook];

  @property({ attribute: "basket-id" }) basketId = "";
  @property({ attribute: false }) me!: Me;
  @state() private sheet: Sheet = "";
  @state() private share: Share | null = null;
  @state() private client: ClientView | null = null;
  private counter!: Counter;
  private readonly wedge = new Wedge();

  override connectedCallback(): void {
    super.connectedCallback();
    this.counter = new Counter(this.basketId, () => this.changed());
    this.counter.open();
    window.addEventListener("keydown", this.typed);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.typed);
    this.counter.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { basket, refused } = this.counter;
    return html`<div class="top">
        <button class="bare" @click=${() => this.tell("back")}>${icon("back")}${t("sell.title")}</button>
        ${basket && !["closed", "abandoned", "released"].includes(basket.state)
          ? html`<button class="bare" @click=${() => this.show("link")}>
              ${icon("scan")}${t("sell.client_phone")}
            </button>`
          : nothing}
      </div>
      ${basket
        ? this.whole(basket)
        : html`<p class="none" role="status">${t(refused ? "trouble.gone" : "common.loading")}</p>`}`;
  }

  private whole(basket: Basket): TemplateResult {
    return html`<div class="page">
        <div class="content">
          <div class="who">
            <h1><bdi>${this.client?.display_name ?? t("sell.nobody")}</bdi></h1>
            <span class="small quiet figures">${t("sell.number", { number: whole(basket.number) })}</span>
          </div>
          ${this.counter.online ? nothing : html`<p class="wrong" role="status">${t("trouble.offline")}</p>`}
          ${wrong(this.counter.said)}
          ${this.counter.done
            ? html`<p class="done" role="status">${icon("check")}${this.counter.done}</p>`
            : nothing}
          ${basket.tax_free && basket.state !== "open"
            ? html`<p class="row">
                ${icon("receipt")}<span>${t("sell.tax_free")}<small>${t("sell.tax_free_form")}</small></span>
              </p>`
            : nothing}
          ${this.stands(basket)}
        </div>
      </div>
      ${this.bar(basket)} ${this.sheets(basket)}`;
  }

  private stands(basket: Basket): TemplateResult {
    if (basket.needs_a_human) return html`${this.human()}${this.closing(basket)}`;
    if (basket.state === "open") return this.choosing(basket);
    if (basket.state === "locked" || basket.state === "paying") return this.paying(basket);
    return this.closing(basket);
  }

  private human(): TemplateResult {
    return html`<div class="panel human" role="alert">
      ${icon("person")}
      <h2>${t("sell.human")}</h2>
      <p>${t("sell.human_more")}</p>
    </div>`;
  }

  // ------------------------------------------------------------------ choosing

  private choosing(basket: Basket): TemplateResult {
    return html`${this.deposited(basket)}
      <div class="adding">
        <button @click=${() => this.show("scan")}>${icon("scan")}${t("sell.scan")}</button>
        <button @click=${() => this.show("find")}>${icon("search")}${t("sell.find")}</button>
        ${basket.client_id
          ? html`<button @click=${() => this.show("wishes")}>${icon("star")}${t("sell.wishes")}</button>`
          : nothing}
      </div>
      <accueil-switch
        label=${t("sell.propose")}
        ?checked=${this.counter.proposing}
        @switch=${({ detail }: CustomEvent<boolean>) => {
          this.counter.proposing = detail;
          this.requestUpdate();
        }}
      ></accueil-switch>
      ${basket.lines.length
        ? html`<accueil-basket-lines
            changeable
            .basket=${basket}
            ?busy=${this.counter.busy}
            @line-change=${({ detail }: CustomEvent<LineChange>) =>
              this.counter.do((door) => door.change(detail.id, detail.changes))}
            @line-remove=${({ detail }: CustomEvent<string>) =>
              this.counter.do((door) => door.remove(detail))}
            @line-serial=${({ detail }: CustomEvent<LineSerial>) =>
              this.counter.name(detail.line, detail.serial)}
          ></accueil-basket-lines>`
        : html`<p class="none">${t("sell.empty_more")}</p>`}
      ${basket.lines.length ? this.wishesOf(basket) : nothing}
      <button class="row" ?disabled=${this.counter.busy} @click=${this.abandon}>
        ${icon("close")}<span>${t("sell.abandon")}</span>
      </button>`;
  }

  /** Part of it is paid, and the piece is on order. */
  private deposited(basket: Basket): TemplateResult | typeof nothing {
    if (basket.refundable.units === 0) return nothing;
    void import("../../../elements/selling/receipts");
    return html`<div class="panel">
      <p>${t("sell.deposit_paid", { amount: money(basket.refundable) })}</p>
      <accueil-receipts
        apart
        serves
        .lane=${this.counter}
        .basket=${basket}
      ></accueil-receipts>
    </div>`;
  }

  private wishesOf(basket: Basket): TemplateResult {
    const { delivery } = basket;
    const when = delivery
      ? `${dayThere(delivery.starts_at, this.me.time_zone)}, ${hoursThere(delivery.starts_at, delivery.ends_at, this.me.time_zone)}`
      : t("sell.deliver_more");
    return html`<button class="row" @click=${() => this.show("delivery")}>
        ${icon("place")}<span>${t("sell.deliver")}<small><bdi>${when}</bdi></small></span>${icon("next")}
      </button>
      <button
        class="row"
        role="switch"
        aria-checked=${basket.gift_receipt ? "true" : "false"}
        @click=${() => this.counter.do((door) => door.amend({ gift_receipt: !basket.gift_receipt }))}
      >
        ${icon("gift")}<span>${t("bag.gift_receipt")}<small>${t("bag.gift_receipt_more")}</small></span>
        ${basket.gift_receipt ? icon("check") : nothing}
      </button>
      <button
        class="row"
        role="switch"
        aria-checked=${basket.tax_free ? "true" : "false"}
        @click=${() => this.counter.do((door) => door.amend({ tax_free: !basket.tax_free }))}
      >
        ${icon("receipt")}<span>${t("sell.tax_free_ask")}<small>${t("sell.tax_free_more")}</small></span>
        ${basket.tax_free ? icon("check") : nothing}
      </button>
      <button class="row" @click=${() => this.show("deposit")}>
        ${icon("hourglass")}<span>${t("sell.deposit")}<small>${t("sell.deposit_more")}</small></span>${icon("next")}
      </button>`;
  }

  // ------------------------------------------------------------------ paying

  private paying(basket: Basket): TemplateResult {
    const { bill } = basket;
    if (!bill) return html``;
    return html`${bill.outcome
        ? nothing
        : html`<p class="held">
            <span>${t("sell.held")}</span>
            <accueil-countdown until=${bill.deadline} @over=${() => this.counter.wake()}></accueil-countdown>
          </p>`}
      ${bill.shares.filter((one) => one.cash?.to_return).map((one) => this.toReturn(one))}
      ${bill.shares.length === 1 && basket.state === "locked" ? this.toTheClient() : nothing}
      <accueil-share-list
        ?shows=${bill.shares.length > 1}
        ?cash=${this.me.takes_cash && (bill.shares.length > 1 || basket.state !== "locked")}
        @share-cash=${({ detail }: CustomEvent<Share>) => this.choose(detail, "cash")}
        @share-cash-back=${({ detail }: CustomEvent<Share>) => this.counter.returnCash(detail.id)}
        .bill=${bill}
        ?busy=${this.counter.busy}
        @share-show=${({ detail }: CustomEvent<Share>) => this.choose(detail, "code")}
        @share-part=${({ detail }: CustomEvent<Share>) => this.choose(detail, "part")}
      ></accueil-share-list>
      <accueil-basket-lines .basket=${basket}></accueil-basket-lines>`;
  }

  /** Their friends did not pay: what lies in the drawer is theirs. */
  private toReturn(share: Share): TemplateResult {
    const amount = money(share.cash?.due);
    return html`<div class="panel human" role="alert">
      ${icon("coins")}
      <h2>${t("cash.return", { amount })}</h2>
      <p>${t("cash.return_more", { name: share.payer || t("share.payer", { number: whole(share.place + 1) }) })}</p>
      <button ?disabled=${this.counter.busy || !this.me.takes_cash} @click=${() => this.counter.returnCash(share.id)}>
        ${t("cash.returned")}
      </button>
    </div>`;
  }

  private toTheClient(): TemplateResult {
    return html`<div class="panel">
      <h2>${t("sell.pay_there")}</h2>
      ${this.link()}
    </div>`;
  }

  private link(): TemplateResult {
    const { link, busy } = this.counter;
    return html`${link
        ? html`<accueil-qr-card
            url=${link}
            label=${t("sell.link")}
            hint=${t("sell.link_more")}
            message=${t("sell.link_message", { brand: this.me.brand_name })}
          ></accueil-qr-card>`
        : html`<p class="quiet">${t("sell.no_link")}</p>`}
      <button class=${link ? "bare" : "primary"} ?disabled=${busy} @click=${() => this.counter.renewLink()}>
        ${t(link ? "sell.new_link" : "sell.make_link")}
      </button>`;
  }

  // ------------------------------------------------------------------ paid

  private closing(basket: Basket): TemplateResult {
    void import("./closing");
    return html`<accueil-sell-closing
      .counter=${this.counter}
      .basket=${basket}
      .me=${this.me}
      name=${this.client?.given_name ?? ""}
      ?busy=${this.counter.busy}
    ></accueil-sell-closing>`;
  }

  // ------------------------------------------------------------------ below

  private bar(basket: Basket): TemplateResult | typeof nothing {
    const { busy } = this.counter;
    const total = html`<p class="total">
      <span>${t(basket.bill?.deposit && basket.state !== "open" ? "sell.deposit" : "bag.total")}</span>
      <strong class="figures"
        ><bdi>${money(basket.state === "open" ? basket.total : (basket.bill?.amount ?? basket.total))}</bdi></strong
      >
    </p>`;
    if (basket.state === "open") {
      const ready = basket.lines.some((line) => line.accepted);
      return html`<div class="bar">
        ${total}
        <button class="primary great" ?disabled=${busy || !ready} @click=${this.lock}>${t("sell.take")}</button>
      </div>`;
    }
    if (!untouched(basket)) return nothing;
    const [only] = basket.bill?.shares ?? [];
    const cash = this.me.takes_cash && basket.bill?.shares.length === 1 && only?.cash;
    return html`<div class="bar">
      ${total}
      ${cash
        ? html`<button class="wide" ?disabled=${busy} @click=${() => this.choose(only, "cash")}>
            ${icon("coins")}${t("cash.title")}
          </button>`
        : nothing}
      <div class="two">
        <button ?disabled=${busy} @click=${() => this.show("split")}>${icon("people")}${t("sell.split")}</button>
        <button ?disabled=${busy} @click=${() => this.counter.do((door) => door.unlock())}>
          ${icon("back")}${t("sell.unlock")}
        </button>
      </div>
    </div>`;
  }

  private sheets(basket: Basket): TemplateResult {
    const { counter, sheet } = this;
    const closed = (): void => void (this.sheet = "");
    return html`<accueil-lane-scan-sheet .lane=${counter} .basket=${basket} ?open=${sheet === "scan"} @closed=${closed} @typed=${() => this.show("find")}></accueil-lane-scan-sheet>
      <accueil-lane-find-sheet .lane=${counter} .basket=${basket} ?open=${sheet === "find"} @closed=${closed}></accueil-lane-find-sheet>
      <accueil-wishes-sheet .counter=${counter} ?open=${sheet === "wishes"} @closed=${closed}></accueil-wishes-sheet>
      <accueil-lane-delivery-sheet
        .lane=${counter}
        .basket=${basket}
        zone=${this.me.time_zone}
        ?open=${sheet === "delivery"}
        @closed=${closed}
      ></accueil-lane-delivery-sheet>
      <accueil-deposit-sheet .counter=${counter} .basket=${basket} ?open=${sheet === "deposit"} @closed=${closed}></accueil-deposit-sheet>
      <accueil-lane-split-sheet serves .lane=${counter} .basket=${basket} ?open=${sheet === "split"} @closed=${closed}></accueil-lane-split-sheet>
      <accueil-lane-code-sheet .lane=${counter} .bill=${basket.bill} .share=${this.share} ?open=${sheet === "code"} @closed=${closed}></accueil-lane-code-sheet>
      <accueil-lane-part-sheet .lane=${counter} .share=${this.share} ?open=${sheet === "part"} @closed=${closed}></accueil-lane-part-sheet>
      <accueil-cash-sheet .counter=${counter} .share=${this.asItIs(basket)} ?open=${sheet === "cash"} @closed=${closed}></accueil-cash-sheet>
      <accueil-sheet label=${t("sell.client_phone")} ?open=${sheet === "link"} @closed=${closed}>
        ${sheet === "link" ? html`<div class="panel">${this.link()}</div>` : nothing}
      </accueil-sheet>`;
  }

  // ------------------------------------------------------------------ what happens

  private changed(): void {
    const { basket } = this.counter;
    if (basket?.client_id && basket.client_id !== this.client?.id) void this.know(basket.client_id);
    this.requestUpdate();
  }

  private async know(clientId: string): Promise<void> {
    this.client = await api.get<ClientView>(`/clients/${clientId}`).catch(() => null);
  }

  private show(sheet: Sheet): void {
    if (sheet && sheet !== "link") void SHEETS[sheet]();
    this.sheet = sheet;
  }

  /** The share that was chosen, as the house says it now. */
  private asItIs(basket: Basket): Share | null {
    return basket.bill?.shares.find((one) => one.id === this.share?.id) ?? null;
  }

  private choose(share: Share, sheet: "code" | "part" | "cash"): void {
    this.share = share;
    this.show(sheet);
  }

  private readonly lock = (): void => {
    void this.counter.do((door) => door.lock(), { conflict: "bag.not_ready" });
  };

  private readonly abandon = async (): Promise<void> => {
    if (await this.counter.abandon()) this.tell("back");
  };

  /** A hand scanner types like a keyboard, where no field is being typed in. */
  private readonly typed = (event: KeyboardEvent): void => {
    const [inner] = event.composedPath();
    if (inner instanceof HTMLInputElement || inner instanceof HTMLTextAreaElement) return;
    const code = this.wedge.press(event.key, performance.now());
    if (!code || this.counter.basket?.state !== "open") return;
    event.preventDefault();
    void this.counter.put(code);
  };
}

