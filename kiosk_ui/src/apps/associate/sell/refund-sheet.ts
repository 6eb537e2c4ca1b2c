/** Money goes back to where it came from: the pieces that came back, or an amount. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { t } from "../../../lib/i18n";
import { decimals, money, plain, unitsOf } from "../../../lib/selling/amounts";
import type { Basket } from "../../../lib/selling-views";
import type { Counter } from "./counter";
import { sellLook } from "./sell-look";

@customElement("accueil-refund-sheet")
export class RefundSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    sellLook,
    css`
      label.piece {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-block-size: var(--touch);
        border-block-end: 1px solid var(--hairline);
      }
      label.piece span:first-of-type {
        flex: 1;
      }
      label.piece input {
        inline-size: 1.5rem;
        block-size: 1.5rem;
        accent-color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) counter!: Counter;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  @state() private pieces: ReadonlySet<string> = new Set();
  @state() private typed = "";
  @state() private said = "";

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("sell.refund")} ?open=${this.open}>
      <form @submit=${this.send}>
        <p class="quiet">${t("sell.refund_how", { amount: money(this.basket.refundable) })}</p>
        <div>
          ${this.basket.lines
            .filter((line) => line.accepted)
            .map(
              (line) => html`<label class="piece">
                <input
                  type="checkbox"
                  .checked=${this.pieces.has(line.id)}
                  @change=${(event: Event) => this.pick(line.id, (event.target as HTMLInputElement).checked)}
                />
                <span><bdi>${line.label}</bdi></span>
                <span class="figures"><bdi>${money(line.gross)}</bdi></span>
              </label>`,
            )}
        </div>
        ${this.pieces.size
          ? nothing
          : html`<label class="field"
              >${t("sell.refund_amount", { currency: this.basket.currency })}<input
                inputmode="decimal"
                autocomplete="off"
                .value=${this.typed}
                @input=${(event: InputEvent) => (this.typed = (event.target as HTMLInputElement).value)}
            /></label>`}
        <label class="field">${t("sell.refund_why")}<input name="reason" maxlength="200" required /></label>
        ${wrong(this.said)}
        <button class="refusal great" ?disabled=${this.busy || !this.meant()}>${t("sell.refund_yes")}</button>
      </form>
    </accueil-sheet>`;
  }

  private units(): number {
    return unitsOf(this.typed.trim(), decimals(this.basket.total)) ?? 0;
  }

  private meant(): boolean {
    return this.pieces.size > 0 || this.units() > 0;
  }

  private pick(lineId: string, there: boolean): void {
    const pieces = new Set(this.pieces);
    if (there) pieces.add(lineId);
    else pieces.delete(lineId);
    this.pieces = pieces;
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get("reason") ?? "").trim();
    const lines = this.basket.lines.filter((line) => this.pieces.has(line.id));
    const wish = lines.length
      ? { lines: Object.fromEntries(lines.map((line) => [line.id, line.quantity])), reason }
      : { amount: plain(this.units(), decimals(this.basket.total)), reason };
    if (await this.counter.giveBack(wish)) this.tell("closed");
    else this.said = this.counter.said;
  };
}
