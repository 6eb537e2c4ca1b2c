/**
 * What is in a basket, line by line. Tells `line-change` and `line-remove`, and `line-serial` with
 * the number of the very piece where an article has numbers.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { whole } from "../lib/format";
import { t } from "../lib/i18n";
import { money } from "../lib/selling/amounts";
import type { Basket, BasketLine, LineChanges } from "../lib/selling-views";
import { icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons, fields } from "./styles";

export interface LineChange {
  id: string;
  changes: LineChanges;
}
export interface LineSerial {
  line: BasketLine;
  serial: string;
}

@customElement("accueil-basket-lines")
export class BasketLines extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: var(--s1) var(--s4);
        padding-block: var(--s4);
        border-block-end: 1px solid var(--hairline);
      }
      li:last-child {
        border-block-end: 0;
      }
      .name {
        font: 500 var(--title-s) / 1.2 var(--serif);
        overflow-wrap: anywhere;
      }
      .gross {
        padding-block-start: 0.15em;
        font-size: var(--text-l);
        text-align: end;
        white-space: nowrap;
      }
      .about,
      .doing,
      .note,
      form {
        grid-column: 1 / -1;
      }
      .about {
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .doing {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
        margin-block-start: var(--s1);
      }
      .doing > .away {
        margin-inline-start: auto;
        margin-inline-end: calc(var(--s3) * -1);
        color: var(--quiet);
      }
      .count {
        display: inline-flex;
        align-items: center;
        border: 1px solid var(--hairline);
        border-radius: 999px;
      }
      .count span {
        min-inline-size: 1.75rem;
        text-align: center;
      }
      .note {
        display: flex;
        align-items: center;
        gap: var(--s2);
        padding: var(--s2) var(--s3);
        border-radius: var(--radius-s);
        background: var(--attention-wash);
        color: var(--attention);
        font-size: var(--text-s);
      }
      .gone .name,
      .gone .gross {
        color: var(--quiet);
        text-decoration: line-through 1px;
      }
      .proposed {
        padding-inline: var(--s4);
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--accent-wash);
      }
      form {
        display: flex;
        align-items: end;
        gap: var(--s2);
        margin-block-start: var(--s2);
      }
      form label {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) basket!: Basket;
  /** Whether lines can be changed here and now. */
  @property({ type: Boolean }) changeable = false;
  /** Whether whoever looks may say yes to what was proposed: the client may. */
  @property({ type: Boolean }) answers = false;
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    return html`<ul>
      ${this.basket.lines.map((line) => this.line(line))}
    </ul>`;
  }

  private line(line: BasketLine): TemplateResult {
    const missing = this.basket.state === "open" && line.accepted ? line.missing : "";
    const gone = missing === "sold_out" || missing === "not_sold";
    return html`<li class="${gone ? "gone" : ""} ${line.accepted ? "" : "proposed"}">
      <p class="name"><bdi>${line.label}</bdi></p>
      <p class="gross figures"><bdi>${money(line.gross)}</bdi></p>
      <p class="about">${this.about(line)}</p>
      ${missing ? this.note(line, missing) : nothing}
      ${!line.accepted && this.changeable ? this.proposal(line) : nothing}
      ${line.accepted && this.changeable ? this.doing(line) : nothing}
      ${line.accepted && !this.changeable && line.gift
        ? html`<p class="about">${t("bag.wrapped")}</p>`
        : nothing}
    </li>`;
  }

  /** Each part by itself, for each has its own direction. */
  private about(line: BasketLine): (TemplateResult | string)[] {
    const parts = [line.sku, line.serial && t("bag.serial", { serial: line.serial })];
    if (line.quantity > 1) parts.push(`${whole(line.quantity)} × ${money(line.price)}`);
    return parts
      .filter(Boolean)
      .map((part, place) => html`${place ? " · " : ""}<bdi>${part}</bdi>`);
  }

  private note(line: BasketLine, missing: Exclude<BasketLine["missing"], "">): TemplateResult {
    return html`<p class="note" role="status">${icon("bell")}<span>${t(`bag.missing.${missing}`)}</span></p>
      ${missing === "which_piece" && this.changeable
        ? html`<form @submit=${(event: SubmitEvent) => this.name(event, line)}>
            <label class="field"
              >${t("bag.its_number")}<input
                name="serial"
                required
                maxlength="64"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
            /></label>
            <button ?disabled=${this.busy}>${t("bag.that_one")}</button>
          </form>`
        : nothing}`;
  }

  private proposal(line: BasketLine): TemplateResult {
    return html`<p class="about">${t(this.answers ? "bag.proposed" : "bag.proposed_waits")}</p>
      <p class="doing">
        ${this.answers
          ? html`<button
              class="primary"
              ?disabled=${this.busy}
              @click=${() => this.change(line, { accepted: true })}
            >
              ${t("bag.accept")}
            </button>`
          : nothing}
        <button ?disabled=${this.busy} @click=${() => this.takeOut(line)}>
          ${t(this.answers ? "bag.no_thanks" : "bag.remove")}
        </button>
      </p>`;
  }

  private doing(line: BasketLine): TemplateResult {
    return html`<p class="doing">
      ${this.count(line)}
      <button
        aria-pressed=${line.gift ? "true" : "false"}
        ?disabled=${this.busy}
        @click=${() => this.change(line, { gift: !line.gift })}
      >
        ${icon("gift")}${t("bag.wrap")}
      </button>
      <button
        class="round away"
        aria-label=${t("bag.remove_named", { name: line.label })}
        ?disabled=${this.busy}
        @click=${() => this.takeOut(line)}
      >
        ${icon("close")}
      </button>
    </p>`;
  }

  /** A piece with a number of its own is one piece. */
  private count(line: BasketLine): TemplateResult | typeof nothing {
    if (line.serial || line.missing === "which_piece") return nothing;
    const fewer = (): void =>
      line.quantity > 1 ? this.change(line, { quantity: line.quantity - 1 }) : this.takeOut(line);
    return html`<span class="count" role="group" aria-label=${t("bag.quantity", { name: line.label })}>
      <button class="round" aria-label=${t("bag.fewer")} ?disabled=${this.busy} @click=${fewer}>
        ${icon("minus")}
      </button>
      <span class="figures" aria-live="polite">${whole(line.quantity)}</span>
      <button
        class="round"
        aria-label=${t("bag.more")}
        ?disabled=${this.busy}
        @click=${() => this.change(line, { quantity: line.quantity + 1 })}
      >
        ${icon("plus")}
      </button>
    </span>`;
  }

  private change(line: BasketLine, changes: LineChanges): void {
    this.tell<LineChange>("line-change", { id: line.id, changes });
  }

  private takeOut(line: BasketLine): void {
    this.tell<string>("line-remove", line.id);
  }

  private name(event: SubmitEvent, line: BasketLine): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const serial = String(new FormData(form).get("serial") ?? "").trim();
    if (serial) this.tell<LineSerial>("line-serial", { line, serial });
  }
}
