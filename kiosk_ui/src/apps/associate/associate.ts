/** The associate's app: the door, then arrivals, clients and settings around one `Desk`. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import "../../elements/sign-in";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import { api, useCsrf } from "../../lib/api";
import { waiting } from "../../lib/feed";
import { t } from "../../lib/i18n";
import { preferences, tellServiceWorker } from "../../lib/preferences";
import { unsubscribe } from "../../lib/push";
import { allowSound, chime, vibrate } from "../../lib/sound";
import { toneOf } from "../../lib/tone";
import { trouble } from "../../lib/trouble";
import type { AssociateView, Me, Notice, SignalView } from "../../lib/views";
import "./arrival-card";
import { Desk, type Word } from "./desk";
import "./find-client";
import "./settings";
import "./signal-list";
import "./steps";
import type { Step } from "./steps";

type Room = "arrivals" | "clients" | "settings";

const IDLE_MS = 5 * 60_000;
const SAID_MS = 7000;

@customElement("accueil-associate")
export class Associate extends Spoken {
  static override styles = [
    base,
    buttons,
    marble,
    css`
      :host {
        --bar: 4rem;
        background: var(--surface);
      }
      .app {
        display: grid;
        grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
        grid-template-areas: "top" "offline" "main" "nav";
        block-size: 100dvh;
      }
      .top {
        grid-area: top;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s1) var(--s3);
        padding: max(var(--s2), env(safe-area-inset-top)) var(--s4) var(--s2);
        border-block-end: 1px solid var(--hairline);
      }
      .brand {
        flex: 1 1 8rem;
        min-inline-size: 0;
        font: 600 1.375rem/1.1 var(--serif);
      }
      .brand .over {
        display: block;
        margin-block-start: 0.1rem;
        font-size: 0.6875rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .shift {
        flex: none;
        gap: var(--s3);
        padding-inline: var(--s4) var(--s2);
        font-size: var(--text-s);
      }
      .shift i {
        position: relative;
        inline-size: 2.75rem;
        block-size: 1.625rem;
        border: 1px solid var(--edge);
        border-radius: 999px;
        background: var(--sunken);
      }
      .shift i::after {
        content: "";
        position: absolute;
        inset-block-start: calc(50% - 0.5625rem);
        inset-inline-start: 0.1875rem;
        inline-size: 1.125rem;
        block-size: 1.125rem;
        border-radius: 50%;
        background: var(--quiet);
        transition: inset-inline-start var(--quick) var(--ease);
      }
      .shift[aria-checked="true"] {
        border-color: var(--accent);
        color: var(--accent);
      }
      .shift[aria-checked="true"] i {
        border-color: var(--accent);
        background: var(--accent);
      }
      .shift[aria-checked="true"] i::after {
        inset-inline-start: calc(100% - 1.3125rem);
        background: var(--on-accent);
      }
      .offline {
        grid-area: offline;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--s2);
        padding: var(--s2) var(--s4);
        background: var(--attention-wash);
        color: var(--attention);
        font-size: var(--text-s);
        font-weight: 550;
      }
      main {
        grid-area: main;
        position: relative;
        min-block-size: 0;
      }
      .pane {
        block-size: 100%;
        overflow-y: auto;
        overscroll-behavior: contain;
        background: var(--surface);
      }
      .arrivals {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        block-size: 100%;
      }
      .one {
        position: absolute;
        inset: 0;
        z-index: 2;
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        background: var(--surface);
        animation: open var(--calm) var(--ease);
      }
      @keyframes open {
        from {
          opacity: 0;
          transform: translateY(1rem);
        }
      }
      .one .back {
        grid-row: 1;
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 0 var(--s2);
        border-block-end: 1px solid var(--hairline);
      }
      .one .pane {
        grid-row: 2;
      }
      .one accueil-steps {
        grid-row: 3;
      }
      .others {
        border-color: transparent;
        color: var(--accent);
        font-weight: 600;
      }
      .none {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s3);
        min-block-size: 100%;
        padding: var(--s6) var(--s5);
        text-align: center;
      }
      .none h1 {
        max-inline-size: 12em;
        font-size: var(--title-xl);
        letter-spacing: -0.015em;
      }
      .none p {
        max-inline-size: 24rem;
        color: var(--quiet);
      }
      .none button {
        margin-block-start: var(--s4);
      }
      nav {
        grid-area: nav;
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        border-block-start: 1px solid var(--hairline);
        padding-block-end: env(safe-area-inset-bottom);
      }
      nav button {
        position: relative;
        flex-direction: column;
        gap: 0.15rem;
        min-block-size: var(--bar);
        padding: var(--s1);
        border: 0;
        border-radius: 0;
        font-size: var(--text-xs);
        color: var(--quiet);
      }
      nav button[aria-current="page"] {
        color: var(--accent);
        font-weight: 650;
      }
      nav button[aria-current="page"]::before {
        content: "";
        position: absolute;
        inset-block-start: -1px;
        inset-inline: 25%;
        border-block-start: 2px solid var(--accent);
      }
      .count {
        position: absolute;
        inset-block-start: 0.4rem;
        inset-inline-start: calc(50% + 0.5rem);
        min-inline-size: 1.25rem;
        padding-inline: 0.3rem;
        border-radius: 999px;
        background: var(--accent);
        color: var(--on-accent);
        font: 650 var(--text-xs) / 1.25rem var(--sans);
      }
      .said {
        position: fixed;
        inset-block-start: max(var(--s4), env(safe-area-inset-top));
        inset-inline: var(--s4);
        z-index: 5;
        display: flex;
        align-items: center;
        gap: var(--s3);
        max-inline-size: 30rem;
        margin-inline: auto;
        padding: var(--s3) var(--s2) var(--s3) var(--s4);
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--raised);
        box-shadow: var(--shadow);
        animation: open var(--calm) var(--ease);
      }
      .said p {
        flex: 1;
      }
      .said strong {
        display: block;
        font: 600 1.25rem/1.25 var(--serif);
      }
      @media (max-width: 43.99rem) {
        nav.away {
          display: none;
        }
      }
      @media (min-width: 44rem) {
        .app {
          grid-template: auto auto minmax(0, 1fr) / 5rem minmax(0, 1fr);
          grid-template-areas: "nav top" "nav offline" "nav main";
        }
        nav {
          grid-template: repeat(3, 4.5rem) / 1fr;
          align-content: center;
          border-block-start: 0;
          border-inline-end: 1px solid var(--hairline);
          padding-inline-start: env(safe-area-inset-left);
        }
        nav button[aria-current="page"]::before {
          inset-block: 25%;
          inset-inline: auto -1px;
          border-block-start: 0;
          border-inline-start: 2px solid var(--accent);
        }
        .arrivals.some {
          grid-template-columns: minmax(16rem, 24rem) minmax(0, 1fr);
        }
        .arrivals.some > .pane:first-child {
          border-inline-end: 1px solid var(--hairline);
        }
        .one {
          position: static;
          min-block-size: 0;
        }
        .one .back {
          display: none;
        }
        .pick {
          display: grid !important;
        }
      }
      .pick {
        display: none;
        place-items: center;
        padding: var(--s6);
        text-align: center;
        font: 500 var(--title-m) / 1.2 var(--serif);
        color: var(--quiet);
      }
      @media (min-width: 64rem) {
        accueil-arrival-card {
          max-inline-size: 62rem;
        }
      }
      /* Large letters on a small screen: the card has all of it. */
      @media (max-height: 40rem) and (max-width: 43.99rem) {
        .top.behind {
          display: none;
        }
      }
      @media (max-height: 30rem) and (orientation: landscape) {
        .top {
          padding-block: var(--s1);
        }
        .brand {
          display: flex;
          align-items: baseline;
          gap: var(--s3);
        }
        nav {
          grid-template-rows: repeat(3, 4rem);
        }
      }
    `,
  ];

  @state() private me: Me | null = null;
  @state() private locked = false;
  @state() private room: Room = "arrivals";
  @state() private open = "";
  @state() private said: { title: string; more: string; signalId?: string } | null = null;
  @state() private announced = "";
  private announcedOf = "";
  private desk: Desk | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private saying: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const touch of ["pointerdown", "keydown"]) window.addEventListener(touch, this.touched);
    window.addEventListener("online", this.back);
    navigator.serviceWorker?.addEventListener("message", this.pushed);
    this.open = location.hash.slice(1);
  }

  override disconnectedCallback(): void {
    for (const touch of ["pointerdown", "keydown"]) window.removeEventListener(touch, this.touched);
    window.removeEventListener("online", this.back);
    navigator.serviceWorker?.removeEventListener("message", this.pushed);
    clearTimeout(this.idle);
    clearInterval(this.heartbeat);
    this.desk?.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { me, desk } = this;
    if (!me || !desk || this.locked) {
      return html`<accueil-sign-in
        brand-name=${this.dataset["brandName"] ?? me?.brand_name ?? ""}
        boutique-name=${this.dataset["boutiqueName"] ?? me?.boutique_name ?? ""}
        .unlock=${this.locked ? me : null}
        .waiting=${this.locked && desk ? desk.unanswered : 0}
        @signed-in=${(event: CustomEvent<Me>) => this.enter(event.detail)}
      ></accueil-sign-in>`;
    }
    return html`<div class="app">
        ${this.top(me, !!desk.feed.get(this.open))}
        ${desk.settled && !desk.online
          ? html`<div class="offline" role="status">${icon("offline")}${this.offlineWords()}</div>`
          : nothing}
        <main>
          ${this.room === "clients" || (desk.signals.length && !desk.feed.get(this.open))
            ? html`<h1 class="unseen">${t(`nav.${this.room}`)}</h1>`
            : nothing}
          ${this.inside(me, desk)}
        </main>
        <nav aria-label=${t("nav.label")} class=${this.room === "arrivals" && desk.feed.get(this.open) ? "away" : ""}>
          ${this.tab("arrivals", "bell", t("nav.arrivals"), desk.unanswered)}
          ${this.tab("clients", "search", t("nav.clients"))}
          ${this.tab("settings", "settings", t("nav.settings"))}
        </nav>
      </div>
      ${this.toast()}
      <p class="unseen" aria-live="assertive">${this.announced}</p>`;
  }

  // ---------------------------------------------------------------- parts of the page

  private top(me: Me, behind: boolean): TemplateResult {
    const on = me.associate.on_shift;
    return html`<header class="top ${behind ? "behind" : ""}">
      <p class="brand">${me.brand_name}<span class="over">${me.boutique_name}</span></p>
      <button class="shift" role="switch" aria-checked=${on ? "true" : "false"} @click=${this.shift}>
        ${t(on ? "shift.on" : "shift.off")}<i aria-hidden="true"></i>
      </button>
    </header>`;
  }

  private tab(room: Room, name: Icon, label: string, count = 0): TemplateResult {
    return html`<button
      aria-current=${this.room === room ? "page" : "false"}
      @click=${() => {
        this.room = room;
        this.open = "";
      }}
    >
      ${icon(name)}<span>${label}</span>
      ${count
        ? html`<span class="count" aria-label=${t("nav.waiting", { count })}>${count}</span>`
        : nothing}
    </button>`;
  }

  private inside(me: Me, desk: Desk): TemplateResult {
    if (this.room === "clients") {
      return html`<div class="pane"><accueil-find-client></accueil-find-client></div>`;
    }
    if (this.room === "settings") {
      return html`<div class="pane">
        <accueil-settings
          .me=${me}
          @lock=${this.lock}
          @sign-out=${this.signOut}
        ></accueil-settings>
      </div>`;
    }
    return this.arrivals(me, desk);
  }

  private arrivals(me: Me, desk: Desk): TemplateResult {
    const { signals } = desk;
    const open = desk.feed.get(this.open);
    if (!signals.length) {
      return html`<div class="arrivals"><div class="pane marble clear">${this.nobody(me, desk)}</div></div>`;
    }
    return html`<div class="arrivals some">
      <div class="pane" ?inert=${!!open && narrow()}>
        <accueil-signal-list
          .signals=${signals}
          .pending=${(signalId: string) => !!desk.pending(signalId)}
          current=${this.open}
          @open=${(event: CustomEvent<string>) => (this.open = event.detail)}
        ></accueil-signal-list>
      </div>
      ${open ? this.one(me, desk, open) : html`<p class="pick">${t("list.pick")}</p>`}
    </div>`;
  }

  private one(me: Me, desk: Desk, signal: SignalView): TemplateResult | typeof nothing {
    if (!signal.card) return nothing;
    const others = desk.signals.filter((other) => waiting(other) && other.id !== signal.id).length;
    return html`<div class="one">
      <div class="back">
        <button class="bare" @click=${() => (this.open = "")}>
          ${icon("back")}${t("common.back")}
        </button>
        ${others
          ? html`<button class="others" @click=${() => (this.open = "")}>
              ${t("list.others", { count: others })}
            </button>`
          : nothing}
      </div>
      <div class="pane" tabindex="0" role="region" aria-label=${t("card.title")}>
        <accueil-arrival-card .card=${signal.card} .signal=${signal}></accueil-arrival-card>
      </div>
      <accueil-steps
        .signal=${signal}
        .pending=${desk.pending(signal.id)}
        me=${me.associate.id}
        @step=${(event: CustomEvent<Step>) => this.act(signal, event.detail)}
      ></accueil-steps>
    </div>`;
  }

  private nobody(me: Me, desk: Desk): TemplateResult {
    if (!desk.settled) {
      return html`<div class="none"><p role="status">${t("common.loading")}</p></div>`;
    }
    const name = me.associate.display_name.split(" ")[0] ?? "";
    return me.associate.on_shift
      ? html`<div class="none">
          <p class="over">${t("empty.hello", { name })}</p>
          <h1>${t("empty.calm")}</h1>
          <p>${t("empty.calm_more")}</p>
        </div>`
      : html`<div class="none">
          <p class="over">${t("empty.hello", { name })}</p>
          <h1>${t("empty.off")}</h1>
          <p>${t("empty.off_more")}</p>
          <button class="primary great" @click=${this.shift}>${t("shift.start")}</button>
        </div>`;
  }

  private offlineWords(): string {
    const waiting = this.desk?.taps.length ?? 0;
    return waiting ? t("offline.waiting", { count: waiting }) : t("offline.bar");
  }

  private toast(): TemplateResult | typeof nothing {
    const { said } = this;
    if (!said) return nothing;
    return html`<div class="said" role="status">
      <p><strong>${said.title}</strong>${said.more}</p>
      ${said.signalId
        ? html`<button @click=${() => this.show(said.signalId!)}>${t("common.see")}</button>`
        : nothing}
      <button class="round" aria-label=${t("common.close")} @click=${() => (this.said = null)}>
        ${icon("close")}
      </button>
    </div>`;
  }

  // ---------------------------------------------------------------- what happens

  private enter(me: Me): void {
    useCsrf(me.csrf);
    const known = this.desk && this.me?.associate.id === me.associate.id;
    this.me = me;
    this.locked = false;
    this.rearm();
    if (known) return;
    this.desk?.close();
    this.desk = new Desk(me, {
      changed: () => this.changed(),
      arrived: (notices, missed) => this.arrived(notices, missed),
      say: (word) => this.sayWord(word),
      signedOut: () => this.leave(),
    });
    void this.desk.open();
    void tellServiceWorker();
    clearInterval(this.heartbeat);
    // Snoozes end by the clock, and a tap that found no network is tried again.
    this.heartbeat = setInterval(() => {
      this.changed();
      if (this.desk?.taps.length) void this.desk.flush();
    }, 5000);
  }

  private changed(): void {
    this.hush();
    const count = this.desk?.unanswered ?? 0;
    if ("setAppBadge" in navigator) {
      const shown = preferences().badge ? count : 0;
      void (shown ? navigator.setAppBadge(shown) : navigator.clearAppBadge()).catch(() => undefined);
    }
    document.title = (count ? `(${count}) ` : "") + t("associate.title");
    this.requestUpdate();
  }

  /** What was said of a client who is no longer signalled is unsaid, for the ear as for the eye. */
  private hush(): void {
    const gone = (signalId: string | undefined): boolean =>
      !!signalId && !this.desk?.feed.get(signalId);
    if (gone(this.announcedOf)) this.announced = this.announcedOf = "";
    if (gone(this.said?.signalId)) this.said = null;
  }

  private arrived(notices: Notice[], missed: boolean): void {
    if (this.me && !this.me.associate.on_shift) return;
    const fresh = notices.filter(
      (notice) =>
        (notice.kind === "signal" || notice.kind === "reminder") &&
        notice.signal?.card &&
        waiting(notice.signal),
    );
    const last = fresh.at(-1);
    for (const notice of notices) {
      if (notice.kind === "withdrawn" && notice.signal_id === this.open) this.open = "";
    }
    if (!last?.signal?.card) return;
    const { signal } = last;
    const name = signal.card!.display_name;
    const zone = signal.zone_name ?? t("card.in_shop");
    this.announcedOf = signal.id;
    this.announced = this.locked ? t("lock.waiting", { count: 1 }) : t("list.announce", { name, zone });
    this.ring(signal, last.kind === "reminder");
    if (this.locked) return;
    const busy = this.open || this.room !== "arrivals";
    if (busy && this.open !== signal.id) {
      this.speak(missed ? t("list.missed", { name }) : t("list.arrived", { name }), zone, signal.id);
    } else this.open = signal.id;
  }

  private ring(signal: SignalView, reminder: boolean): void {
    const tone = toneOf(signal, reminder);
    if (!tone) return;
    const chosen = preferences();
    if (chosen.sound) chime(tone.chime);
    if (chosen.vibration) vibrate(tone.vibration);
  }

  private sayWord(word: Word): void {
    const name = "by" in word ? (word.by ?? "") : "";
    switch (word.kind) {
      case "faster":
        return this.speak(t("said.faster", { name }), t("said.faster_more"));
      case "late":
        return this.speak(t("said.late"), name ? t("list.with", { name }) : t("said.late_more"));
      case "sent":
        return this.speak(t("said.sent"), "");
      case "refused":
        return this.speak(t("said.refused"), trouble(word.error));
    }
  }

  private speak(title: string, more: string, signalId?: string): void {
    this.said = signalId ? { title, more, signalId } : { title, more };
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.said = null), SAID_MS);
  }

  private show(signalId: string): void {
    this.room = "arrivals";
    this.open = signalId;
    this.said = null;
  }

  private act(signal: SignalView, { step, body }: Step): void {
    void this.desk?.act(step, signal.id, body);
    if (step === "finish" || step === "decline" || step === "hand-over") this.open = "";
  }

  private async shift(): Promise<void> {
    const { me } = this;
    if (!me) return;
    const onShift = !me.associate.on_shift;
    allowSound();
    this.me = withShift(me, onShift);
    try {
      const answer = await api.put<AssociateView | undefined>("/shift", { on_shift: onShift });
      this.me = withShift(me, answer?.on_shift ?? onShift);
      await this.desk?.refresh();
    } catch (error) {
      this.me = me;
      this.speak(t("said.refused"), trouble(error));
    }
  }

  private readonly lock = (): void => {
    this.locked = true;
    this.said = null;
    this.announced = "";
  };

  private async signOut(): Promise<void> {
    try {
      await unsubscribe().catch(() => undefined);
      await api.post("/auth/sign-out");
    } catch (error) {
      this.speak(t("said.refused"), trouble(error));
      return;
    }
    await this.desk?.forgetEverything();
    this.leave();
    localStorage.removeItem("accueil.preferences");
    const names = (await globalThis.caches?.keys()) ?? [];
    await Promise.all(names.map((name) => caches.delete(name)));
    indexedDB.deleteDatabase("accueil-preferences");
  }

  private leave(): void {
    this.desk?.close();
    this.desk = null;
    this.me = null;
    this.locked = false;
    this.open = "";
    this.room = "arrivals";
    clearInterval(this.heartbeat);
    if ("clearAppBadge" in navigator) void navigator.clearAppBadge().catch(() => undefined);
  }

  private readonly touched = (): void => {
    allowSound();
    this.rearm();
  };

  private rearm(): void {
    clearTimeout(this.idle);
    if (this.me && !this.locked) this.idle = setTimeout(this.lock, IDLE_MS);
  }

  private readonly back = (): void => void this.desk?.flush();

  private readonly pushed = (message: MessageEvent<{ open?: string }>): void => {
    if (message.data.open) this.show(message.data.open);
  };
}

function withShift(me: Me, onShift: boolean): Me {
  return { ...me, associate: { ...me.associate, on_shift: onShift } };
}

function narrow(): boolean {
  return !window.matchMedia("(min-width: 44rem)").matches;
}
