/** Sharing the bill: among how many, and how. The house shares it out, to the last unit. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../icons";
import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons, fields } from "../styles";
import { percent, whole } from "../../lib/format";
import { t } from "../../lib/i18n";
import { decimals, money, plain, shown, unitsOf } from "../../lib/selling/amounts";
import { keepLinks } from "../../lib/selling/links";
import type { Basket, BasketLine, HowToSplit, Payer } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";
import { look } from "./look";

const FEWEST = 2;
const MOST = 12;
const WAYS: HowToSplit[] = ["equal", "article", "amount", "percentage"];
/** Hundredths of a percent: finer than anybody shares. */
const PERCENT_DIGITS = 2;
const WHOLE_PERCENT = 10_000;

interface Friend {
  name: string;
  typed: string;
}

@customElement("accueil-lane-split-sheet")
export class LaneSplitSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .count {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--s5);
      }
      .count output {
        min-inline-size: 2ch;
        font: 500 var(--title-l) / 1 var(--serif);
        font-variant-numeric: lining-nums;
        text-align: center;
      }
      .count button {
        border-color: var(--edge);
      }
      .ways {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s2);
      }
      .friend {
        display: grid;
        grid-template-columns: 1fr;
        gap: var(--s2);
      }
      .friend.typed {
        align-items: end; /* a label may need two lines */
        grid-template-columns: 1fr 8rem;
      }
      .piece {
        display: grid;
        gap: var(--s2);
        padding-block: var(--s3);
        border-block-end: 1px solid var(--hairline);
      }
      .piece p {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
      }
      .rest {
        display: flex;
        justify-content: space-between;
      }
      .rest.fits {
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  /** Shared out by whoever serves, who pays nothing of it. */
  @property({ type: Boolean }) serves = false;
  @property({ type: Boolean }) open = false;
  @state() private how: HowToSplit = "equal";
  @state() private friends: Friend[] = [];
  /** Who pays which line: places of friends. */
  @state() private payers = new Map<string, ReadonlySet<number>>();
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.said = "";
    if (!this.friends.length) this.many(FEWEST);
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("bag.share")} ?open=${this.open}>
      ${this.open ? this.form() : nothing}
    </accueil-sheet>`;
  }

  private form(): TemplateResult {
    return html`<form class="form" @submit=${this.send}>
      ${this.count()}
      <fieldset>
        <legend>${t("split.how")}</legend>
        <div class="ways">
          ${WAYS.map(
            (way) => html`<button
              type="button"
              aria-pressed=${way === this.how ? "true" : "false"}
              @click=${() => (this.how = way)}
            >
              ${t(`split.${way}`)}
            </button>`,
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>${t("split.who")}</legend>
        ${this.friends.map((friend, place) => this.friend(friend, place))}
      </fieldset>
      ${this.how === "article" ? this.pieces() : nothing} ${this.rest()}
      <p class="quiet small">${t("split.rule")}</p>
      <p class="wrong" role="alert" ?hidden=${!this.said}>${this.said}</p>
      <button class="primary great" ?disabled=${this.lane.busy || !this.fits()}>
        ${t("split.confirm")}
      </button>
    </form>`;
  }

  private count(): TemplateResult {
    const count = this.friends.length;
    return html`<div class="count" role="group" aria-label=${t("split.count")}>
      <button
        type="button"
        class="round"
        aria-label=${t("bag.fewer")}
        ?disabled=${count <= FEWEST}
        @click=${() => this.many(count - 1)}
      >
        ${icon("minus")}
      </button>
      <output aria-live="polite">${whole(count)}</output>
      <button
        type="button"
        class="round"
        aria-label=${t("bag.more")}
        ?disabled=${count >= MOST}
        @click=${() => this.many(count + 1)}
      >
        ${icon("plus")}
      </button>
    </div>`;
  }

  private friend(friend: Friend, place: number): TemplateResult {
    const typed = this.how === "amount" || this.how === "percentage";
    const number = whole(place + 1);
    return html`<div class="friend ${typed ? "typed" : ""}">
      <label class="field"
        >${t(place || this.serves ? "split.friend" : "split.me", { number })}<input
          maxlength="40"
          autocomplete="off"
          .value=${friend.name}
          @input=${(event: InputEvent) => this.write(place, { name: valueOf(event) })}
      /></label>
      ${typed
        ? html`<label class="field"
            >${this.how === "amount" ? this.basket.currency : "%"}<input
              inputmode="decimal"
              autocomplete="off"
              aria-label=${t("split.part_of", { number })}
              .value=${friend.typed}
              @input=${(event: InputEvent) => this.write(place, { typed: valueOf(event) })}
          /></label>`
        : nothing}
    </div>`;
  }

  private pieces(): TemplateResult {
    return html`<fieldset>
      <legend>${t("split.pieces")}</legend>
      ${this.lines().map(
        (line) => html`<div class="piece" role="group" aria-label=${line.label}>
          <p><bdi>${line.label}</bdi><bdi class="figures">${money(line.gross)}</bdi></p>
          <div class="choices">
            ${this.friends.map(
              (friend, place) => html`<button
                type="button"
                aria-pressed=${this.payersOf(line).has(place) ? "true" : "false"}
                @click=${() => this.toggle(line, place)}
              >
                ${friend.name.trim() || whole(place + 1)}
              </button>`,
            )}
          </div>
        </div>`,
      )}
    </fieldset>`;
  }

  /** What is still to be shared out, where people type it. */
  private rest(): TemplateResult | typeof nothing {
    if (this.how !== "amount" && this.how !== "percentage") return nothing;
    const left = this.left();
    const text =
      this.how === "amount"
        ? shown(left ?? 0, this.basket.total)
        : percent((left ?? 0) / WHOLE_PERCENT, PERCENT_DIGITS);
    return html`<p class="rest figures ${left === 0 ? "fits" : ""}" role="status">
      <span>${t("split.left")}</span><bdi>${left === null ? "…" : text}</bdi>
    </p>`;
  }

  /** Null while something typed is no number. */
  private left(): number | null {
    const amount = this.how === "amount";
    const digits = amount ? decimals(this.basket.total) : PERCENT_DIGITS;
    const units = this.friends.map((one) => unitsOf(one.typed || "0", digits));
    if (units.some((one) => one === null)) return null;
    const all = amount ? this.due() : WHOLE_PERCENT;
    return units.reduce<number>((sum, one) => sum - (one ?? 0), all);
  }

  private fits(): boolean {
    if (this.how === "equal") return true;
    if (this.how === "article") {
      const paying = this.lines().map((line) => this.payersOf(line));
      const everyone = this.friends.every((_, place) => paying.some((one) => one.has(place)));
      return everyone && paying.every((one) => one.size > 0);
    }
    return this.left() === 0 && this.friends.every((one) => unitsOf(one.typed, 4) !== 0);
  }

  /** What is to be paid now: of a basket that is locked, its bill. */
  private due(): number {
    const { bill, state, total } = this.basket;
    return bill && state !== "open" ? bill.amount.units : total.units;
  }

  private lines(): BasketLine[] {
    return this.basket.lines.filter((line) => line.accepted);
  }

  /** Everybody, until somebody says otherwise. */
  private payersOf(line: BasketLine): ReadonlySet<number> {
    return this.payers.get(line.id) ?? new Set(this.friends.keys());
  }

  private toggle(line: BasketLine, place: number): void {
    const payers = new Set(this.payersOf(line));
    if (!payers.delete(place)) payers.add(place);
    this.payers = new Map(this.payers).set(line.id, payers);
  }

  private write(place: number, change: Partial<Friend>): void {
    this.friends = this.friends.map((one, at) => (at === place ? { ...one, ...change } : one));
  }

  private many(count: number): void {
    this.friends = Array.from({ length: count }, (_, at) => this.friends[at] ?? { name: "", typed: "" });
    this.payers = new Map(
      [...this.payers].map(([id, places]) => [id, new Set([...places].filter((at) => at < count))]),
    );
  }

  private payer(friend: Friend, place: number): Payer {
    const name = friend.name.trim();
    const digits = this.how === "amount" ? decimals(this.basket.total) : PERCENT_DIGITS;
    const typed = plain(unitsOf(friend.typed || "0", digits) ?? 0, digits);
    switch (this.how) {
      case "amount":
        return { name, amount: typed };
      case "percentage":
        return { name, percentage: typed };
      case "article": {
        const own = this.lines().filter((line) => this.payersOf(line).has(place));
        return { name, lines: own.map((line) => line.id) };
      }
      default:
        return { name };
    }
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const payers = this.friends.map((friend, place) => this.payer(friend, place));
    const made = await this.lane.share(this.how, payers);
    if (!made) {
      this.said = this.lane.said;
      return;
    }
    if (made.basket.bill) keepLinks(made.basket.bill.id, made.links);
    this.tell("closed");
  };
}

function valueOf(event: InputEvent): string {
  return (event.target as HTMLInputElement).value;
}
