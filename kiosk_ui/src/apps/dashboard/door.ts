/** An event while it runs: who is in, who is missing, how they came, and what the doors said no to. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import "../../elements/monogram";
import { Asking } from "../../elements/asking";
import { base, buttons, fields } from "../../elements/styles";
import { api } from "../../lib/api";
import {
  said,
  type DoorGuest,
  type DoorView,
  type EveningNews,
  type EveningView,
  type ShowingView,
} from "../../lib/door";
import { EveningList, type Shown } from "../../lib/evening-list";
import { time } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { DashboardSocket } from "../../lib/live";
import { Meanwhile } from "../../lib/meanwhile";
import { arrivalsCurve } from "./arrivals-curve";
import { doorLook } from "./door-look";
import { look } from "./look";

const SHOWN: Shown[] = ["expected", "inside", "conflicts", "all"];
const SAID_NO = 30;

@customElement("accueil-door")
export class Door extends Asking {
  static override styles = [base, buttons, fields, look, doorLook];

  /** The event's id; without one, tonight's. */
  @property() chosen = "";
  @property({ attribute: false }) line: DashboardSocket | null = null;
  @state() private evenings: EveningView[] | null = null;
  @state() private list: EveningList | null = null;
  @state() private heading = "";
  @state() private which: Shown = "expected";
  @state() private refusals: ShowingView[] = [];
  private reading: ReturnType<typeof setTimeout> | undefined;
  private readonly meanwhile = new Meanwhile<EveningNews>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chosen") && this.evenings) void this.read();
    if (!changed.has("line")) return;
    this.unlisten(changed.get("line") ?? null);
    this.line?.on("evening", this.hear);
    this.line?.on("connect", this.refresh);
  }

  override disconnectedCallback(): void {
    this.unlisten(this.line);
    clearTimeout(this.reading);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (this.said) return html`${this.wrong()}`;
    const { list } = this;
    if (!list) {
      const words = this.evenings?.length === 0 ? t("evening.none") : t("common.loading");
      return html`<p class="alone" role="status">${words}</p>`;
    }
    return html`<header class="evening">
        <div>
          ${this.evening ? html`<p class="over">${time(this.evening.starts)} – ${time(this.evening.ends)}</p>` : nothing}
          <h2 class="title">${this.heading}</h2>
        </div>
        ${this.others()}
      </header>
      ${this.figures(list)}
      <div class="two">
        <section class="panel">
          <div class="head"><h3>${t("evening.curve")}</h3></div>
          ${arrivalsCurve(list.show("all"), this.evening, list.counts.confirmed)}
        </section>
        <section class="panel">
          <div class="head"><h3>${t("evening.said_no")}</h3></div>
          ${this.noes()}
        </section>
      </div>
      ${this.guests(list)}`;
  }

  private get evening(): EveningView | undefined {
    return this.evenings?.find((one) => one.event_id === this.id_);
  }

  private get id_(): string {
    return this.chosen || (this.evenings?.[0]?.event_id ?? "");
  }

  private others(): TemplateResult | typeof nothing {
    const others = (this.evenings ?? []).filter((one) => one.event_id !== this.id_);
    if (!others.length) return nothing;
    return html`<nav aria-label=${t("evening.others")}>
      ${others.map(
        (one) => html`<a class="button" href="#door/${one.event_id}">${said(one.titles, language())}</a>`,
      )}
    </nav>`;
  }

  private figures({ counts }: EveningList): TemplateResult {
    const figure = (label: string, value: number, of = "", more = ""): TemplateResult => html`<div>
      <dt>${label}${more ? html`<br />${more}` : nothing}</dt>
      <dd>${value}${of ? html`<small>${of}</small>` : nothing}</dd>
    </div>`;
    return html`<dl class="figures">
      ${figure(t("evening.inside"), counts.inside, `/ ${counts.capacity}`)}
      ${figure(t("evening.invited"), counts.invited)}
      ${figure(
        t("evening.confirmed"),
        counts.confirmed,
        "",
        counts.companions ? t("evening.and_companions", { count: counts.companions }) : "",
      )}
      ${figure(t("evening.missing"), counts.missing)}
      ${figure(t("evening.companions"), counts.plus_ones_inside)}
      ${figure(t("evening.refused"), counts.refused)}
      ${counts.conflicts ? figure(t("evening.conflicts"), counts.conflicts) : nothing}
    </dl>`;
  }

  private noes(): TemplateResult {
    if (!this.refusals.length) return html`<p class="none">${t("evening.no_noes")}</p>`;
    return html`<ul class="rows noes">
      ${this.refusals.map(
        (one) => html`<li>
          <time class="quiet" datetime=${one.at}>${time(one.at)}</time>
          <div class="main">
            <b><bdi>${one.guest || t("evening.nobody_known")}</bdi></b>
            <span class="small quiet"
              >${[t(`reason.${one.reason}`), one.gate_name, one.by].filter(Boolean).join(" · ")}</span
            >
          </div>
          ${one.flags.map((flag) => html`<span class="alert small">${t(`flag.${flag}`)}</span>`)}
        </li>`,
      )}
    </ul>`;
  }

  private guests(list: EveningList): TemplateResult {
    const guests = list.show(this.which);
    return html`<section class="panel">
      <div class="head">
        <h3>${t("evening.list")}</h3>
        <div class="choices" role="group" aria-label=${t("evening.list")}>
          ${SHOWN.map(
            (one) => html`<button
              aria-pressed=${one === this.which ? "true" : "false"}
              @click=${() => (this.which = one)}
            >
              ${t(`evening.show_${one}`)} <span class="figures">${list.show(one).length}</span>
            </button>`,
          )}
        </div>
      </div>
      ${guests.length
        ? html`<ul class="rows guests">${guests.map((one) => this.row(one))}</ul>`
        : html`<p class="none">${t("evening.nobody")}</p>`}
    </section>`;
  }

  private row(guest: DoorGuest): TemplateResult {
    const beside = [
      guest.table ? t("kiosk.table", { table: guest.table }) : "",
      guest.host,
      guest.standing === "confirmed" ? "" : t(`standing.${guest.standing}`),
      guest.arrived.length && guest.missing ? t("evening.awaited", { count: guest.missing }) : "",
    ].filter(Boolean);
    return html`<li>
      <accueil-monogram size="s" text=${guest.monogram} tier=${guest.tier ?? "client"}></accueil-monogram>
      <div class="main">
        <b><bdi>${guest.display_name}</bdi></b>
        <span class="small quiet"><bdi>${beside.join(" · ")}</bdi></span>
      </div>
      ${guest.conflicts ? html`<span class="alert small">${t("flag.conflict")}</span>` : nothing}
      ${guest.plus_ones_inside ? html`<span class="quiet">+ ${guest.plus_ones_inside}</span>` : nothing}
      ${guest.inside && guest.last_in
        ? html`<span class="good">${icon("check")} ${time(guest.last_in)}</span>`
        : guest.last_out
          ? html`<span class="quiet">${t("evening.left_at", { time: time(guest.last_out) })}</span>`
          : nothing}
    </li>`;
  }

  // ------------------------------------------------------------------ reading

  private async begin(): Promise<void> {
    await this.ask(async () => {
      this.evenings = await api.get<EveningView[]>("/evenings");
      await this.read();
    });
  }

  private async read(): Promise<void> {
    const id = this.id_;
    if (!id) return;
    await this.ask(async () => {
      const read = await this.meanwhile.ask(() => api.get<DoorView>(`/events/${id}/door`));
      if (!read || id !== this.id_) return;
      this.heading = said(read.answer.titles, language());
      this.list = new EveningList(read.answer, read.since);
      await this.readNoes();
    });
  }

  private async readNoes(): Promise<void> {
    const shown = await api.get<ShowingView[]>(`/events/${this.id_}/showings?limit=200`);
    const told = (one: ShowingView): boolean => one.verdict === "refused" || one.flags.length > 0;
    this.refusals = shown.filter(told).slice(0, SAID_NO);
  }

  private readonly hear = (news: EveningNews): void => {
    if (news.event_id !== this.id_) return;
    this.meanwhile.heard(news);
    if (!this.list) return;
    const before = this.list.counts;
    if (!this.list.hear(news)) return;
    if (before.refused !== news.counts.refused || before.conflicts !== news.counts.conflicts) {
      clearTimeout(this.reading);
      this.reading = setTimeout(() => void this.ask(() => this.readNoes()), 500);
    }
    this.requestUpdate();
  };

  private readonly refresh = (): void => void this.read();

  private unlisten(line: DashboardSocket | null): void {
    line?.off("evening", this.hear);
    line?.off("connect", this.refresh);
  }
}
