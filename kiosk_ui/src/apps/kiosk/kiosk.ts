/** The kiosk: an idle screen that belongs in the boutique, and one answer to each shown code. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import type { EveningView, KioskAnswer } from "../../lib/door";
import { isOffered, language, loadAll, offered, speak, t, type Language } from "../../lib/i18n";
import { kioskSocket, stay, type KioskSocket } from "../../lib/live";
import { keepShell } from "../../lib/shell";
import { HandScanner } from "../../lib/scanning/hand-scanner";
import { Showings } from "../../lib/scanning/showings";
import { allowSound, chime } from "../../lib/sound";
import { stayAwake } from "../../lib/wake";
import "./asking";
import "./call";
import { Door } from "./door";
import { eveningHead, tonight } from "./evening";
import { Hold } from "./hold";
import { inviteKey, type Can } from "./invite";
import { look } from "./look";
import type { LetIn } from "./team";
import { CHIMES, verdictScreen, words } from "./verdict";
import { Wedge } from "../../lib/scanning/wedge";

const SHOWN_MS = 4000;
const COMPANY_MS = 10_000;
const BUSY_MS = 45_000;
const QUIET_MS = 4000;
const EVENING_MOVES_MS = 30_000;

/** What the last code was, until the screen is idle again; never longer. */
interface Shown {
  code: string;
  answer: KioskAnswer;
  brought: number;
  plusOne: boolean;
  left: number; // companions who are still to be let in
  answers: Record<string, string>;
}

@customElement("accueil-kiosk")
export class Kiosk extends Spoken {
  static override styles = [base, buttons, fields, marble, look];

  @state() private shown: Shown | null = null;
  @state() private online = true;
  @state() private paired = true;
  @state() private team = false;
  @state() private evenings: readonly EveningView[] = [];
  @state() private last: LetIn | null = null;
  @query("form.code input") private input!: HTMLInputElement | null;
  private readonly wedge = new Wedge();
  private readonly handScanner = new HandScanner();
  @state() private can: Can = { camera: true, handScanner: this.handScanner.isHere(Date.now()) };
  private readonly showings = new Showings();
  private readonly home = language();
  private readonly hold = new Hold(() => this.openTeam());
  private readonly door = new Door({
    evenings: (evenings) => (this.evenings = evenings),
    online: (online) => (this.online = online),
    refused: () => (this.paired = false),
  });
  private socket: KioskSocket | null = null;
  private sleep: () => void = () => undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private later: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.pressed, { capture: true });
    window.addEventListener("pointerdown", allowSound);
    window.addEventListener("contextmenu", stayHere);
    // A browser in kiosk mode may be allowed to sound without having been touched.
    if (window.matchMedia("(display-mode: fullscreen)").matches) allowSound();
    this.sleep = stayAwake();
    this.connect();
    void this.door.open();
    this.clock = setInterval(() => this.requestUpdate(), EVENING_MOVES_MS);
    void import("../../elements/scanner");
    // The camera comes first; what a day without a network needs is fetched when it is quiet.
    this.later = setTimeout(() => void loadAll().then(keepShell), QUIET_MS);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.pressed, { capture: true });
    window.removeEventListener("pointerdown", allowSound);
    window.removeEventListener("contextmenu", stayHere);
    this.socket?.disconnect();
    this.door.close();
    this.sleep();
    clearTimeout(this.idle);
    clearTimeout(this.later);
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (!this.paired) return this.notPaired();
    return html`${this.waiting()} ${this.shown ? this.answered(this.shown) : nothing}
      ${this.team ? this.colleague() : nothing}
      <p class="unseen" aria-live="assertive">
        ${this.shown ? words(this.shown.answer, this.shown.brought)[0] : ""}
      </p>`;
  }

  private connect(): void {
    this.socket = kioskSocket();
    stay(this.socket, {
      online: (online) => {
        this.online = online;
        if (online) this.paired = true;
        void this.door.lined(online);
      },
      refused: () => (this.paired = false),
    });
    this.socket.on("forgotten", () => void this.door.letGo());
    this.socket.connect();
  }

  // ------------------------------------------------------------------ what is on the screen

  private waiting(): TemplateResult {
    const evening = tonight(this.evenings, Date.now());
    // The camera goes on reading behind an answer: the next guest need not wait for it to go.
    return html`<main
      class="screen idle marble clear ${evening ? "soiree" : ""} ${this.shown ? "behind" : ""}"
      ?inert=${this.team}
    >
      <p class="brand">${this.dataset["brandName"]}<span>${this.dataset["boutiqueName"]}</span></p>
      <div class="hail">
        ${evening?.picture_url
          ? html`<img class="picture" src=${evening.picture_url} alt="" @error=${hide} @load=${show} />`
          : nothing}
        <header>
          ${evening
            ? eveningHead(evening, Date.now())
            : html`<h1>${t("kiosk.welcome")}</h1>
                <span class="rule"></span>`}
        </header>
        <accueil-scanner
          facing="user"
          typed
          silent
          @sees=${(event: CustomEvent<boolean>) => this.nowCan({ camera: event.detail })}
          @scanned=${(event: CustomEvent<string>) => this.show(event.detail)}
        ></accueil-scanner>
        <p class="invite">${t(inviteKey(this.can, !!evening))}</p>
      </div>
      ${this.typing()} ${this.foot()}
    </main>`;
  }

  private typing(): TemplateResult {
    return html`<form class="code" @submit=${this.submitted}>
      <input
        aria-label=${t("kiosk.code")}
        placeholder=${t("kiosk.code")}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="200"
        @input=${this.busy}
      />
      <button class="primary" aria-label=${t("kiosk.enter")}>${icon("next")}</button>
    </form>`;
  }

  private foot(): TemplateResult {
    return html`<footer>
      <nav aria-label=${t("kiosk.languages")}>
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
      </nav>
      <div class="help">
        <accueil-call .line=${this.socket}></accueil-call>
        <button
          class="bare hold"
          @pointerdown=${this.hold.begin}
          @pointerup=${this.hold.end}
          @pointerleave=${this.hold.end}
          @keydown=${this.hold.pressed}
          @keyup=${this.hold.end}
        >
          ${icon("lock")} ${t("kiosk.team")}
        </button>
        ${this.online
          ? nothing
          : html`<span class="offline" role="status">${icon("offline")}${t("kiosk.offline")}</span>`}
      </div>
    </footer>`;
  }

  private answered(shown: Shown): TemplateResult {
    const { answer } = shown;
    if (answer.verdict === "question" || answer.verdict === "name") {
      return html`<accueil-asking
        .answer=${answer}
        @busy=${this.busy}
        @given-up=${this.rest}
        @answered=${(event: CustomEvent<string>) => this.answerWith(event.detail)}
      ></accueil-asking>`;
    }
    return verdictScreen(answer, shown.brought, {
      rest: this.rest,
      bring: (people) => this.bring(people),
    });
  }

  private colleague(): TemplateResult {
    return html`<accueil-team
      .event=${tonight(this.evenings, Date.now())?.event_id ?? null}
      .last=${this.last}
      @busy=${this.busy}
      @closed=${this.rest}
      @undone=${() => (this.last = null)}
      @let-in=${(event: CustomEvent<KioskAnswer>) => this.letIn(event.detail)}
      @leave=${this.leave}
    ></accueil-team>`;
  }

  private notPaired(): TemplateResult {
    return html`<main class="screen not-paired marble">
      <h1>${this.dataset["brandName"]}</h1>
      <p>${t("kiosk.not_paired")}</p>
      <a class="button primary" href="/pair">${t("door.pair")}</a>
    </main>`;
  }

  // ------------------------------------------------------------------ what was shown

  /** What is typed into a field is the form's; everything else may be a hand scanner. */
  private readonly pressed = (event: KeyboardEvent): void => {
    allowSound();
    if (this.team || event.composedPath()[0] instanceof HTMLInputElement) return;
    const code = this.wedge.press(event.key, event.timeStamp);
    if (!code) return;
    event.preventDefault();
    this.handScanner.hasRead(Date.now());
    this.nowCan({ handScanner: true });
    void this.show(code);
  };

  private nowCan(more: Partial<Can>): void {
    this.can = { ...this.can, ...more };
  }

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = this.input?.value ?? "";
    if (code.trim()) void this.show(code);
  };

  private async show(code: string): Promise<void> {
    if (this.input) this.input.value = "";
    const asking = this.shown?.answer.verdict === "question" || this.shown?.answer.verdict === "name";
    // Whoever types an answer is not interrupted by the card that they still hold.
    if (this.team || asking || !this.showings.isNew(code, performance.now())) return;
    await this.take({ code, brought: 0, plusOne: false, left: 0, answers: {} });
  }

  /** The guest's answer goes with the same code; a companion's name with the companion. */
  private async answerWith(text: string): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    const { question } = shown.answer;
    if (question) shown.answers = { ...shown.answers, [question.id]: text };
    await this.take(shown, question ? "" : text);
  }

  private async bring(people: number): Promise<void> {
    if (this.shown) await this.take({ ...this.shown, plusOne: true, left: people });
  }

  private async take(shown: Omit<Shown, "answer">, name = ""): Promise<void> {
    const answer = await this.door.show(shown.code, {
      answers: shown.answers,
      ...(shown.plusOne ? { plus_one: true, plus_one_name: name } : {}),
    });
    if (!answer) return;
    if (!shown.plusOne || answer.verdict !== "welcome") return this.greet({ ...shown, answer });
    const next = { ...shown, brought: shown.brought + 1, left: shown.left - 1 };
    if (next.left > 0) await this.take(next);
    else await this.greet({ ...next, answer });
  }

  private async greet(shown: Shown): Promise<void> {
    const { answer } = shown;
    const theirs = answer.language.split("-")[0] ?? "";
    if (isOffered(theirs) && theirs !== language()) await speak(theirs);
    this.shown = shown;
    if (answer.verdict === "welcome") this.remember(answer);
    chime(CHIMES[answer.verdict]);
    this.restIn(restAfter(shown));
  }

  /** For a colleague whose hand slipped: the id alone and a first name, for as long as undo lasts. */
  private remember(answer: KioskAnswer): void {
    const event = tonight(this.evenings, Date.now())?.event_id;
    if (!event || !answer.undo_until) return;
    const { scan_id, given_name: name, undo_until: until } = answer;
    this.last = { scan_id, event_id: event, name, until };
  }

  // ------------------------------------------------------------------ colleagues

  private openTeam(): void {
    this.rest();
    void import("./team");
    this.team = true;
    this.busy();
  }

  private async letIn(answer: KioskAnswer): Promise<void> {
    this.team = false;
    await this.greet({ code: "", answer, brought: 0, plusOne: false, left: 0, answers: {} });
  }

  private readonly leave = (): void => {
    this.socket?.disconnect();
    window.location.assign("/");
  };

  // ------------------------------------------------------------------ back to idle

  private async inLanguage(next: Language): Promise<void> {
    await speak(next);
    this.busy();
  }

  private readonly busy = (): void => this.restIn(BUSY_MS);

  private restIn(ms: number): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(this.rest, ms);
  }

  /** The next guest finds the house's own language, and nothing of the one before. */
  private readonly rest = (): void => {
    clearTimeout(this.idle);
    this.shown = null;
    this.team = false;
    if (this.input) this.input.value = "";
    if (language() !== this.home) void speak(this.home);
  };
}

function restAfter({ answer, brought }: Shown): number {
  if (answer.verdict === "question" || answer.verdict === "name") return BUSY_MS;
  return answer.verdict === "welcome" && answer.plus_ones_left > 0 && !brought
    ? COMPANY_MS
    : SHOWN_MS;
}

/** With no network there is no picture, and no sign of a broken one. */
function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

function show(event: Event): void {
  (event.target as HTMLElement).hidden = false;
}

function stayHere(event: Event): void {
  event.preventDefault();
}
