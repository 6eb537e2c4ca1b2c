/** The guard's phone: the camera on an exit pass, and one answer that is seen from afar. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon, type Icon } from "../../../elements/icons";
import "../../../elements/scanner";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { api, useCsrf } from "../../../lib/api";
import { ExitGate, type Judged } from "../../../lib/exit/exit-gate";
import type { ExitKeys } from "../../../lib/exit/exit-pass";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { ExitVerdict } from "../../../lib/selling-views";
import { chime, vibrate } from "../../../lib/sound";
import { trouble } from "../../../lib/trouble";
import type { Known, Me } from "../../../lib/views";
import { stayAwake } from "../../../lib/wake";
import { Wedge } from "../../../lib/scanning/wedge";
import { guardLook } from "./guard-look";

const SETTLED_EVERY_MS = 20_000;
const TRIED_AGAIN_MS = 3000;
const SIGNS: Record<ExitVerdict["light"], Icon> = { green: "check", amber: "bell", red: "close" };

@customElement("accueil-guard")
export class Guard extends Spoken {
  static override styles = [base, buttons, guardLook];

  @property({ attribute: false }) me!: Me;
  @state() private judged: Judged | null = null;
  @state() private online = true;
  @state() private said = "";
  @state() private against: ExitVerdict[] = [];
  private busy = false;
  private shown = ""; // the code whose answer is on the screen
  private sleep: () => void = () => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly wedge = new Wedge();
  private readonly gate = new ExitGate({
    show: (code, shownAt) =>
      api.post("/exit-passes/show", shownAt ? { code, shown_at: shownAt } : { code }),
    keys: () => api.get<ExitKeys>("/exit-passes/keys"),
  });
  private known = false; // whether the house was asked who this is

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.typed);
    window.addEventListener("online", this.settle);
    this.sleep = stayAwake();
    if (this.hasUpdated) void this.settle();
  }

  /** Not before: `me` of an element that was there before its class is set with the update. */
  override firstUpdated(): void {
    this.known = this.me.csrf !== "";
    this.gate.online = this.known;
    void this.settle();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.typed);
    window.removeEventListener("online", this.settle);
    clearTimeout(this.timer);
    this.sleep();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { judged } = this;
    return html`<main ?inert=${judged !== null}>
      <header>
        <p class="brand">${this.me.brand_name}<span class="over">${this.me.boutique_name}</span></p>
        <button class="bare" @click=${() => this.tell("sign-out")}>${t("settings.sign_out")}</button>
      </header>
      ${this.line()}
      <div class="eye">
        <h1>${t("guard.title")}</h1>
        <accueil-scanner
          hint=${t("guard.aim")}
          @scanned=${(event: CustomEvent<string>) => this.show(event.detail)}
        ></accueil-scanner>
      </div>
        ${this.said ? html`<p class="said" role="alert">${this.said}</p>` : nothing}
      </main>
      ${judged ? this.answer(judged) : nothing}`;
  }

  private line(): TemplateResult {
    return html`${this.online
        ? nothing
        : html`<p class="offline" role="status">${icon("offline")}${this.alone()}</p>`}
      ${this.against.map(
        (one) => html`<p class="against" role="alert">
          ${icon("bell")}<span
            >${t("guard.against", {
              number: whole(one.basket_number),
              reason: t(`verdict.exit.${one.reason}`),
            })}</span
          ><button class="round" aria-label=${t("common.close")} @click=${() => this.heard(one)}>
            ${icon("close")}
          </button>
        </p>`,
      )}`;
  }

  private alone(): string {
    if (!this.gate.ready) return t("guard.offline_blind");
    return t("guard.offline", { count: this.gate.waiting });
  }

  /** The whole screen is the button: a gloved thumb finds it. */
  private answer(one: Judged): TemplateResult {
    return html`<button class="answer ${one.light}" @click=${this.next}>
      ${icon(SIGNS[one.light])}
      <strong>${t(`guard.${one.light}`)}</strong>
      ${one.light === "red" ? nothing : this.pieces(one)}
      <span class="why">${t(`verdict.exit.${one.reason}`)}</span>
      ${one.tags.length ? html`<span>${t("guard.tags", { count: one.tags.length })}</span>` : nothing}
      <span class="small"
        >${one.alone
          ? html`${icon("offline")}${t("guard.alone")}`
          : one.basket_number
            ? t("guard.basket", { number: whole(one.basket_number) })
            : nothing}</span
      >
      <span class="next">${t("guard.next")}</span>
      <span class="unseen" role="status">${t(`guard.${one.light}`)}. ${t(`verdict.exit.${one.reason}`)}</span>
    </button>`;
  }

  private pieces(one: Judged): TemplateResult {
    return html`<span class="pieces">
      <b class="figures">${whole(one.pieces)}</b>${t("guard.pieces", { count: one.pieces })}
    </span>`;
  }

  /** After a green the next bag needs no thumb; what is not green waits to be seen to. */
  private async show(code: string): Promise<void> {
    if (this.busy || code === this.shown || (this.judged && this.judged.light !== "green")) return;
    this.busy = true;
    this.shown = code;
    this.said = "";
    try {
      this.judged = await this.gate.show(code);
      chime(this.judged.light === "green" ? "welcome" : "moment");
      vibrate(this.judged.light === "green" ? [60] : [180, 90, 180]);
    } catch (error) {
      this.shown = "";
      this.said = trouble(error);
    } finally {
      this.busy = false;
      this.online = this.gate.online;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLButtonElement>(".answer")?.focus();
  }

  private readonly next = (): void => {
    this.judged = null;
    this.shown = "";
    if (!this.gate.online) void this.settle();
  };

  private heard(one: ExitVerdict): void {
    this.against = this.against.filter((other) => other !== one);
  }

  private readonly settle = async (): Promise<void> => {
    clearTimeout(this.timer);
    try {
      if (!this.known && !(await this.introduced())) return;
      this.against = [...this.against, ...(await this.gate.settle())];
    } catch (error) {
      this.said = trouble(error);
    }
    this.online = this.gate.online;
    const wait = this.gate.online ? SETTLED_EVERY_MS : TRIED_AGAIN_MS;
    if (this.isConnected) this.timer = setTimeout(() => void this.settle(), wait);
  };

  /** Who this is, after the page was loaded without a network; whether the house still knows. */
  private async introduced(): Promise<boolean> {
    const me = await api.get<Known>("/auth/who").then(
      (known) => known.me,
      () => undefined,
    );
    if (me === undefined) {
      this.online = this.gate.online = false;
      this.timer = setTimeout(() => void this.settle(), TRIED_AGAIN_MS);
      return false;
    }
    if (!me) {
      this.tell("signed-out");
      return false;
    }
    useCsrf(me.csrf);
    return (this.known = true);
  }

  /** A hand scanner at the door types like a keyboard. */
  private readonly typed = (event: KeyboardEvent): void => {
    if (event.composedPath()[0] instanceof HTMLInputElement) return;
    const code = this.wedge.press(event.key, performance.now());
    if (!code) return;
    event.preventDefault();
    this.next();
    void this.show(code);
  };
}
