/** Once more, who asks: a passkey, password and code, or the PIN of whoever has nothing stronger.
 *
 * Tells `proof` with what makes the proof, for it may be a question of the browser's own.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { t } from "../lib/i18n";
import { hasPasskeys, showPasskey } from "../lib/passkeys";
import type { Ways } from "../lib/views";
import { passwordAndCode } from "./password-and-code";
import { Spoken } from "./spoken";
import { base, buttons, fields } from "./styles";

export type Prove = () => Promise<Record<string, unknown>>;

/** Whether there is a way for them to prove it on this browser. */
export function canProve(ways: Ways): boolean {
  return byPasskey(ways) || Boolean(ways.login);
}

function byPasskey(ways: Ways): boolean {
  return ways.passkeys.length > 0 && hasPasskeys();
}

@customElement("accueil-self-proof")
export class SelfProof extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host,
      form {
        display: grid;
        gap: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) ways!: Ways;
  @property({ type: Boolean }) busy = false;
  @property() passkey = "";
  @property() password = "";
  /** How its buttons look: `primary`, or `refusal` where it is for good. */
  @property() tone = "primary";
  /** Whether a PIN will do, where there is nothing stronger. */
  @property({ type: Boolean }) pin = false;

  override render(): TemplateResult {
    const look = `${this.tone} great wide`;
    return html`${byPasskey(this.ways)
      ? html`<button class=${look} ?disabled=${this.busy} @click=${() => this.tellOf(shown)}>
          ${this.passkey}
        </button>`
      : nothing}
    ${this.ways.login
      ? this.form(passwordAndCode(), look)
      : this.pin && this.ways.pin_is_enough
        ? this.form(pinField(), look)
        : nothing}`;
  }

  private form(asked: TemplateResult, look: string): TemplateResult {
    return html`<form @submit=${this.typed}>
      ${asked}
      <button class=${look} ?disabled=${this.busy}>${this.password}</button>
    </form>`;
  }

  private typed(event: SubmitEvent): void {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    this.tellOf(() => Promise.resolve(typed));
  }

  private tellOf(prove: Prove): void {
    this.dispatchEvent(new CustomEvent<Prove>("proof", { detail: prove }));
  }
}

const shown: Prove = async () => ({ credential: await showPasskey() });

function pinField(): TemplateResult {
  return html`<label class="field"
    >${t("proof.pin")}<input
      name="pin"
      type="password"
      required
      minlength="4"
      maxlength="8"
      inputmode="numeric"
      pattern="[0-9]{4,8}"
      autocomplete="off"
  /></label>`;
}
