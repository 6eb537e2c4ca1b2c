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
import { trouble } from "../lib/trouble";
import type { Me } from "../lib/views";
import "./password-form";
import { Spoken } from "./spoken";
import { base, buttons, fields } from "./styles";

@customElement("accueil-strong-door")
export class StrongDoor extends Spoken {
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
  @state() private said = "";
  @state() private busy = false;

  override render(): TemplateResult {
    return html`${this.said ? html`<p class="wrong" role="alert">${this.said}</p>` : nothing}
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
      <label class="field"
        >${t("strong.password")}<input
          name="password"
          type="password"
          required
          maxlength="256"
          autocomplete="current-password"
      /></label>
      <label class="field"
        >${t("strong.any_code")}<input
          name="code"
          required
          maxlength="32"
          inputmode="text"
          autocomplete="one-time-code"
      /></label>
      <button class="wide" ?disabled=${this.busy}>${t("strong.enter")}</button>
    </form>`;
  }

  private readonly byPasskey = (): Promise<void> =>
    this.act(async () => {
      if (!this.choosing) return signInByPasskey();
      return (await makePasskey(this.pin)).me;
    });

  private async byPassword(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.act(() => api.post<Me>("/auth/password/sign-in", Object.fromEntries(form)));
  }

  private async act(come: () => Promise<Me | null>): Promise<void> {
    this.said = "";
    this.busy = true;
    try {
      const me = await come();
      if (me) this.enter(me);
    } catch (error) {
      this.said = wasCalledOff(error) ? t("strong.called_off") : trouble(error);
    } finally {
      this.busy = false;
    }
  }

  private enter(me: Me): void {
    this.tell("signed-in", me);
  }
}
