/** The guest list of an event: places, who is on it and how they answered, and what is to be done. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Every } from "../../../elements/every";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { Again, plain } from "../../../lib/evening-list";
import type { Stage } from "../../../lib/event-views";
import type { GuestListView, GuestView, PlacesView, Standing } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import type { DashboardSocket } from "../../../lib/live";
import { hoursThere, momentThere } from "../../../lib/said";
import { trouble } from "../../../lib/trouble";
import type { AssociateView } from "../../../lib/views";
import { look } from "../look";
import "./add-guest";
import "./allocations";
import "./guest-file";
import "./guest-sheet";
import { guestLook } from "./look";
import "./needs-sheet";
import "./pick-clients";

const GROUPS = {
  all: null,
  proposed: ["proposed"],
  listed: ["listed"],
  invited: ["invited"],
  confirmed: ["confirmed"],
  waiting: ["waiting", "offered"],
  out: ["declined", "cancelled", "refused"],
} as const satisfies Record<string, readonly Standing[] | null>;
type Group = keyof typeof GROUPS;
type Sheet = "add" | "clients" | "file" | "needs" | "allocations";
const READ_EVERY_MS = 30_000; // for what no socket tells: an offer that ends while nobody is told

const PAST: readonly Stage[] = ["over", "archived", "cancelled"];

@customElement("accueil-guest-list")
export class GuestList extends Spoken {
  static override styles = [base, buttons, fields, look, guestLook];

  @property({ attribute: "event-id" }) eventId = "";
  @property() stage: Stage = "draft";
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private list: GuestListView | null = null;
  @state() private group: Group = "all";
  @state() private sought = "";
  @state() private sheet: Sheet | null = null;
  @state() private open = "";
  @state() private said = "";
  @state() private told = "";
  @property({ attribute: false }) line: DashboardSocket | null = null;
  private readonly again = new Again(
    () => void this.read(),
    (eventId) => eventId === this.eventId,
  );

  constructor() {
    super();
    this.addController(new Every(READ_EVERY_MS, () => void this.read()));
  }

  override disconnectedCallback(): void {
    this.again.stop();
    super.disconnectedCallback();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("line")) this.again.listen(this.line);
    if (changed.has("eventId")) void this.read();
  }

  override render(): TemplateResult {
    const { list } = this;
    if (!list) return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    const one = list.guests.find((guest) => guest.id === this.open);
    return html`<div class="stack" @changed=${this.read}>
      <div class="places">${list.places.map((places) => this.places(places, list))}</div>
      <section class="panel">
        ${this.head(list)}
        ${wrong(this.said)}
        <p class="good" role="status">${this.told}</p>
        ${this.filters(list)} ${this.rows(list)}
      </section>
      ${this.sheets(list)}
      <accueil-guest-sheet
        .guest=${one ?? null}
        .places=${list.places}
        zone=${list.time_zone}
        .associates=${this.associates}
        @closed=${() => (this.open = "")}
      ></accueil-guest-sheet>
    </div>`;
  }

  private places(places: PlacesView, list: GuestListView): TemplateResult {
    const share = (people: number): string =>
      `inline-size: ${(100 * people) / Math.max(1, places.capacity)}%`;
    return html`<div>
      <p class="over">
        ${places.number
          ? hoursThere(places.starts, places.ends, list.time_zone)
          : t("guests.places")}
      </p>
      <p><strong class="figures">${places.confirmed}</strong> <small>/ ${places.capacity}</small></p>
      <div class="bar" aria-hidden="true">
        <i .style=${share(places.confirmed)}></i><i class="offered" .style=${share(places.offered)}></i>
      </div>
      <p class="small">${this.people(places, list)}</p>
      <p class="small quiet">
        ${t("guests.places_more", {
          left: places.left,
          offered: places.offered,
          waiting: places.waiting,
        })}
      </p>
    </div>`;
  }

  /** A place is a person's: who they come with sits down too. */
  private people(places: PlacesView, list: GuestListView): string {
    const come = list.guests.filter(
      (one) => one.standing === "confirmed" && (!places.number || one.session === places.number),
    );
    return t("guests.people", {
      guests: come.length,
      companions: come.reduce((sum, one) => sum + one.companions.length, 0),
    });
  }

  /** Why nobody is invited now, and what goes instead. */
  private whyNot(): TemplateResult | typeof nothing {
    if (this.stage === "running") return html`<p class="quiet">${t("guests.begun")}</p>`;
    return PAST.includes(this.stage) ? nothing : html`<p class="quiet">${t("guests.not_open")}</p>`;
  }

  private head(list: GuestListView): TemplateResult {
    const listed = list.guests.filter((guest) => guest.standing === "listed").length;
    return html`<div class="head">
        <h2>${t("guests.title")}</h2>
        <button class="primary" ?disabled=${!listed || !list.may_invite} @click=${this.invite}>
          ${t("guests.invite", { count: listed })}
        </button>
      </div>
      ${list.may_invite ? nothing : this.whyNot()}
      <div class="actions">
        <button @click=${() => (this.sheet = "clients")}>
          ${icon("search")}${t("guests.from_clients")}
        </button>
        <button @click=${() => (this.sheet = "add")}>${icon("plus")}${t("guests.by_hand")}</button>
        <button @click=${() => (this.sheet = "file")}>${t("guests.from_file")}</button>
        <button @click=${() => (this.sheet = "allocations")}>${t("guests.allocations")}</button>
        <button @click=${() => (this.sheet = "needs")}>${t("guests.needs")}</button>
        <a class="button" href="/api/v1/events/${list.event_id}/guests/file" download
          >${t("guests.export")}</a
        >
      </div>`;
  }

  private filters(list: GuestListView): TemplateResult {
    const count = (group: Group): number => list.guests.filter((one) => inGroup(one, group)).length;
    return html`<div class="choices" role="group" aria-label=${t("guests.show")}>
        ${(Object.keys(GROUPS) as Group[]).map(
          (group) => html`<button
            aria-pressed=${group === this.group ? "true" : "false"}
            @click=${() => (this.group = group)}
          >
            ${t(`guests.group_${group}`)} <span class="figures">${count(group)}</span>
          </button>`,
        )}
      </div>
      <p class="seek">
        <input
          type="search"
          autocomplete="off"
          aria-label=${t("guests.search")}
          placeholder=${t("guests.search")}
          @input=${(event: InputEvent) => (this.sought = (event.target as HTMLInputElement).value)}
        />
      </p>`;
  }

  private rows(list: GuestListView): TemplateResult {
    const shown = list.guests.filter(
      (one) => inGroup(one, this.group) && plain(one.display_name).includes(plain(this.sought)),
    );
    if (!shown.length) return html`<p class="none">${t("guests.nobody")}</p>`;
    return html`<ul class="rows">
      ${shown.map((guest) => this.row(guest, list))}
    </ul>`;
  }

  private row(guest: GuestView, list: GuestListView): TemplateResult {
    const offered = guest.standing === "offered" && guest.offer_until;
    const more = [
      guest.tier && guest.tier !== "client" ? t(`tier.${guest.tier as "vip"}`) : "",
      guest.companions.length ? t("guests.with", { count: guest.companions.length }) : "",
      guest.host ? t("guests.hosted", { name: guest.host }) : "",
      guest.proposed_by && guest.standing === "proposed"
        ? t("guests.proposed", { name: guest.proposed_by })
        : "",
      guest.turn ? t("guests.turn", { turn: guest.turn }) : "",
      offered ? t("guests.until", { at: momentThere(offered, list.time_zone) }) : "",
      guest.told_needs ? t("guests.told_needs") : "",
      guest.by_letter ? "" : t("guests.hand_over"),
    ].filter(Boolean);
    return html`<li>
      <button class="row" @click=${() => (this.open = guest.id)}>
        <span class="main"
          ><b><bdi>${guest.display_name}</bdi></b
          ><span class="small quiet">${more.join(" · ")}</span></span
        >
        <span class="badge ${guest.standing}">${t(`standing.${guest.standing}`)}</span>
      </button>
      ${guest.standing === "proposed"
        ? html`<button @click=${() => this.rule(guest, "approve")}>${t("guests.approve")}</button>
            <button class="bare" @click=${() => this.rule(guest, "refuse")}>
              ${t("guests.refuse")}
            </button>`
        : nothing}
    </li>`;
  }

  private sheets(list: GuestListView): TemplateResult {
    const close = (): void => void (this.sheet = null);
    const path = `/events/${list.event_id}`;
    return html`<accueil-add-guest
        path=${path}
        .places=${list.places}
        zone=${list.time_zone}
        ?open=${this.sheet === "add"}
        @closed=${close}
      ></accueil-add-guest>
      <accueil-pick-clients
        path=${path}
        .associates=${this.associates}
        ?open=${this.sheet === "clients"}
        @closed=${close}
      ></accueil-pick-clients>
      <accueil-guest-file
        path=${path}
        ?open=${this.sheet === "file"}
        @closed=${close}
      ></accueil-guest-file>
      <accueil-needs-sheet
        path=${path}
        ?open=${this.sheet === "needs"}
        @closed=${close}
      ></accueil-needs-sheet>
      <accueil-allocations
        path=${path}
        .allocations=${list.allocations}
        .associates=${this.associates}
        ?open=${this.sheet === "allocations"}
        @closed=${close}
      ></accueil-allocations>`;
  }

  private readonly read = async (): Promise<void> => {
    if (!this.eventId) return;
    try {
      this.list = await api.get<GuestListView>(`/events/${this.eventId}/guests`);
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private readonly invite = (): Promise<void> =>
    this.act(async () => {
      const path = `/events/${this.eventId}/invitations`;
      const { by_letter, by_hand } = await api.post<{ by_letter: string[]; by_hand: string[] }>(path);
      this.told = t("guests.invited", { letters: by_letter.length, hands: by_hand.length });
    });

  private rule(guest: GuestView, ruling: "approve" | "refuse"): Promise<void> {
    return this.act(() => api.post(`/guests/${guest.id}/ruling`, { ruling }));
  }

  private async act(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
      this.tell("changed");
      await this.read();
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

function inGroup(guest: GuestView, group: Group): boolean {
  const standings: readonly Standing[] | null = GROUPS[group];
  return standings === null || standings.includes(guest.standing);
}
