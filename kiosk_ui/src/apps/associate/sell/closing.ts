/** Paid: the ceremony's closing step, the code for the door, receipts, and what may come back. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import "../../../elements/basket-lines";
import { icon } from "../../../elements/icons";
import "../../../elements/qr";
import "../../../elements/selling/receipts";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import "../../../elements/typed-code";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { t, type Key } from "../../../lib/i18n";
import { money } from "../../../lib/selling/amounts";
import { dayThere, hoursThere } from "../../../lib/said";
import type { Basket, Delivery, Leave } from "../../../lib/selling-views";
import { trouble } from "../../../lib/trouble";
import type { Me } from "../../../lib/views";
import type { Counter } from "./counter";
import { sellLook } from "./sell-look";

const STEPS = ["thank", "wrap", "receipt", "walk", "next"] as const;

@customElement("accueil-sell-closing")
export class SellClosing extends Spoken {
  static override styles = [base, buttons, fields, sellLook];

  @property({ attribute: false }) counter!: Counter;
  @property({ attribute: false }) basket!: Basket;
  @property({ attribute: false }) me!: Me;
  @property() name = "";
  @property({ type: Boolean }) busy = false;
  @state() private leave: Leave | null = null;
  @state() private refunding = false;
  /** What was tapped, until the house has answered. */
  private readonly ticked = new Map<string, boolean>();
  @state() private said = "";
  private asked = false;

  /** A client who opens their link makes a pass of their own there, and this one is void. */
  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("basket");
    if (before && !before.link_opened && this.basket.link_opened) this.leave = null;
  }

  override updated(): void {
    const { basket, me } = this;
    const mine = basket.associate_id === me.associate.id;
    if (this.asked || !mine || !basket.exit_pass || basket.link_opened) return;
    this.asked = true;
    void this.issue();
  }

  override render(): TemplateResult {
    const { basket } = this;
    return html`${this.stands(basket)}
      ${wrong(this.said)}
      ${basket.paid_at && basket.state !== "closed" ? this.ceremony() : nothing}
      ${basket.paid_at
        ? html`<h2 class="closing">${t("sell.receipt")}</h2>
            <accueil-receipts apart serves .lane=${this.counter} .basket=${basket}></accueil-receipts>`
        : nothing}
      <accueil-basket-lines .basket=${basket}></accueil-basket-lines>
      ${basket.refunds.map(
        (one) => html`<p class="row">
          ${icon(one.coins ? "coins" : "back")}<span
            ><bdi>${money(one.coins ?? one.amount)}</bdi
            ><small>${t(`refund.${one.state}`)}${one.coins ? html` · ${t("share.in_cash")}` : nothing}</small></span
          >
        </p>`,
      )}
      ${this.afterwards(basket)} ${this.refundSheet()}`;
  }

  private stands(basket: Basket): TemplateResult | typeof nothing {
    if (basket.needs_a_human) return nothing;
    if (basket.delivery) return this.home(basket, basket.delivery);
    if (basket.state !== "paid") {
      return html`<div class="panel">${icon("check")}<h2>${t(`sell.state.${basket.state}`)}</h2></div>`;
    }
    return html`<div class="panel paid" role="status">
      <p class="over">${t("sell.state.paid")}</p>
      <h2>${t("sell.paid", { amount: money(basket.captured) })}</h2>
      ${this.leave
        ? html`<accueil-qr .value=${this.leave.code} label=${t("leaving.code")}></accueil-qr>
            <accueil-typed-code .code=${this.leave.typed}></accueil-typed-code>
            <p class="quiet">${t("sell.exit_more", { count: this.leave.pieces })}</p>`
        : basket.exit_pass
          ? html`<p class="quiet">${t(basket.link_opened ? "sell.exit_there" : "sell.exit_nowhere")}</p>
              <button class="primary" ?disabled=${this.busy} @click=${this.issue}>${t("sell.exit_here")}</button>`
          : nothing}
    </div>`;
  }

  private home(basket: Basket, delivery: Delivery): TemplateResult {
    const { time_zone } = this.me;
    return html`<div class="panel paid" role="status">
      <p class="over">${t(`sell.state.${basket.state}`)}</p>
      <h2>${dayThere(delivery.starts_at, time_zone)}</h2>
      <p class="figures"><bdi>${hoursThere(delivery.starts_at, delivery.ends_at, time_zone)}</bdi></p>
      <p class="quiet"><bdi>${delivery.name}</bdi><br /><bdi>${delivery.address}</bdi></p>
      ${delivery.gift_wrap ? html`<p>${t("bag.wrapped")}</p>` : nothing}
      ${delivery.note ? html`<p class="quiet">« <bdi>${delivery.note}</bdi> »</p>` : nothing}
      ${basket.state === "paid"
        ? html`<button class="primary" ?disabled=${this.busy} @click=${() => this.counter.finish(true)}>
            ${t("sell.courier")}
          </button>`
        : nothing}
    </div>`;
  }

  /** What the maison does when somebody leaves: not a form, and nobody is held up by it. */
  private ceremony(): TemplateResult {
    const done = new Set<string>(this.basket.farewell.map((one) => one.step));
    return html`<h2 class="closing">${t("ceremony.closing")}</h2>
      <ul class="steps">
        ${STEPS.map(
          (step) => html`<li>
            <label>
              <input
                type="checkbox"
                .checked=${live(this.ticked.get(step) ?? done.has(step))}
                @change=${(event: Event) => this.tick(step, event.target as HTMLInputElement)}
              />
              <span
                ><b>${this.step(step)}</b>
                <span class="small quiet">${t(`ceremony.${step}_more` as Key)}</span></span
              >
            </label>
          </li>`,
        )}
      </ul>`;
  }

  private step(step: (typeof STEPS)[number]): string {
    if (step === "thank" && this.name) return t("ceremony.thank_named", { name: this.name });
    return t(`ceremony.${step}` as Key);
  }

  private afterwards(basket: Basket): TemplateResult {
    const manager = this.me.associate.role === "manager";
    return html`${basket.paid_at
        ? html`<button class="row" @click=${() => this.tell<Basket>("exchange", basket)}>
            ${icon("hand")}<span>${t("sell.exchange")}<small>${t("sell.exchange_more")}</small></span>${icon("next")}
          </button>`
        : nothing}
      ${basket.refundable.units > 0
        ? manager
          ? html`<button class="row" @click=${() => (this.refunding = true)}>
              ${icon("back")}<span>${t("sell.refund")}<small>${t("sell.refund_more", { amount: money(basket.refundable) })}</small></span>${icon("next")}
            </button>`
          : html`<p class="row">${icon("back")}<span>${t("sell.refund")}<small>${t("sell.refund_who")}</small></span></p>`
        : nothing}
      ${basket.state === "released"
        ? html`<button class="row" ?disabled=${this.busy} @click=${() => this.counter.finish(false)}>
            ${icon("check")}<span>${t("sell.finish")}</span>
          </button>`
        : nothing}`;
  }

  private refundSheet(): TemplateResult | typeof nothing {
    if (!this.refunding) return nothing;
    void import("./refund-sheet");
    return html`<accueil-refund-sheet
      open
      .counter=${this.counter}
      .basket=${this.basket}
      ?busy=${this.busy}
      @closed=${() => (this.refunding = false)}
    ></accueil-refund-sheet>`;
  }

  /** Kept with the sale; what could not be kept is not shown as done. */
  private async tick(step: string, box: HTMLInputElement): Promise<void> {
    this.ticked.set(step, box.checked);
    await this.counter.farewell(step, box.checked);
    this.ticked.delete(step);
    this.requestUpdate();
  }

  private readonly issue = async (): Promise<void> => {
    try {
      this.leave = await this.counter.door.leave();
    } catch (error) {
      this.said = trouble(error);
    }
  };
}
