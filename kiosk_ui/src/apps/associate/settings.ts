/** How this phone looks, sounds and what it may show; and the way out. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/rename-device";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import "../../elements/switch";
import { api } from "../../lib/api";
import { chooseLanguage, language, offered, t, type Language } from "../../lib/i18n";
import { prefer, preferences, tellServiceWorker, type Preferences } from "../../lib/preferences";
import { ability, isAndroid, isIos, subscribe, unsubscribe, type Ability } from "../../lib/push";
import { allowSound, chime, vibrate } from "../../lib/sound";
import { trouble } from "../../lib/trouble";
import type { Me } from "../../lib/views";

interface OwnDevice {
  device_id: string;
  label: string;
  current: boolean;
}

@customElement("accueil-settings")
export class Settings extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .page {
        max-inline-size: 38rem;
        margin-inline: auto;
        padding: var(--s5);
      }
      h1 {
        font-size: var(--title-l);
      }
      section {
        padding-block: var(--s5);
        border-block-end: 1px solid var(--hairline);
      }
      section:last-child {
        border: 0;
      }
      h2 {
        margin-block-end: var(--s3);
        font: 550 var(--text-xs) / 1.5 var(--sans);
        letter-spacing: var(--tracked);
        text-transform: uppercase;
        color: var(--quiet);
      }
      .rows > * + * {
        margin-block-start: var(--s2);
      }
      .choices button {
        padding-inline: var(--s3); /* three to a line on a phone */
      }
      .device {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: var(--s3);
      }
      .told {
        margin-block: var(--s3);
      }
      ol {
        display: grid;
        gap: var(--s2);
        margin-block: var(--s3);
        padding-inline-start: var(--s5);
        list-style: decimal;
      }
    `,
  ];

  @property({ attribute: false }) me!: Me;
  @state() private chosen: Preferences = preferences();
  @state() private push: Ability | "asking" = "asking";
  @state() private said = "";
  @state() private device: OwnDevice | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void ability().then((now) => (this.push = now));
    void this.readDevice();
  }

  override render(): TemplateResult {
    const { chosen } = this;
    return html`<div class="page">
      <p class="over">${this.me.brand_name} · ${this.me.boutique_name}</p>
      <h1>${this.me.associate.display_name}</h1>
      <section>
        <h2>${t("settings.signals")}</h2>
        <div class="rows">
          ${this.toggle("sound", t("settings.sound"))}
          ${"vibrate" in navigator ? this.toggle("vibration", t("settings.vibration")) : nothing}
          ${"setAppBadge" in navigator ? this.toggle("badge", t("settings.badge")) : nothing}
          <button @click=${this.listen}>${t("settings.listen")}</button>
          ${this.me.quiet ? html`<p class="quiet small">${t("settings.quiet_now")}</p>` : nothing}
        </div>
      </section>
      <section>
        <h2>${t("settings.closed")}</h2>
        ${this.notifications()}
        ${this.toggle("names", t("settings.names"), t("settings.names_hint"))}
      </section>
      <section>
        <h2>${t("settings.language")}</h2>
        <div class="choices" role="group" aria-label=${t("settings.language")}>
          ${offered().map(
            ([tag, name]) => html`<button
              lang=${tag}
              aria-pressed=${tag === language() ? "true" : "false"}
              @click=${() => this.speak(tag)}
            >
              ${name}
            </button>`,
          )}
        </div>
      </section>
      <section>
        <h2>${t("settings.theme")}</h2>
        <div class="choices" role="group" aria-label=${t("settings.theme")}>
          ${(["auto", "light", "dark"] as const).map(
            (theme) => html`<button
              aria-pressed=${theme === chosen.theme ? "true" : "false"}
              @click=${() => this.prefer({ theme })}
            >
              ${t(`settings.theme.${theme}`)}
            </button>`,
          )}
        </div>
      </section>
      ${this.device
        ? html`<section>
            <h2>${t("paired.own")}</h2>
            <div class="device">
              <span>${this.device.label || t("paired.kind.associate")}</span>
              <accueil-rename-device
                named=${this.device.label || t("paired.kind.associate")}
                path=${`/auth/devices/${this.device.device_id}`}
                @renamed=${this.readDevice}
              ></accueil-rename-device>
            </div>
          </section>`
        : nothing}
      <section class="rows">
        <button class="wide" @click=${() => this.tell("lock")}>${t("settings.lock")}</button>
        <button class="wide refusal" @click=${() => this.tell("sign-out")}>
          ${t("settings.sign_out")}
        </button>
        <p class="quiet small">${t("settings.sign_out_hint")}</p>
      </section>
    </div>`;
  }

  /** Where there is no network it keeps the name that it has, unseen. */
  private readonly readDevice = async (): Promise<void> => {
    try {
      const all = await api.get<OwnDevice[]>("/auth/sessions");
      this.device = all.find(({ current }) => current) ?? null;
    } catch {
      this.device = null;
    }
  };

  private notifications(): TemplateResult {
    const phone = isIos() ? "ios" : isAndroid() ? "android" : "other";
    const steps =
      this.push === "install_first"
        ? [t("push.ios_1"), t("push.ios_2"), t("push.ios_3")]
        : this.push === "denied"
          ? [t(`push.denied_${phone}`)]
          : [];
    return html`<div class="rows">
      ${this.push === "impossible"
        ? html`<p class="quiet">${t("push.impossible")}</p>`
        : html`<accueil-switch
            label=${t("push.switch")}
            hint=${t("push.hint")}
            ?checked=${this.push === "on"}
            ?disabled=${this.push === "asking" || this.push === "install_first"}
            @switch=${(event: CustomEvent<boolean>) => this.turnPush(event.detail)}
          ></accueil-switch>`}
      ${steps.length ? html`<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>` : nothing}
      ${this.push === "on"
        ? html`<button @click=${this.test}>${t("push.test")}</button>`
        : nothing}
      ${this.said ? html`<p class="told" role="status">${this.said}</p>` : nothing}
    </div>`;
  }

  private toggle(
    name: "sound" | "vibration" | "badge" | "names",
    label: string,
    hint = "",
  ): TemplateResult {
    return html`<accueil-switch
      label=${label}
      hint=${hint}
      ?checked=${this.chosen[name]}
      @switch=${(event: CustomEvent<boolean>) => this.prefer({ [name]: event.detail })}
    ></accueil-switch>`;
  }

  private prefer(change: Partial<Preferences>): void {
    this.chosen = prefer(change);
  }

  private async speak(next: Language): Promise<void> {
    await chooseLanguage(next);
    await tellServiceWorker();
  }

  private listen(): void {
    allowSound();
    chime("arrival");
    if (preferences().vibration) vibrate([40, 80, 40]);
  }

  private async turnPush(on: boolean): Promise<void> {
    this.said = "";
    try {
      if (on) this.push = await subscribe(this.me.push_key);
      else {
        await unsubscribe();
        this.push = "off";
      }
    } catch (error) {
      this.said = error instanceof DOMException ? t("push.no_service") : trouble(error);
    }
  }

  private async test(): Promise<void> {
    try {
      await api.post("/push/test");
      this.said = t("push.test_sent");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
