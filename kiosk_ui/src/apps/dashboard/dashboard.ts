/** The manager's screen: the floor as it is, and what is to be kept in order. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import { languageButtons } from "../../elements/languages";
import "../../elements/sign-in";
import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import { api, useCsrf } from "../../lib/api";
import { duration } from "../../lib/format";
import { t } from "../../lib/i18n";
import { dashboardSocket, stay, type DashboardSocket } from "../../lib/live";
import { Meanwhile } from "../../lib/meanwhile";
import { prefer, preferences } from "../../lib/preferences";
import { followTraffic } from "../../lib/traffic";
import type { TrafficNow } from "../../lib/traffic-views";
import type { FloorView, Known, Me } from "../../lib/views";
import "../../elements/calls";
import "./audit/audit";
import "./clients";
import { dashboardLook } from "./dashboard-look";
import "./door";
import "./events/events";
import "./floor";
import "./pair-sheet";
import type { Wanted } from "./pair-sheet";
import "./own-access";
import "./paired";
import "./places";
import "./team";
import "./till/till";
import "./traffic/counting";
import "./traffic/explore";
import "./traffic/wall";
import "./traffic/week-ahead";

const ROOMS = ["floor", "explore", "door", "events", "clients", "till", "team", "places"] as const;
type Room = (typeof ROOMS)[number];
/** A page of its own, without the rest around it. */
const WALL = "wall";
/** Pages behind a room's, which no bar has place for. */
const BEHIND = { counting: "explore", forecast: "explore", audit: "team" } as const;
type Behind = keyof typeof BEHIND;
const SIGNS: Record<Room, Icon> = {
  floor: "floor",
  explore: "chart",
  door: "door",
  events: "calendar",
  clients: "person",
  till: "receipt",
  team: "people",
  places: "signal",
};
/** Their address goes on with what is asked on the page, and names no other page. */
const ASKED: readonly string[] = ["explore", "audit"];
const STALE_S = 15;
const AT_HAND = 4; // rooms that a phone's bar has place for; the others are one tap further

@customElement("accueil-dashboard")
export class Dashboard extends Spoken {
  static override styles = [base, buttons, dashboardLook];

  @state() private me: Me | null = null;
  @state() private floor: FloorView | null = null;
  @state() private traffic: TrafficNow | null = null;
  @state() private room: Room | Behind | typeof WALL = "floor";
  @state() private chosen = "";
  @state() private leaf = "";
  @state() private pairing: Wanted | "choose" | null = null;
  @state() private ageS = 0;
  @state() private refused = false;
  private heardAt = 0;
  private readonly meanwhile = new Meanwhile<FloorView>();
  private socket: DashboardSocket | null = null;
  private clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.goTo);
    this.goTo();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.goTo);
    this.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (!this.me) {
      return html`<accueil-sign-in
        managers
        brand-name=${this.dataset["brandName"] ?? ""}
        boutique-name=${this.dataset["boutiqueName"] ?? ""}
        @signed-in=${(event: CustomEvent<Me>) => this.enter(event.detail)}
      ></accueil-sign-in>`;
    }
    const stale = this.ageS > STALE_S;
    if (this.room === WALL) return this.wall(stale);
    const room: Room = isBehind(this.room) ? BEHIND[this.room] : this.room;
    const title = t(isBehind(this.room) ? `${this.room}.title` : `rooms.${this.room}`);
    return html`<header>
        <p class="brand">${this.me.brand_name}<span class="over">${this.me.boutique_name}</span></p>
        <nav aria-label=${t("nav.label")}>
          ${ROOMS.map(
            (one, place) => html`<a
              class=${place < AT_HAND ? "" : "further"}
              href="#${one}"
              aria-current=${one === room ? "page" : nothing}
              >${icon(SIGNS[one])}<span>${t(`rooms.${one}`)}</span></a
            >`,
          )}
          ${this.further(room)}
        </nav>
        ${this.floor?.hears_devices
          ? html`<p class="fresh ${stale ? "stale" : ""}" role="status">
              <i aria-hidden="true"></i>${stale
                ? t("floor.stale", { age: duration(this.ageS) })
                : t("floor.live")}
            </p>`
          : nothing}
        <div class="tools">
          <button
            class="primary"
            aria-label=${t("pairing.title")}
            @click=${() => (this.pairing = "choose")}
          >
            ${icon("plus")}<span class="words">${t("pairing.title")}</span>
          </button>
        </div>
      </header>
      ${this.deaf()}
      <accueil-calls .line=${this.socket}></accueil-calls>
      <main class=${stale ? "old" : ""} @pair=${this.pair} @changed=${this.refresh}>
        ${this.chosen && room !== "door" && this.room !== "audit" ? nothing : html`<h1 class="unseen">${title}</h1>`}
        ${this.inside()}
      </main>
      ${this.footer()}
      <accueil-pair-sheet
        .wanted=${this.pairing}
        .associates=${this.floor?.associates ?? []}
        @done=${() => (this.pairing = null)}
      ></accueil-pair-sheet>`;
  }

  /** The page is live, and the house is not: nothing that devices would tell is known. */
  private deaf(): TemplateResult | typeof nothing {
    if (this.floor?.hears_devices !== false) return nothing;
    return html`<p class="deaf" role="alert">${icon("offline")}<span>${t("floor.deaf")}</span></p>`;
  }

  /** On a phone, the rooms that there is no place for; a desk shows them all. */
  private further(room: Room): TemplateResult {
    const rooms = ROOMS.slice(AT_HAND);
    const here = rooms.find((one) => one === room);
    return html`<details class="more">
      <summary aria-current=${here ? "page" : nothing}>
        ${icon(here ? SIGNS[here] : "more")}<span>${t(here ? `rooms.${here}` : "nav.more")}</span>
      </summary>
      <div class="rooms">
        ${rooms.map(
          (one) => html`<a
            href="#${one}"
            aria-current=${one === room ? "page" : nothing}
            @click=${(event: Event) =>
              (event.currentTarget as HTMLElement).closest("details")?.removeAttribute("open")}
            >${icon(SIGNS[one])}<span>${t(`rooms.${one}`)}</span></a
          >`,
        )}
      </div>
    </details>`;
  }

  private inside(): TemplateResult {
    if (this.refused) return html`<p class="alone" role="alert">${t("trouble.not_allowed")}</p>`;
    const { floor } = this;
    if (!floor) return html`<p class="alone" role="status">${t("common.loading")}</p>`;
    switch (this.room) {
      case "events":
        return html`<accueil-events
          chosen=${this.chosen}
          leaf=${this.leaf}
          .me=${this.me}
          .zones=${floor.zones}
          .associates=${floor.associates}
          .line=${this.socket}
        ></accueil-events>`;
      case "clients":
        return html`<accueil-clients
          chosen=${this.chosen}
          .associates=${floor.associates}
        ></accueil-clients>`;
      case "explore":
        return html`<accueil-explore
          chosen=${this.chosen}
          zone=${this.me?.time_zone ?? ""}
          today=${this.traffic?.day ?? new Date().toISOString().slice(0, 10)}
          .zones=${floor.zones}
        ></accueil-explore>`;
      case "counting":
        return html`<accueil-counting
          .zones=${floor.zones}
          .alerts=${this.traffic?.alerts ?? []}
        ></accueil-counting>`;
      case "forecast":
        return html`<accueil-week-ahead zone=${this.me?.time_zone ?? ""}></accueil-week-ahead>`;
      case "door":
        return html`<accueil-door chosen=${this.chosen} .line=${this.socket}></accueil-door>`;
      case "till":
        return html`<accueil-till
          chosen=${this.chosen}
          leaf=${this.leaf}
          .me=${this.me}
          .line=${this.socket}
        ></accueil-till>`;
      case "team":
        return html`<accueil-team .associates=${floor.associates}></accueil-team>
          <accueil-paired></accueil-paired>
          <accueil-own-access></accueil-own-access>`;
      case "audit":
        return html`<accueil-audit
          chosen=${this.chosen}
          .associates=${floor.associates}
        ></accueil-audit>`;
      case "places":
        return html`<accueil-places
          chosen=${this.chosen}
          .zones=${floor.zones}
          .devices=${floor.devices}
        ></accueil-places>`;
      default:
        return html`<accueil-floor .floor=${floor} .traffic=${this.traffic}></accueil-floor>`;
    }
  }

  private wall(stale: boolean): TemplateResult {
    return html`<h1 class="unseen">${t("traffic.wall")}</h1>
      <accueil-wall
        data-boutique-name=${this.me?.boutique_name ?? ""}
        .traffic=${this.traffic}
        .floor=${this.floor}
        ?stale=${stale}
      ></accueil-wall>`;
  }

  private footer(): TemplateResult {
    const { theme } = preferences();
    return html`<footer>
      ${languageButtons()}
      ${(["auto", "light", "dark"] as const).map(
        (one) => html`<button
          class="bare"
          aria-pressed=${one === theme ? "true" : "false"}
          @click=${() => {
            prefer({ theme: one });
            this.requestUpdate();
          }}
        >
          ${t(`settings.theme.${one}`)}
        </button>`,
      )}
      <button class="bare" @click=${this.signOut}>${t("settings.sign_out")}</button>
    </footer>`;
  }

  private readonly goTo = (): void => {
    const [room, chosen = "", leaf = ""] = location.hash.slice(1).split("/");
    const pages = [...ROOMS, WALL, ...(Object.keys(BEHIND) as Behind[])] as const;
    const left = this.page();
    this.room = pages.find((one) => one === room) ?? "floor";
    this.chosen = decodeURIComponent(chosen);
    if (this.page() !== left) window.scrollTo(0, 0);
    this.leaf = decodeURIComponent(leaf);
  };

  private page(): string {
    return ASKED.includes(this.room) ? this.room : `${this.room}/${this.chosen}`;
  }

  private readonly pair = (event: Event): void => {
    this.pairing = (event as CustomEvent<Wanted>).detail;
  };

  private enter(me: Me): void {
    useCsrf(me.csrf);
    this.me = me;
    this.refused = false;
    this.socket = dashboardSocket();
    this.socket.on("floor", (floor) => {
      this.meanwhile.heard(floor);
      this.show(floor);
    });
    this.socket.on("forgotten", ({ ids }) => this.letGo(ids));
    followTraffic(
      this.socket,
      () => api.get<TrafficNow>("/traffic/now"),
      (traffic) => (this.traffic = traffic),
    );
    stay(this.socket, {
      online: () => undefined,
      refused: () => void this.check(),
    });
    this.socket.connect();
    this.clock = setInterval(() => {
      this.ageS = this.heardAt ? Math.floor((performance.now() - this.heardAt) / 1000) : 0;
    }, 1000);
  }

  /** Whoever was erased is on no page any more, whichever screen did it. */
  private letGo(ids: string[]): void {
    if (this.room === "clients" && ids.includes(this.chosen)) location.hash = "clients";
  }

  /** The age is counted by this device's own clock, which need not agree with the server's. */
  private show(floor: FloorView): void {
    this.floor = floor;
    this.heardAt = performance.now();
    this.ageS = 0;
  }

  private readonly refresh = async (): Promise<void> => {
    const asked = this.meanwhile.newest(() => api.get<FloorView>("/floor"));
    const floor = await asked.catch(() => null);
    if (floor) this.show(floor);
  };

  private async check(): Promise<void> {
    const known = await api.get<Known>("/auth/who").catch(() => null);
    if (known?.me) this.refused = true;
    else this.close();
  }

  private async signOut(): Promise<void> {
    await api.post("/auth/sign-out").catch(() => undefined);
    this.close();
  }

  private close(): void {
    clearInterval(this.clock);
    this.socket?.disconnect();
    this.socket = null;
    this.me = null;
    this.floor = null;
  }
}

function isBehind(page: string): page is Behind {
  return page in BEHIND;
}
