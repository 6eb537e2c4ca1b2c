/** The associate's event mode: scan, the list as it is now, and a name that is looked for. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import "../../../elements/monogram";
import "../../../elements/sheet";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import {
  said as spoken,
  type AdmissionView,
  type DoorGuest,
  type EveningNews,
  type EveningView,
} from "../../../lib/door";
import { OfflineError } from "../../../lib/api";
import { EveningList, type Shown } from "../../../lib/evening-list";
import { time } from "../../../lib/format";
import { language, t } from "../../../lib/i18n";
import type { AssociateSocket } from "../../../lib/live";
import { Meanwhile } from "../../../lib/meanwhile";
import { chime, vibrate } from "../../../lib/sound";
import { DoorDesk, type Wish } from "./door-desk";
import { eveningLook } from "./evening-look";
import "./verdict-card";
import "./walk-in-sheet";

const TYPING_MS = 150;
const SETTLED_EVERY_MS = 60_000; // a list of thousands, on a phone
const SHOWN: Shown[] = ["expected", "inside", "all"];

@customElement("accueil-evening")
export class Evening extends Asking {
  static override styles = [base, buttons, fields, eveningLook];

  @property({ attribute: false }) line: AssociateSocket | null = null;
  @state() private tonight: EveningView[] | null = null;
  @state() private event: EveningView | null = null;
  @state() private list: EveningList | null = null;
  private readonly meanwhile = new Meanwhile<EveningNews>();
  @state() private which: Shown = "expected";
  @state() private found: DoorGuest[] | null = null;
  @state() private scanning = false;
  @state() private walkingIn = false;
  @state() private answer: AdmissionView | null = null;
  @state() private alone = false;
  @state() private waiting = 0;
  private readonly desk = new DoorDesk();
  private wished: Wish = {};
  private settling: ReturnType<typeof setInterval> | undefined;
  private sought = "";
  private typing: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(async () => {
      this.tonight = await this.desk.open();
      const [only] = this.tonight;
      if (only && this.tonight.length === 1) await this.open(only);
    });
    this.settling = setInterval(() => void this.settle(), SETTLED_EVERY_MS);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("line")) return;
    this.unlisten(changed.get("line") ?? null);
    this.line?.on("evening", this.hear);
    this.line?.on("connect", this.refresh);
    this.line?.on("disconnect", this.cutOff);
  }

  override disconnectedCallback(): void {
    this.unlisten(this.line);
    clearTimeout(this.typing);
    clearInterval(this.settling);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { event, list: now } = this;
    if (!event) return this.choose();
    return html`<header>
        <p class="over">${time(event.starts)} – ${time(event.ends)}</p>
        <h1>${spoken(event.titles, language())}</h1>
        ${now ? this.counts(now) : nothing}
      </header>
      ${this.alone
        ? html`<p class="alone" role="status">
            ${icon("offline")} ${t("evening.alone", { count: this.waiting })}
          </p>`
        : nothing}
      ${this.wrong()}
      ${this.search()}
      ${this.answer && !this.scanning ? this.card(this.answer) : nothing}
      ${this.found ? this.lines(this.found) : now ? this.whole(now) : nothing}
      <div class="bar">
        <button class="primary great" @click=${this.scan}>${icon("scan")} ${t("evening.scan")}</button>
        <button @click=${() => (this.walkingIn = true)}>${t("walkin.title")}</button>
      </div>
      ${this.scanner()}
      <accueil-walk-in-sheet
        event=${event.event_id}
        .sought=${this.sought}
        ?open=${this.walkingIn}
        @closed=${() => (this.walkingIn = false)}
        @admitted=${(told: CustomEvent<AdmissionView>) => this.tellOfWalkIn(told.detail)}
      ></accueil-walk-in-sheet>`;
  }

  private choose(): TemplateResult {
    if (!this.tonight) return html`<p class="words" role="status">${this.said || t("common.loading")}</p>`;
    if (!this.tonight.length) return html`<p class="words">${t("evening.none")}</p>`;
    return html`<ul class="lines">
      ${this.tonight.map(
        (one) => html`<li>
          <button @click=${() => this.ask(() => this.open(one))}>
            <span><b>${spoken(one.titles, language())}</b> ${time(one.starts)} – ${time(one.ends)}</span>
            ${icon("next")}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  private counts({ counts }: EveningList): TemplateResult {
    return html`<dl class="counts figures">
      <div><dt>${t("evening.inside")}</dt><dd>${counts.inside}</dd></div>
      <div><dt>${t("evening.confirmed")}</dt><dd>${counts.confirmed}</dd></div>
      <div><dt>${t("evening.missing")}</dt><dd>${counts.missing}</dd></div>
    </dl>`;
  }

  private search(): TemplateResult {
    return html`<search>
      ${icon("search")}
      <input
        type="search"
        autocomplete="off"
        spellcheck="false"
        aria-label=${t("kiosk.find")}
        placeholder=${t("kiosk.find")}
        @input=${this.typed}
      />
    </search>`;
  }

  private whole(now: EveningList): TemplateResult {
    return html`<div class="choices" role="group" aria-label=${t("evening.list")}>
        ${SHOWN.map(
          (one) => html`<button
            aria-pressed=${one === this.which ? "true" : "false"}
            @click=${() => (this.which = one)}
          >
            ${t(`evening.show_${one}`)}
          </button>`,
        )}
      </div>
      ${this.lines(now.show(this.which))}`;
  }

  private lines(guests: readonly DoorGuest[]): TemplateResult {
    if (!guests.length) return html`<p class="words" role="status">${t("kiosk.find_none")}</p>`;
    return html`<ul class="lines">
      ${guests.map(
        (guest) => html`<li>
          <accueil-monogram text=${guest.monogram} tier=${guest.tier ?? "client"} size="s"></accueil-monogram>
          <span
            ><b><bdi>${guest.display_name}</bdi></b>
            <span class="small quiet"><bdi>${this.about(guest)}</bdi></span></span
          >
          ${guest.inside
            ? html`<button
                aria-label=${t("evening.out_named", { name: guest.display_name })}
                @click=${() => this.admit({ guest_id: guest.id, way: "out" })}
              >
                ${t("evening.out")}
              </button>`
            : html`<button
                class="primary"
                aria-label=${t("evening.in_named", { name: guest.display_name })}
                @click=${() => this.admit({ guest_id: guest.id })}
              >
                ${t("kiosk.let_in")}
              </button>`}
        </li>`,
      )}
    </ul>`;
  }

  private about(guest: DoorGuest): string {
    const table = guest.table ? t("kiosk.table", { table: guest.table }) : "";
    const standing = guest.standing === "confirmed" ? "" : t(`standing.${guest.standing}`);
    const companions = guest.plus_ones ? `+ ${guest.plus_ones}` : "";
    const { arrived, missing } = guest;
    const awaited = arrived.length && missing ? t("evening.awaited", { count: missing }) : "";
    return [table, companions, awaited, standing, guest.host].filter(Boolean).join(" · ");
  }

  private scanner(): TemplateResult {
    return html`<accueil-sheet
      label=${t("evening.scan")}
      ?open=${this.scanning}
      @closed=${() => (this.scanning = false)}
    >
      ${this.scanning
        ? html`<accueil-scanner
              hint=${t("scan.aim")}
              @scanned=${(seen: CustomEvent<string>) => this.admit({ code: seen.detail })}
            ></accueil-scanner>
            ${this.answer ? this.card(this.answer) : nothing}`
        : nothing}
    </accueil-sheet>`;
  }

  private card(answer: AdmissionView): TemplateResult {
    return html`<accueil-verdict-card
      .answer=${answer}
      .busy=${this.busy}
      @wish=${(event: CustomEvent<Wish>) => this.admit({ ...this.wished, ...event.detail })}
      @undo=${() => this.ask(async () => this.tellOf(await this.desk.undo(this.event!.event_id, answer.scan_id)))}
    ></accueil-verdict-card>`;
  }

  // ------------------------------------------------------------------ what happens

  private async open(event: EveningView): Promise<void> {
    this.event = event;
    try {
      const read = await this.meanwhile.ask(() => this.desk.list(event.event_id));
      if (read && event === this.event) this.list = new EveningList(read.answer, read.since);
    } catch (error) {
      if (!(error instanceof OfflineError)) throw error; // with no network: as it was, or nobody's names
    }
    this.desk.holds(this.list);
    this.look();
  }

  private readonly refresh = (): void => {
    void this.ask(async () => {
      await this.desk.lined(true);
      if (this.event) await this.open(this.event);
    });
  };

  private readonly cutOff = (): void => {
    void this.desk.lined(false);
    this.look();
  };

  /** What was done alone is told, and the newest list taken; a phone that was signed out tells later. */
  private async settle(): Promise<void> {
    await this.desk.settle().catch(() => undefined);
    this.look();
  }

  private look(): void {
    this.alone = this.desk.alone;
    this.waiting = this.desk.waiting;
  }

  private readonly hear = (news: EveningNews): void => {
    if (news.event_id !== this.event?.event_id) return;
    this.meanwhile.heard(news);
    if (!this.list?.hear(news)) return;
    this.found = this.found?.map((one) => this.list?.guest(one.id) ?? one) ?? null;
    this.requestUpdate();
  };

  private readonly scan = (): void => {
    void import("../../../elements/scanner");
    this.answer = null;
    this.scanning = true;
  };

  /** The same code with an answer, a companion or a reason is a showing of its own. */
  private admit(wish: Wish): Promise<boolean> {
    return this.ask(async () => {
      this.wished = wish.code !== undefined ? { code: wish.code } : { guest_id: wish.guest_id ?? "" };
      this.tellOf(await this.desk.show(this.event!.event_id, wish));
      this.look();
    });
  }

  /** Whoever is let in is a guest from then on, and a companion or a reason is about that guest. */
  private tellOfWalkIn(answer: AdmissionView): void {
    this.wished = { guest_id: answer.guest?.id ?? "" };
    this.tellOf(answer);
  }

  private tellOf(answer: AdmissionView): void {
    this.answer = answer;
    const good = answer.verdict === "admitted";
    chime(good ? "welcome" : "moment");
    vibrate(good ? [60] : [120, 80, 120]);
    if (answer.guest) {
      const { list: now } = this;
      now?.hear({ event_id: this.event!.event_id, at: now.at, counts: now.counts, guests: [answer.guest] });
    }
  }

  private readonly typed = (event: InputEvent): void => {
    const name = (this.sought = (event.target as HTMLInputElement).value.trim());
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.seek(name), TYPING_MS);
  };

  private async seek(name: string): Promise<void> {
    const mine = (this.asked += 1);
    if (name.length < 2) {
      this.found = null;
      return;
    }
    await this.ask(async () => {
      const found = await this.desk.find(this.event!.event_id, name);
      if (mine === this.asked) this.found = found;
    });
  }

  private unlisten(line: AssociateSocket | null): void {
    line?.off("evening", this.hear);
    line?.off("connect", this.refresh);
    line?.off("disconnect", this.cutOff);
  }
}
