/** Cash at the end of a basket: what is due in coins, what was put down, what goes back of it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { amountField } from "../../../elements/selling/amount-field";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { t } from "../../../lib/i18n";
import { decimals, money, plain, shown, unitsOf, written } from "../../../lib/selling/amounts";
import { notes } from "../../../lib/selling/notes";
import type { Money, Share, ShareInCash } from "../../../lib/selling-views";
import type { Counter } from "./counter";
import { sellLook } from "./sell-look";

@customElement("accueil-cash-sheet")
export class CashSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    sellLook,
    css`
      .due {
        display: grid;
        justify-items: center;
        gap: var(--s1);
        padding-block: var(--s2);
        text-align: center;
      }
      .due strong {
        font: 500 var(--title-xl) / 1 var(--serif);
        font-variant-numeric: lining-nums;
        letter-spacing: -0.01em;
      }
      .notes {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s2);
      }
      .notes button {
        justify-content: center;
        padding-inline: var(--s2);
        white-space: nowrap;
      }
      .notes button[aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--accent-wash);
        color: var(--ink);
      }
      /* A phone held sideways: what is due beside what is put down, nothing to scroll for. */
      @media (orientation: landscape) and (max-height: 30rem) {
        form.taking {
          grid-template: "due field" auto "due change" auto "notes take" auto / 1fr 1fr;
          gap: var(--s3) var(--s5);
          align-items: center;
        }
        .taking .due {
          grid-area: due;
        }
        .taking .notes {
          grid-area: notes;
        }
        .taking .notes button {
          padding-inline: var(--s1);
          font-size: var(--text-s);
        }
        .taking .wrong {
          grid-column: 1 / -1;
        }
        .over-all {
          padding-block: 0;
        }
        .over-all > svg {
          display: none;
        }
      }
      .over-all {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding-block: var(--s4) var(--s5);
        text-align: center;
      }
      .over-all > svg {
        inline-size: 3rem;
        block-size: 3rem;
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) counter!: Counter;
  @property({ attribute: false }) share: Share | null = null;
  @property({ type: Boolean }) open = false;
  @state() private typed = "";
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open")) this.typed = this.said = "";
  }

  override render(): TemplateResult {
    const cash = this.share?.cash;
    return html`<accueil-sheet label=${t("cash.title")} ?open=${this.open}>
      ${this.open && cash ? (cash.taken ? this.taken(cash) : this.taking(cash)) : nothing}
    </accueil-sheet>`;
  }

  private taking(cash: ShareInCash): TemplateResult {
    return html`<form class=${cash.limit ? "" : "taking"} @submit=${this.send}>
      <p class="due">
        <span class="over">${t("cash.due")}</span>
        <strong><bdi>${money(cash.due)}</bdi></strong>
        ${cash.rounding.units
          ? html`<span class="small quiet"
              >${t("cash.rounded", { amount: money(this.share?.amount), rounding: signed(cash.rounding) })}</span
            >`
          : nothing}
      </p>
      ${cash.limit
        ? html`<p class="wrong" role="alert">${t("cash.limit", { limit: money(cash.limit) })}</p>`
        : this.given(cash)}
    </form>`;
  }

  private given(cash: ShareInCash): TemplateResult {
    const units = this.units();
    const change = units === null ? null : units - cash.due.units;
    return html`<div class="notes" role="group" aria-label=${t("cash.given")}>
        ${notes(cash.due).map(
          (note) => html`<button
            type="button"
            aria-pressed=${note === units ? "true" : "false"}
            @click=${() => (this.typed = written(note, cash.due))}
          >
            <bdi>${note === cash.due.units ? t("cash.exactly") : shown(note, cash.due)}</bdi>
          </button>`,
        )}
      </div>
      ${amountField(
        t("cash.given_in", { currency: cash.due.currency }),
        this.typed,
        (typed) => (this.typed = typed),
      )}
      <p class="total" role="status">
        <span>${t("cash.change")}</span>
        <strong><bdi>${change !== null && change >= 0 ? shown(change, cash.due) : "–"}</bdi></strong>
      </p>
      ${wrong(this.said)}
      <button class="primary great" ?disabled=${this.counter.busy || change === null || change < 0}>
        ${t("cash.take")}
      </button>`;
  }

  /** It is in the drawer: what goes back is said until the sheet is closed. */
  private taken(cash: ShareInCash): TemplateResult {
    const change = cash.change?.units ?? 0;
    return html`<div class="over-all" role="status">
      ${icon("check")}
      <p class="over">${t("cash.taken", { amount: money(cash.due) })}</p>
      ${change > 0
        ? html`<p class="due"><span>${t("cash.change")}</span><strong><bdi>${money(cash.change)}</bdi></strong></p>`
        : html`<p class="quiet">${t("cash.no_change")}</p>`}
      <button class="primary great wide" @click=${() => this.tell("closed")}>${t("cash.done")}</button>
    </div>`;
  }

  private units(): number | null {
    const due = this.share?.cash?.due;
    return due && this.typed.trim() ? unitsOf(this.typed.trim(), decimals(due)) : null;
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { share } = this;
    const units = this.units();
    if (!share?.cash || units === null || units < share.cash.due.units) return;
    if (!(await this.counter.takeCash(share.id, plain(units, decimals(share.cash.due)))))
      this.said = this.counter.said;
  };
}

function signed(amount: Money): string {
  return `${amount.units > 0 ? "+" : "−"}${shown(Math.abs(amount.units), amount)}`;
}
