/**
 * Who pays what of a bill, and how it stands, live. Tells `share-pay`, `share-part`, `share-show`,
 * `share-cash` and `share-cash-back` with a share.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { whole } from "../lib/format";
import { t } from "../lib/i18n";
import { money } from "../lib/selling/amounts";
import { payable, toppable, wordOf, type ShareWord } from "../lib/selling/paying";
import type { Bill, Share } from "../lib/selling-views";
import { icon, type Icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

const SIGNS: Record<ShareWord, Icon> = {
  waiting: "hourglass",
  paying: "phone",
  checking: "clock",
  ready: "check",
  paid: "check",
  declined: "close",
  returned: "back",
  human: "person",
};

@customElement("accueil-share-list")
export class ShareList extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      .sum {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .bar {
        display: flex;
        gap: 3px;
        block-size: 0.5rem;
        margin-block: var(--s2) var(--s3);
      }
      .bar > span {
        border-radius: 999px;
        background: var(--hairline);
        transition: background var(--calm) var(--ease);
      }
      .bar > .ready,
      .bar > .paid {
        background: var(--accent);
      }
      .bar > .declined,
      .bar > .human {
        background: var(--refusal);
      }
      .bar > .paying,
      .bar > .checking {
        background: var(--attention);
      }
      li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: var(--s1) var(--s3);
        padding-block: var(--s3);
        border-block-end: 1px solid var(--hairline);
      }
      li:last-child {
        border-block-end: 0;
      }
      .sign {
        display: grid;
        place-items: center;
        inline-size: 2.25rem;
        block-size: 2.25rem;
        border-radius: 50%;
        background: var(--sunken);
        color: var(--quiet);
      }
      .ready > .sign,
      .paid > .sign {
        background: var(--accent);
        color: var(--on-accent);
      }
      .declined > .sign,
      .human > .sign {
        background: var(--refusal-wash);
        color: var(--refusal);
      }
      .paying > .sign,
      .checking > .sign {
        background: var(--attention-wash);
        color: var(--attention);
      }
      .who {
        font: 500 var(--title-s) / 1.2 var(--serif);
        overflow-wrap: anywhere;
      }
      .how {
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .declined .how,
      .human .how {
        color: var(--refusal);
      }
      .amount {
        font-size: var(--text-l);
        white-space: nowrap;
      }
      .doing button {
        padding-inline: var(--s3); /* two to a line on a phone */
      }
      .doing {
        grid-column: 2 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) bill!: Bill;
  /** The share of whoever looks; "" for who shared the bill, and for those who serve. */
  @property() own = "";
  /** Whether links are shown here: on the phone that has them. */
  @property({ type: Boolean }) shows = false;
  /** Whether whoever looks can pay: on a phone, yes. */
  @property({ type: Boolean }) pays = false;
  /** Whether whoever looks takes cash. */
  @property({ type: Boolean }) cash = false;
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    const { bill } = this;
    const moved = bill.outcome === "capture" ? bill.captured : bill.authorised;
    return html`<p class="sum figures">
        <bdi>${t("share.together", { amount: money(moved), total: money(bill.amount) })}</bdi>
        <span>${t("share.ready_count", { count: whole(this.ready()), all: whole(bill.shares.length) })}</span>
      </p>
      <p class="bar" aria-hidden="true">
        ${bill.shares.map(
          (one) => html`<span
            class=${wordOf(one.state)}
            .style=${`flex: ${Math.max(1, one.amount.units)}`}
          ></span>`,
        )}
      </p>
      <ul>
        ${bill.shares.map((one) => this.share(one))}
      </ul>`;
  }

  private ready(): number {
    return this.bill.shares.filter((one) => ["ready", "paid"].includes(wordOf(one.state))).length;
  }

  private share(one: Share): TemplateResult {
    const word = wordOf(one.state);
    return html`<li class=${word}>
      <span class="sign">${icon(SIGNS[word])}</span>
      <div>
        <p class="who"><bdi>${this.name(one)}</bdi></p>
        <p class="how">${t(`share.${word}`)}${one.cash?.taken ? html` · ${t("share.in_cash")}` : nothing}</p>
      </div>
      <p class="amount figures"><bdi>${money(one.amount)}</bdi></p>
      ${this.bill.outcome ? nothing : this.doing(one)}
    </li>`;
  }

  private name(one: Share): string {
    const name = one.payer || t("share.payer", { number: whole(one.place + 1) });
    return one.id === this.own ? t("share.you", { name }) : name;
  }

  /** A payer sees to their own share first; a friend's that was declined is offered at once. */
  private mayPay(one: Share): boolean {
    const own = this.bill.shares.find((share) => share.id === this.own);
    return !own || !payable(own) || wordOf(one.state) === "declined";
  }

  private doing(one: Share): TemplateResult | typeof nothing {
    const pay = this.pays && payable(one) && one.id !== this.own && this.mayPay(one);
    const declined = wordOf(one.state) === "declined";
    const show = this.shows && payable(one);
    const cash = this.cash && payable(one) && one.cash && !one.page;
    const cashBack = this.cash && one.cash?.taken && one.state === "authorised";
    if (!pay && !show && !cash && !cashBack) return nothing;
    return html`<p class="doing">
      ${show
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell<Share>("share-show", one)}>
            ${icon("scan")}${t("share.show")}
          </button>`
        : nothing}
      ${cash
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell<Share>("share-cash", one)}>
            ${icon("coins")}${t("share.cash")}
          </button>`
        : nothing}
      ${cashBack
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell<Share>("share-cash-back", one)}>
            ${icon("back")}${t("share.cash_back")}
          </button>`
        : nothing}
      ${pay
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell<Share>("share-pay", one)}>
            ${t(declined ? "share.take_over" : "share.pay_here")}
          </button>`
        : nothing}
      ${pay && declined && toppable(one)
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell<Share>("share-part", one)}>
            ${t("share.pay_part")}
          </button>`
        : nothing}
    </p>`;
  }
}
