/**
 * Where a manager comes in: by passkey, or by name, password and code. Tells `signed-in` with Me.
 *
 * `choosing`: nothing is set yet, and more than a PIN is wanted; a passkey is made here.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api } from "../lib/api";
import { t } from "../lib/i18n";
import { hasPasskeys, makePasskey, signInByPasskey, wasCalledOff } from "../lib/passkeys";
import type { Me } from "../lib/views";
import "./password-form";
import { Asking } from "./asking";
import { passwordAndCode } from "./password-and-code";
import { base, buttons, fields } from "./styles";

@customElement("accueil-strong-door")
export class StrongDoor extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--s4);
        inline-size: min(100%, 22rem);
        text-align: start;
      }
      form {
        display: grid;
        gap: var(--s3);
      }
      p {
        text-align: center;
      }
    `,
  ];

  @property({ type: Boolean }) choosing = false;
  /** The PIN that was used so far, where there was one. */
  @property() pin = "";
  @state() private typing = !hasPasskeys();

  override render(): TemplateResult {
    return html`${this.wrong()}
      ${hasPasskeys()
        ? html`<button class="primary great wide" ?disabled=${this.busy} @click=${this.byPasskey}>
            ${t(this.choosing ? "strong.make_passkey" : "strong.by_passkey")}
          </button>`
        : nothing}
      ${this.typing
        ? this.form()
        : html`<button class="bare wide" @click=${() => (this.typing = true)}>
            ${t("strong.by_password")}
          </button>`}`;
  }

  private form(): TemplateResult {
    if (this.choosing) {
      return html`<accueil-password-form
        pin=${this.pin}
        @chosen=${(event: CustomEvent<Me | null>) => event.detail && this.enter(event.detail)}
      ></accueil-password-form>`;
    }
    return html`<form @submit=${this.byPassword}>
      <label class="field"
        >${t("strong.login")}<input name="login" required maxlength="120" autocomplete="username"
      /></label>
      ${passwordAndCode()}
      <button class="wide" ?disabled=${this.busy}>${t("strong.enter")}</button>
    </form>`;
  }

  private readonly byPasskey = (): Promise<boolean> =>
    this.act(async () => {
      if (!this.choosing) return signInByPasskey();
      return (await makePasskey(this.pin)).me;
    });

  private async byPassword(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.act(() => api.post<Me>("/auth/password/sign-in", Object.fromEntries(form)));
  }

  private act(come: () => Promise<Me | null>): Promise<boolean> {
    return this.ask(async () => {
      const me = await come();
      if (me) this.enter(me);
    });
  }

  protected override inWords(error: unknown): string {
    return wasCalledOff(error) ? t("strong.called_off") : super.inWords(error);
  }

  private enter(me: Me): void {
    this.tell("signed-in", me);
  }
}
