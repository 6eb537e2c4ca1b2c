/** Four to eight digits, by thumb or keyboard. Tells `pin` with the digits; they are never shown. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { t } from "../lib/i18n";
import { icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

const SHORTEST = 4;
const LONGEST = 8;

@customElement("accueil-pin-pad")
export class PinPad extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      .dots {
        display: flex;
        justify-content: center;
        align-items: center;
        gap: var(--s3);
        block-size: 2.5rem;
      }
      .dots i {
        inline-size: 0.7rem;
        block-size: 0.7rem;
        border: 1px solid var(--edge);
        border-radius: 50%;
        transition: background var(--quick) var(--ease);
      }
      .dots i.in {
        border-color: var(--accent);
        background: var(--accent);
      }
      :host([wrong]) .dots {
        animation: no 360ms var(--ease);
      }
      @keyframes no {
        25% {
          transform: translateX(-0.5rem);
        }
        75% {
          transform: translateX(0.5rem);
        }
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(3, 4.5rem);
        gap: var(--s3) var(--s5);
        justify-content: center;
      }
      .keys button {
        inline-size: 4.5rem;
        block-size: 4.5rem;
        border-color: var(--hairline);
        border-radius: 50%;
        background: color-mix(in srgb, var(--surface) 82%, transparent);
        font: 500 1.75rem/1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .keys button.word {
        border-color: transparent;
        background: none;
        font-size: var(--text-m);
      }
      .keys button.primary {
        background: var(--accent);
      }
      @media (max-height: 30rem) {
        .keys {
          grid-template-columns: repeat(3, 3.5rem);
          gap: var(--s2) var(--s5);
        }
        .keys button {
          inline-size: 3.5rem;
          block-size: 3rem;
          border-radius: 999px;
        }
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) wrong = false;
  @property({ type: Boolean }) busy = false;
  @state() private digits = "";

  private readonly onKey = (key: KeyboardEvent): void => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    if (/^\d$/.test(key.key)) this.press(key.key);
    else if (key.key === "Backspace") this.erase();
    else if (key.key === "Enter" && key.composedPath()[0] === document.body) this.done();
    else return;
    key.preventDefault();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.onKey);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const room = Math.max(SHORTEST, this.digits.length);
    return html`
      <div class="dots" aria-hidden="true">
        ${Array.from(
          { length: room },
          (_, place) => html`<i class=${place < this.digits.length ? "in" : ""}></i>`,
        )}
      </div>
      <p class="unseen" role="status">${t("pin.typed", { count: this.digits.length })}</p>
      <div class="keys" role="group" aria-label=${t("pin.keys")}>
        ${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => this.key(digit))}
        <button class="word" aria-label=${t("pin.erase")} @click=${this.erase}>
          ${icon("erase")}
        </button>
        ${this.key("0")}
        <button
          class="primary"
          aria-label=${t("pin.done")}
          ?disabled=${this.busy || this.digits.length < SHORTEST}
          @click=${this.done}
        >
          ${icon("check")}
        </button>
      </div>
    `;
  }

  private key(digit: string): TemplateResult {
    return html`<button ?disabled=${this.busy} @click=${() => this.press(digit)}>${digit}</button>`;
  }

  private press(digit: string): void {
    this.wrong = false;
    if (!this.busy && this.digits.length < LONGEST) this.digits += digit;
  }

  private erase(): void {
    this.digits = this.digits.slice(0, -1);
  }

  private done(): void {
    if (this.busy || this.digits.length < SHORTEST) return;
    const { digits } = this;
    this.digits = "";
    this.tell("pin", digits);
  }
}
