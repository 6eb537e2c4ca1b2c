/** The kiosk: an idle screen that belongs in the boutique, and one answer to each shown pass. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { api, ApiError, OfflineError } from "../../lib/api";
import { isOffered, language, offered, speak, t, type Language } from "../../lib/i18n";
import { kioskSocket, stay, type KioskSocket } from "../../lib/live";
import { Showings } from "../../lib/scanning/showings";
import { allowSound, chime } from "../../lib/sound";
import type { Greeting } from "../../lib/views";
import { stayAwake } from "../../lib/wake";
import { look } from "./look";
import { Wedge } from "./wedge";

const SHOWN_MS = 4000;
const TYPED_IDLE_MS = 45_000;

type Verdict = Greeting["verdict"];

@customElement("accueil-kiosk")
export class Kiosk extends Spoken {
  static override styles = [base, buttons, fields, marble, look];

  @state() private answer: Greeting | null = null;
  @state() private online = true;
  @state() private paired = true;
  @query("input") private input!: HTMLInputElement | null;
  private readonly wedge = new Wedge();
  private readonly showings = new Showings();
  private readonly home = language();
  private socket: KioskSocket | null = null;
  private sleep: () => void = () => undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.pressed, { capture: true });
    window.addEventListener("pointerdown", allowSound);
    this.sleep = stayAwake();
    this.socket = kioskSocket();
    stay(this.socket, {
      online: (online) => {
        this.online = online;
        if (online) this.paired = true;
      },
      refused: () => (this.paired = false),
    });
    this.socket.connect();
    void import("../../elements/scanner");
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.pressed, { capture: true });
    window.removeEventListener("pointerdown", allowSound);
    this.socket?.disconnect();
    this.sleep();
    clearTimeout(this.idle);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (!this.paired) return this.notPaired();
    return html`${this.waiting()} ${this.answer ? this.verdict(this.answer) : nothing}
      <p class="unseen" aria-live="assertive">${this.answer ? this.words(this.answer)[0] : ""}</p>`;
  }

  private waiting(): TemplateResult {
    // The camera goes on reading behind an answer: the next guest need not wait for it to go.
    return html`<main class="screen idle marble clear ${this.answer ? "behind" : ""}">
      <p class="brand">${this.dataset["brandName"]}<span>${this.dataset["boutiqueName"]}</span></p>
      <div class="hail">
        <h1>${t("kiosk.welcome")}</h1>
        <span class="rule"></span>
        <p>${t("kiosk.invite")}</p>
        <accueil-scanner
          facing="user"
          @scanned=${(event: CustomEvent<string>) => this.show(event.detail)}
        ></accueil-scanner>
      </div>
      <form @submit=${this.submitted}>
        <input
          aria-label=${t("kiosk.code")}
          placeholder=${t("kiosk.code")}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="200"
          @input=${this.typing}
        />
        <button class="primary" aria-label=${t("kiosk.enter")}>${icon("next")}</button>
      </form>
      <footer>
        ${offered().map(
          ([tag, name]) => html`<button
            class="bare"
            lang=${tag}
            aria-pressed=${tag === language() ? "true" : "false"}
            @click=${() => this.inLanguage(tag)}
          >
            ${name}
          </button>`,
        )}
        ${this.online
          ? nothing
          : html`<span class="offline" role="status">${icon("offline")}${t("kiosk.offline")}</span>`}
      </footer>
    </main>`;
  }

  private verdict(answer: Greeting): TemplateResult {
    const [title, more] = this.words(answer);
    const seals = { welcome: "check", already: "person", moment: "bell" } as const;
    return html`<main class="screen verdict marble clear ${answer.verdict}" @click=${this.rest}>
      <span class="seal">${icon(seals[answer.verdict])}</span>
      <h1>${title}</h1>
      <p>${more}</p>
    </main>`;
  }

  private words({ verdict, given_name, host }: Greeting): [title: string, more: string] {
    const name = given_name;
    switch (verdict) {
      case "welcome":
        return [
          name ? t("kiosk.welcome_name", { name }) : t("kiosk.welcome"),
          host ? t("kiosk.host", { name: host.split(" ")[0] ?? host }) : t("kiosk.host_soon"),
        ];
      case "already":
        return [
          name ? t("kiosk.already_name", { name }) : t("kiosk.already"),
          t("kiosk.already_more"),
        ];
      case "moment":
        return [t("kiosk.moment"), t("kiosk.moment_more")];
    }
  }

  private notPaired(): TemplateResult {
    return html`<main class="screen not-paired marble">
      <h1>${this.dataset["brandName"]}</h1>
      <p>${t("kiosk.not_paired")}</p>
      <a class="button primary" href="/pair">${t("door.pair")}</a>
    </main>`;
  }

  /** What is typed into the field is the form's; everything else may be a hand scanner. */
  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.input && event.composedPath()[0] === this.input) return;
    const code = this.wedge.press(event.key, event.timeStamp);
    if (!code) return;
    event.preventDefault();
    void this.show(code);
  };

  private readonly typing = (): void => {
    clearTimeout(this.idle);
    this.idle = setTimeout(this.rest, TYPED_IDLE_MS);
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = this.input?.value.trim() ?? "";
    if (code) void this.show(code);
  };

  private async show(code: string): Promise<void> {
    if (this.input) this.input.value = "";
    if (!this.showings.isNew(code, performance.now())) return;
    try {
      await this.greet(await api.post<Greeting>("/kiosk/pass", { code }));
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        this.paired = false;
        return;
      }
      if (error instanceof OfflineError) this.online = false;
      await this.greet({ verdict: "moment", given_name: "", language: "", host: "" });
    }
  }

  private async greet(answer: Greeting): Promise<void> {
    const theirs = answer.language.split("-")[0] ?? "";
    if (isOffered(theirs) && theirs !== language()) await speak(theirs);
    this.answer = answer;
    chime(sounds[answer.verdict]);
    clearTimeout(this.idle);
    this.idle = setTimeout(this.rest, SHOWN_MS);
  }

  private async inLanguage(next: Language): Promise<void> {
    await speak(next);
    this.typing();
  }

  /** The next guest finds the house's own language, and nothing of the one before. */
  private readonly rest = (): void => {
    clearTimeout(this.idle);
    this.answer = null;
    if (this.input) this.input.value = "";
    if (language() !== this.home) void speak(this.home);
  };
}

const sounds: Record<Verdict, "welcome" | "arrival" | "moment"> = {
  welcome: "welcome",
  already: "arrival",
  moment: "moment",
};
