/**
 * The door of the staff's pages: not paired, PIN to choose, PIN to type. Tells `signed-in` with Me.
 *
 * `unlock` asks again for the PIN of whoever is signed in already.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, ApiError, useCsrf } from "../lib/api";
import { t } from "../lib/i18n";
import { allowSound } from "../lib/sound";
import { kind, trouble } from "../lib/trouble";
import type { Known, Me } from "../lib/views";
import { clock } from "./countdown";
import { Every } from "./every";
import { icon } from "./icons";
import { Locked } from "./locked";
import "./pin-pad";
import { Spoken } from "./spoken";
import "./strong-door";
import { base, buttons, marble } from "./styles";

const AGAIN_EVERY_MS = 5_000;

type Step = "asking" | "offline" | "not_paired" | "choose" | "repeat" | "enter" | "strong";

@customElement("accueil-sign-in")
export class SignIn extends Spoken {
  static override styles = [
    base,
    buttons,
    marble,
    css`
      :host {
        min-block-size: 100dvh;
        background: var(--ground);
      }
      .marble {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: space-evenly;
        justify-items: center;
        gap: var(--s5);
        min-block-size: 100dvh;
        padding: max(var(--s5), env(safe-area-inset-top)) var(--s5)
          max(var(--s5), env(safe-area-inset-bottom));
        text-align: center;
      }
      header {
        display: grid;
        gap: var(--s3);
      }
      h1 {
        font-size: var(--title-xl);
        letter-spacing: -0.01em;
      }
      .say {
        max-inline-size: 22rem;
        min-block-size: 3em;
        color: var(--quiet);
      }
      .say.no {
        color: var(--refusal);
      }
      .pad {
        display: grid;
        gap: var(--s4);
        justify-items: center;
      }
      .waiting {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
        padding: var(--s2) var(--s4);
        border-radius: 999px;
        background: var(--accent);
        color: var(--on-accent);
      }
      @media (max-height: 30rem) and (orientation: landscape) {
        .marble {
          grid-template-columns: 1fr auto;
          align-items: center;
          gap: var(--s3) var(--s6);
        }
        h1 {
          font-size: var(--title-l);
        }
        .pad {
          gap: var(--s2);
        }
        .say {
          min-block-size: 1.5em;
        }
      }
    `,
  ];

  @property({ attribute: "brand-name" }) brandName = "";
  @property({ attribute: "boutique-name" }) boutiqueName = "";
  @property({ attribute: false }) unlock: Me | null = null;
  /** How many signals came in while it was locked. */
  @property({ type: Number }) waiting = 0;
  /** Managers come in here: by passkey or password on any browser, too. */
  @property({ type: Boolean }) managers = false;
  @state() private step: Step = "asking";
  @state() private said = "";
  @state() private busy = false;
  private readonly locked = new Locked(this);
  private first = "";
  private choosing = false;

  private looking = false;

  constructor() {
    super();
    this.addController(new Every(AGAIN_EVERY_MS, this.again));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.again);
    if (this.unlock) this.step = "enter";
    else void this.ask();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.again);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<main class="marble">
      <header>
        <p class="over">${this.boutiqueName}</p>
        <h1>${this.brandName}</h1>
        ${this.waiting
          ? html`<p><span class="waiting" role="alert">${icon("bell")}
              ${t("lock.waiting", { count: this.waiting })}</span></p>`
          : nothing}
      </header>
      ${this.body()}
    </main>`;
  }

  private body(): TemplateResult | typeof nothing {
    switch (this.step) {
      case "asking":
        return html`<p class="say" role="status">${t("common.loading")}</p>`;
      case "offline":
        return html`<div class="pad">
          <p class="say">${t("door.offline")}</p>
          <button @click=${() => this.ask()}>${t("common.again")}</button>
        </div>`;
      case "not_paired":
        return html`<div class="pad">
          <p class="say">${t("door.not_paired")}</p>
          <a class="button ${this.managers ? "" : "primary"}" href="/pair">${t("door.pair")}</a>
          ${this.managers
            ? html`<accueil-strong-door @signed-in=${this.strongly}></accueil-strong-door>`
            : nothing}
        </div>`;
      case "strong":
        return html`<div class="pad">
          <p class="say">${t(this.choosing ? "strong.choose" : "strong.needed")}</p>
          <accueil-strong-door
            ?choosing=${this.choosing}
            pin=${this.first}
            @signed-in=${this.strongly}
          ></accueil-strong-door>
        </div>`;
      default:
        return html`<div class="pad">
          <p class="say ${this.said || this.locked.seconds ? "no" : ""}" role="status">${this.told()}</p>
          <accueil-pin-pad
            ?busy=${this.busy || this.locked.seconds > 0}
            ?wrong=${this.said !== ""}
            @pin=${(pin: CustomEvent<string>) => this.typed(pin.detail)}
            @pointerdown=${allowSound}
          ></accueil-pin-pad>
        </div>`;
    }
  }

  private told(): string {
    if (this.locked.seconds) return t("door.locked", { time: clock(this.locked.seconds) });
    return this.said || this.question();
  }

  private question(): string {
    if (this.step === "choose") return t("door.choose_pin");
    if (this.step === "repeat") return t("door.repeat_pin");
    const name = this.unlock?.associate.display_name ?? "";
    return name ? t("door.enter_pin_named", { name }) : t("door.enter_pin");
  }

  private async ask(): Promise<void> {
    this.step = "asking";
    await this.look();
  }

  /** A phone in a pocket, reloaded where there was no Wi-Fi, comes back with nobody's help. */
  private readonly again = (): void => {
    if (this.step === "offline" && document.visibilityState === "visible") void this.look();
  };

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const { me, phone } = await api.get<Known>("/auth/who");
      if (me) this.enter(me);
      else if (!phone) this.step = "not_paired";
      else if (phone.strong === "set" || (phone.strong === "needed" && !phone.pin_is_set)) {
        this.choosing = phone.strong === "needed";
        this.step = "strong";
      } else this.step = phone.pin_is_set ? "enter" : "choose";
    } catch {
      if (this.step !== "offline") this.tell("offline");
      this.step = "offline";
    } finally {
      this.looking = false;
    }
  }

  private async typed(pin: string): Promise<void> {
    allowSound();
    this.said = "";
    if (this.step === "choose") {
      this.first = pin;
      this.step = "repeat";
    } else if (this.step === "repeat" && pin !== this.first) {
      this.step = "choose";
      this.said = t("door.pins_differ");
    } else {
      await this.send(pin);
    }
  }

  private async send(pin: string): Promise<void> {
    this.busy = true;
    try {
      const body = this.step === "repeat" ? { pin, new: true } : { pin };
      this.enter(await api.post<Me>("/auth/pin", body));
    } catch (error) {
      if (error instanceof ApiError && kind(error) === "strong-needed") {
        this.choosing = error.problem.extra?.["strong"] === "needed";
        this.first = pin;
        this.step = "strong";
        return;
      }
      if (error instanceof ApiError && kind(error) === "not-signed-in") this.step = "not_paired";
      else if (this.step === "repeat") this.step = "choose";
      if (error instanceof ApiError && error.status === 429 && error.againS) return this.locked.until(error.againS);
      const wrong = error instanceof ApiError && kind(error) === "wrong-code";
      this.said = wrong ? t("door.wrong_pin") : trouble(error);
    } finally {
      this.busy = false;
    }
  }

  private readonly strongly = (event: CustomEvent<Me>): void => {
    event.stopPropagation();
    this.enter(event.detail);
  };

  private enter(me: Me): void {
    useCsrf(me.csrf);
    this.tell("signed-in", me);
  }
}
