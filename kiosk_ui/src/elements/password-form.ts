/** A password and its authenticator are chosen; then the recovery codes, once. Tells `chosen`. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, ApiError } from "../lib/api";
import { t } from "../lib/i18n";
import type { Chosen } from "../lib/passkeys";
import { kind } from "../lib/trouble";
import "./qr";
import { Asking } from "./asking";
import { base, buttons, fields } from "./styles";

interface Authenticator {
  secret: string;
  address: string;
}

@customElement("accueil-password-form")
export class PasswordForm extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host,
      form {
        display: grid;
        gap: var(--s4);
      }
      accueil-qr {
        inline-size: min(100%, 14rem);
        justify-self: center;
      }
      code {
        font: 500 1rem/1.6 ui-monospace, monospace;
        overflow-wrap: anywhere;
      }
      ol {
        columns: 2;
        padding: 0;
        list-style: none;
      }
    `,
  ];

  @property() pin = "";
  @state() private login = "";
  @state() private app: Authenticator | null = null;
  @state() private chosen: Chosen | null = null;

  override render(): TemplateResult {
    return html`${this.wrong()}
    ${this.chosen ? this.codes(this.chosen) : this.app ? this.second(this.app) : this.first()}`;
  }

  private first(): TemplateResult {
    return html`<form @submit=${this.begin}>
      <label class="field"
        >${t("strong.login")}<input name="login" required maxlength="120" autocomplete="username"
      /></label>
      <button class="wide">${t("strong.go_on")}</button>
    </form>`;
  }

  private second(app: Authenticator): TemplateResult {
    return html`<form @submit=${this.keep}>
      <p>${t("strong.scan")}</p>
      <accueil-qr value=${app.address} label=${t("strong.scan")}></accueil-qr>
      <p class="small quiet">${t("strong.by_hand")} <code>${app.secret}</code></p>
      <label class="field"
        >${t("strong.new_password")}<input
          name="password"
          type="password"
          required
          minlength="12"
          maxlength="256"
          autocomplete="new-password"
      /></label>
      <label class="field"
        >${t("strong.code")}<input
          name="code"
          required
          inputmode="numeric"
          maxlength="7"
          autocomplete="one-time-code"
      /></label>
      <button class="primary wide">${t("common.save")}</button>
    </form>`;
  }

  private codes(chosen: Chosen): TemplateResult {
    return html`<p>${t("strong.recovery")}</p>
      <ol>
        ${chosen.recovery_codes.map((one) => html`<li><code>${one}</code></li>`)}
      </ol>
      <button class="primary wide" @click=${() => this.tell("chosen", chosen.me)}>
        ${t("strong.kept")}
      </button>`;
  }

  protected override inWords(error: unknown): string {
    const late = error instanceof ApiError && kind(error) === "proof-needed";
    return late ? t("proof.late") : super.inWords(error);
  }

  private async begin(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.login = String(new FormData(event.target as HTMLFormElement).get("login"));
    await this.ask(async () => {
      this.app = await api.post<Authenticator>("/auth/password/begin", { login: this.login });
    });
  }

  private async keep(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.ask(async () => {
      this.chosen = await api.put<Chosen>("/auth/password", {
        login: this.login,
        password: form.get("password"),
        code: form.get("code"),
        ...(this.pin ? { pin: this.pin } : {}),
      });
    });
  }
}
