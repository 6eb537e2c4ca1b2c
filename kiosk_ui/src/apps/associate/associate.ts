/** The associate's app: the door, then arrivals, clients and settings around one `Desk`. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import "../../elements/sign-in";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import type { TaskView } from "../../lib/aftermath-views";
import { api, useCsrf } from "../../lib/api";
import type { EveningView } from "../../lib/door";
import { waiting } from "../../lib/feed";
import { open as unsettled } from "../../lib/follow-ups";
import { t } from "../../lib/i18n";
import { preferences, tellServiceWorker } from "../../lib/preferences";
import { unsubscribe } from "../../lib/push";
import { forgetGuard, keepGuard, keptGuard } from "../../lib/exit/kept-guard";
import { allowSound, chime, vibrate } from "../../lib/sound";
import { toneOf } from "../../lib/tone";
import { trouble } from "../../lib/trouble";
import type { AssociateView, Me, Notice, SignalView } from "../../lib/views";
import "./arrival-card";
import "../../elements/calls";
import { Desk } from "./desk";
import "./find-client";
import type { FindClient } from "./find-client";
import { look } from "./look";
import { nobody } from "./nobody";
import { badge, forgetPhone } from "./phone";
import "./settings";
import "./my-guests";
import "./signal-list";
import "./steps";
import type { Buyer } from "./sell/sell";
import type { Step } from "./steps";
import { wordsOf } from "./words";

type Room = "arrivals" | "clients" | "sell" | "guests" | "evening" | "tasks" | "settings";

const IDLE_MS = 5 * 60_000;
const SAID_MS = 7000;

@customElement("accueil-associate")
export class Associate extends Spoken {
  static override styles = [base, buttons, marble, look];

  @state() private me: Me | null = null;
  @state() private locked = false;
  @state() private room: Room = "arrivals";
  @state() private open = "";
  @state() private tonight = false; // an event's doors are open, or will be today
  @state() private owed: number | null = null; // null where there never was a task
  @state() private buyer: Buyer | null = null; // for whom "sell" was tapped
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
    document.addEventListener("visibilitychange", this.lookForTasks);
    navigator.serviceWorker?.addEventListener("message", this.pushed);
    this.open = location.hash.slice(1);
  }

  override disconnectedCallback(): void {
    for (const touch of ["pointerdown", "keydown"]) window.removeEventListener(touch, this.touched);
    window.removeEventListener("online", this.back);
    document.removeEventListener("visibilitychange", this.lookForTasks);
    navigator.serviceWorker?.removeEventListener("message", this.pushed);
    clearTimeout(this.idle);
    clearInterval(this.heartbeat);
    this.desk?.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { me, desk } = this;
    if (me?.associate.role === "guard") {
      return html`<accueil-guard
        .me=${me}
        @sign-out=${this.signOut}
        @signed-out=${() => this.leave()}
      ></accueil-guard>`;
    }
    if (!me || !desk || this.locked) {
      return html`<accueil-sign-in
        brand-name=${this.dataset["brandName"] ?? me?.brand_name ?? ""}
        boutique-name=${this.dataset["boutiqueName"] ?? me?.boutique_name ?? ""}
        .unlock=${this.locked ? me : null}
        .waiting=${this.locked && desk ? desk.unanswered : 0}
        @signed-in=${(event: CustomEvent<Me>) => this.enter(event.detail)}
        @offline=${this.guardAlone}
      ></accueil-sign-in>`;
    }
    return html`<div class="app">
        ${this.top(me, !!desk.feed.get(this.open))}
        ${desk.settled && !desk.online
          ? html`<div class="offline" role="status">${icon("offline")}${this.offlineWords()}</div>`
          : nothing}
        <accueil-calls .line=${desk.line}></accueil-calls>
        <main>
          ${this.room === "clients" || (desk.signals.length && !desk.feed.get(this.open))
            ? html`<h1 class="unseen">${t(`nav.${this.room}`)}</h1>`
            : nothing}
          ${this.inside(me, desk)}
        </main>
        <nav
          aria-label=${t("nav.label")}
          class="${this.room === "arrivals" && desk.feed.get(this.open) ? "away" : ""}"
        >
          ${this.tab("arrivals", "bell", t("nav.arrivals"), desk.unanswered)}
          ${this.tab("clients", "search", t("nav.clients"))}
          ${this.sells(me) ? this.tab("sell", "bag", t("nav.sell")) : nothing}
          ${this.tab("guests", "people", t("nav.guests"))}
          ${this.tonight ? this.tab("evening", "ribbon", t("nav.evening")) : nothing}
          ${this.owed === null
            ? nothing
            : this.tab("tasks", "check", t("nav.tasks"), this.owed, "nav.owed")}
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

  private tab(
    room: Room,
    name: Icon,
    label: string,
    count = 0,
    counted: "nav.waiting" | "nav.owed" = "nav.waiting",
  ): TemplateResult {
    return html`<button
      aria-current=${this.room === room ? "page" : "false"}
      @click=${() => {
        if (room === "sell") void import("./sell/sell");
        this.room = room;
        this.open = "";
      }}
    >
      ${icon(name)}<span>${label}</span>
      ${count
        ? html`<span class="count" aria-label=${t(counted, { count })}>${count}</span>`
        : nothing}
    </button>`;
  }

  private inside(me: Me, desk: Desk): TemplateResult {
    if (this.room === "clients") {
      return html`<div class="pane">
        <accueil-find-client
          ?sells=${this.sells(me)}
          @sell=${(event: CustomEvent<Buyer>) => this.sellTo(event.detail)}
        ></accueil-find-client>
      </div>`;
    }
    if (this.room === "sell") {
      return html`<div class="pane">
        <accueil-sell
          .me=${me}
          .line=${desk.line}
          .buyer=${this.buyer}
          @sold-to=${() => (this.buyer = null)}
        ></accueil-sell>
      </div>`;
    }
    if (this.room === "guests") {
      return html`<div class="pane"><accueil-my-guests .line=${desk.line}></accueil-my-guests></div>`;
    }
    if (this.room === "evening") {
      return html`<div class="pane"><accueil-evening .line=${desk.line}></accueil-evening></div>`;
    }
    if (this.room === "tasks") {
      return html`<div class="pane">
        <accueil-follow-ups
          @tasks=${(event: CustomEvent<number>) => (this.owed = event.detail)}
        ></accueil-follow-ups>
      </div>`;
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
      return html`<div class="arrivals"><div class="pane marble clear">${nobody(me.associate, desk.settled, this.shift)}</div></div>`;
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
        ${signal.mine && signal.card.client_id
          ? html`<button class="bare" @click=${() => this.sellTo(signal.card!)}>
              ${icon("bag")}${t("sell.open")}
            </button>`
          : nothing}
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

  /** All who serve on the floor do. */
  private sells(me: Me): boolean {
    return ["associate", "host", "manager"].includes(me.associate.role);
  }

  private sellTo(buyer: Buyer): void {
    void import("./sell/sell");
    this.buyer = buyer;
    this.room = "sell";
    this.open = "";
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
    if (me.associate.role === "guard") {
      keepGuard(me);
      void import("./guard/guard"); // a guard sees passes at the exit, and no client
      return;
    }
    this.rearm();
    if (known) return;
    this.desk?.close();
    this.desk = new Desk(me, {
      changed: () => this.changed(),
      arrived: (notices, missed) => this.arrived(notices, missed),
      say: (word) => this.speak(...wordsOf(word)),
      signedOut: () => this.leave(),
      forgotten: (people) =>
        this.renderRoot.querySelector<FindClient>("accueil-find-client")?.letGo(people),
    });
    void this.desk.open();
    void this.closeUp();
    void this.lookForEvenings();
    void this.lookForTasks();
    void tellServiceWorker();
    clearInterval(this.heartbeat);
    // Snoozes end by the clock, and a tap that found no network is tried again.
    this.heartbeat = setInterval(() => {
      this.changed();
      if (this.desk?.taps.length) void this.desk.flush();
    }, 5000);
  }

  /** Of an evening before: what this phone did alone is told, and what guests said to it goes. */
  private async closeUp(): Promise<void> {
    try {
      const { DoorDesk } = await import("./evening/door-desk");
      await new DoorDesk().closeUp();
    } catch {
      return; // at the next opening
    }
  }

  private async lookForEvenings(): Promise<void> {
    const evenings = await api.get<EveningView[]>("/evenings").catch(() => []);
    this.tonight = evenings.length > 0;
    if (this.tonight) void import("./evening/evening");
  }

  /** On opening, and whenever the phone is taken out again: tasks are given in the morning. */
  private readonly lookForTasks = async (): Promise<void> => {
    if (!this.me || document.hidden) return;
    const tasks = await api.get<TaskView[]>("/event-tasks").catch(() => []);
    if (!tasks.length && this.owed === null) return;
    this.owed = unsettled(tasks);
    void import("./follow-ups");
  };

  private changed(): void {
    this.hush();
    const count = this.desk?.unanswered ?? 0;
    badge(preferences().badge ? count : 0);
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

  private readonly shift = async (): Promise<void> => {
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
  };

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
    await forgetPhone();
  }

  /** Loaded anew with no network: whoever guarded here goes on, by what this phone knows. */
  private readonly guardAlone = (): void => {
    const me = keptGuard();
    if (!me) return;
    this.me = me;
    void import("./guard/guard");
  };

  private leave(): void {
    forgetGuard();
    this.desk?.close();
    this.desk = null;
    this.me = null;
    this.locked = false;
    this.open = "";
    this.room = "arrivals";
    this.owed = null;
    clearInterval(this.heartbeat);
    badge(0);
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
