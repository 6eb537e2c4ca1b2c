/** How one signs in oneself, and where one is signed in now. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../elements/ago";
import { icon } from "../../elements/icons";
import "../../elements/password-form";
import "../../elements/rename-device";
import type { Prove } from "../../elements/self-proof";
import "../../elements/self-proof";
import "../../elements/sheet";
import { Asking } from "../../elements/asking";
import { base, buttons } from "../../elements/styles";
import { api } from "../../lib/api";
import { date } from "../../lib/format";
import { t } from "../../lib/i18n";
import { hasPasskeys, makePasskey, wasCalledOff } from "../../lib/passkeys";
import type { Passkey, Ways } from "../../lib/views";
import { look } from "./look";

interface Proven {
  proven: boolean;
}

interface OwnSession {
  id: string;
  device_id: string;
  label: string;
  began_at: string;
  last_used_at: string;
  current: boolean;
}

@customElement("accueil-own-access")
export class OwnAccess extends Asking {
  static override styles = [
    base,
    buttons,
    look,
    css`
      h3 {
        margin-block: var(--s4) var(--s2);
      }
      .anew {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      accueil-password-form {
        max-inline-size: 24rem;
        margin-block-start: var(--s4);
      }
    `,
  ];

  @state() private ways: Ways | null = null;
  @state() private sessions: OwnSession[] = [];
  @state() private choosing = false;
  /** What is to be done once it is proven who asks. */
  @state() private waiting: (() => Promise<unknown>) | null = null;
  /** What came in the way of the proof. */
  @state() private unproven = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.act(async () => undefined);
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("access.title")}</h2>
        ${hasPasskeys()
          ? html`<button @click=${() => this.change(() => makePasskey())}>
              ${t("strong.make_passkey")}
            </button>`
          : nothing}
      </div>
      ${this.wrong()}
      ${this.ways ? this.known(this.ways) : html`<p class="none">${t("common.loading")}</p>`}
      ${this.ways ? this.anew(this.ways) : nothing}
    </section>`;
  }

  private known(ways: Ways): TemplateResult {
    return html`${ways.pin_is_enough ? html`<p class="alert">${t("access.pin_only")}</p>` : nothing}
      <ul class="rows">
        ${ways.passkeys.map((one) => html`<li>${this.passkey(one)}</li>`)}
        <li>${this.password(ways)}</li>
      </ul>
      ${this.choosing
        ? html`<accueil-password-form @chosen=${this.chosen}></accueil-password-form>`
        : nothing}
      <h3>${t("access.sessions")}</h3>
      <ul class="rows">
        ${this.sessions.map((one) => html`<li>${this.session(one)}</li>`)}
      </ul>`;
  }

  private passkey(one: Passkey): TemplateResult {
    return html`${icon("key")}
      <div class="main">
        <b>${one.label || t("access.passkey")}</b>
        <span class="small quiet"
          >${t("access.passkey")} · ${t("paired.since", { date: date(one.created_at) })}</span
        >
      </div>
      <button
        class="refusal"
        aria-label=${t("access.remove_named", { name: one.label || t("access.passkey") })}
        @click=${() => this.change(() => api.remove(`/auth/passkeys/${one.id}`))}
      >
        ${t("access.remove")}
      </button>`;
  }

  private password(ways: Ways): TemplateResult {
    return html`${icon("lock")}
      <div class="main">
        <b>${t("access.password")}</b>
        <span class="small quiet"
          >${ways.login
            ? `${ways.login} · ${t("access.codes_left", { count: ways.recovery_codes_left })}`
            : t("access.no_password")}</span
        >
      </div>
      <button @click=${this.choose}>
        ${t(ways.login ? "access.change" : "access.choose")}
      </button>
      ${ways.login
        ? html`<button
            class="refusal"
            aria-label=${t("access.remove_named", { name: t("access.password") })}
            @click=${() => this.change(() => api.remove("/auth/password"))}
          >
            ${t("access.remove")}
          </button>`
        : nothing}`;
  }

  private session(one: OwnSession): TemplateResult {
    const name = one.label || t("paired.kind.associate");
    return html`${icon("devices")}
      <div class="main">
        <b>${name}</b>
        <span class="small quiet">${t("paired.since", { date: date(one.began_at) })}</span>
      </div>
      <span class="small quiet"
        >${t("paired.used")} <accueil-ago at=${one.last_used_at}></accueil-ago>${one.current
          ? html` · <span class="good">${t("paired.current")}</span>`
          : nothing}</span
      >
      <accueil-rename-device
        named=${name}
        path=${`/auth/devices/${one.device_id}`}
        @renamed=${() => this.act(async () => undefined)}
      ></accueil-rename-device>
      ${one.current
        ? nothing
        : html`<button
            aria-label=${t("access.end_named", { name })}
            @click=${() => this.act(() => api.remove(`/auth/sessions/${one.id}`))}
          >
            ${t("access.end")}
          </button>`}`;
  }

  private readonly chosen = (): void => {
    this.choosing = false;
    void this.act(async () => undefined);
  };

  private anew(ways: Ways): TemplateResult {
    return html`<accueil-sheet
      label=${t("proof.title")}
      ?open=${this.waiting !== null}
      @closed=${() => (this.waiting = null)}
    >
      <div class="anew">
        <p>${t("proof.say")}</p>
        ${this.unproven ? html`<p class="wrong" role="alert">${this.unproven}</p>` : nothing}
        ${this.waiting
          ? html`<accueil-self-proof
              .ways=${ways}
              ?busy=${this.busy}
              pin
              passkey=${t("proof.by_passkey")}
              password=${t("proof.go_on")}
              @proof=${(event: CustomEvent<Prove>) => this.prove(event.detail)}
            ></accueil-self-proof>`
          : nothing}
        <button class="wide" @click=${() => (this.waiting = null)}>${t("common.cancel")}</button>
      </div>
    </accueil-sheet>`;
  }

  private readonly choose = (): void => {
    if (this.choosing) this.choosing = false;
    else void this.change(async () => (this.choosing = true));
  };

  /** Change a way in: at once where it was shown just now who asks, else after a proof. */
  private async change(what: () => Promise<unknown>): Promise<void> {
    await this.act(async () => {
      if ((await api.get<Proven>("/auth/proof")).proven) await what();
      else {
        this.unproven = "";
        this.waiting = what;
      }
    });
  }

  private async prove(prove: Prove): Promise<void> {
    const what = this.waiting;
    if (!what) return;
    this.unproven = "";
    try {
      await api.post<Proven>("/auth/proof", await prove());
    } catch (error) {
      this.unproven = this.inWords(error);
      return;
    }
    this.waiting = null;
    await this.act(what);
  }

  /** Do something, and read anew what holds now. */
  private act(what: () => Promise<unknown>): Promise<boolean> {
    return this.ask(async () => {
      await what();
      this.ways = await api.get<Ways>("/auth/ways");
      this.sessions = await api.get<OwnSession[]>("/auth/sessions");
    });
  }

  protected override inWords(error: unknown): string {
    return wasCalledOff(error) ? t("strong.called_off") : super.inWords(error);
  }
}
