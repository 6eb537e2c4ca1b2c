/** A colleague at the kiosk: their PIN, a guest by name, a hand that slipped, the way out. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import "../../elements/keys";
import { Locked } from "../../elements/locked";
import "../../elements/monogram";
import "../../elements/pin-pad";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api, ApiError, useStaff } from "../../lib/api";
import type { DoorGuest, KioskAnswer } from "../../lib/door";
import { t } from "../../lib/i18n";
import { teamLook } from "./team-look";

interface Colleague {
  id: string;
  display_name: string;
}
interface Unlocked {
  staff: string;
  display_name: string;
  manager: boolean;
}
/** Who was let in here last, for as long as it may be taken back. */
export interface LetIn {
  scan_id: string;
  event_id: string;
  name: string;
  until: string;
}

@customElement("accueil-team")
export class Team extends Spoken {
  static override styles = [base, buttons, fields, marble, teamLook];

  /** The event that is open here, if any. */
  @property({ attribute: false }) event: string | null = null;
  @property({ attribute: false }) last: LetIn | null = null;
  @state() private colleagues: Colleague[] | null = null;
  @state() private who: Colleague | null = null;
  @state() private unlocked: Unlocked | null = null;
  @state() private said = "";
  @state() private busy = false;
  @state() private sought = "";
  @state() private found: DoorGuest[] = [];
  @state() private refused: { guest: DoorGuest; answer: KioskAnswer } | null = null;
  private readonly locked = new Locked(this);
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.colleagues = await api.get<Colleague[]>("/kiosk/staff");
    });
  }

  override disconnectedCallback(): void {
    useStaff("");
    if (this.unlocked) void api.remove("/kiosk/staff").catch(() => undefined);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<main class="marble">
      <header>
        <h1>${this.unlocked?.display_name ?? t("kiosk.team")}</h1>
        <button @click=${() => this.tell("closed")}>${icon("close")} ${t("kiosk.to_guests")}</button>
      </header>
      ${wrong(this.said)}
      ${this.unlocked ? this.desk() : this.who ? this.pin(this.who) : this.names()}
    </main>`;
  }

  private names(): TemplateResult {
    if (!this.colleagues) return html`<p class="quiet">${t("common.loading")}</p>`;
    return html`<p class="quiet">${t("kiosk.who_are_you")}</p>
      <ul class="names">
        ${this.colleagues.map(
          (one) => html`<li>
            <button @click=${() => (this.who = one)}>
              <accueil-monogram size="s" text=${initials(one.display_name)}></accueil-monogram>
              ${one.display_name}
            </button>
          </li>`,
        )}
      </ul>`;
  }

  private pin(who: Colleague): TemplateResult {
    return html`<div class="pin">
      <p class="quiet">${t("door.enter_pin_named", { name: who.display_name })}</p>
      <accueil-pin-pad
        ?busy=${this.busy || this.locked.seconds > 0}
        ?wrong=${this.said !== ""}
        @pin=${(event: CustomEvent<string>) => this.unlock(who, event.detail)}
      ></accueil-pin-pad>
      <button class="bare" @click=${() => ((this.who = null), (this.said = ""))}>
        ${t("common.back")}
      </button>
    </div>`;
  }

  private desk(): TemplateResult {
    const undoable = this.last && Date.parse(this.last.until) > Date.now() ? this.last : null;
    return html`<div class="deeds">
        ${undoable
          ? html`<button @click=${() => this.undo(undoable)}>
              ${icon("back")} ${t("kiosk.undo", { name: undoable.name || "…" })}
            </button>`
          : nothing}
        ${this.unlocked?.manager
          ? html`<button @click=${() => this.tell("leave")}>${icon("door")} ${t("kiosk.leave")}</button>`
          : nothing}
      </div>
      ${this.event ? this.search() : html`<p class="quiet">${t("kiosk.no_event")}</p>`}`;
  }

  private search(): TemplateResult {
    return html`<label class="field"
        >${t("kiosk.find")}
        <input
          type="search"
          .value=${this.sought}
          inputmode="none"
          autocomplete="off"
          @input=${(event: InputEvent) => this.seek((event.target as HTMLInputElement).value)}
        />
      </label>
      <ul class="found" aria-live="polite">
        ${this.found.map((guest) => this.line(guest))}
        ${this.sought.length > 1 && !this.found.length
          ? html`<li class="quiet">${t("kiosk.find_none")}</li>`
          : nothing}
      </ul>
      <accueil-keys
        .value=${this.sought}
        @typed=${(event: CustomEvent<string>) => this.seek(event.detail)}
      ></accueil-keys>`;
  }

  private line(guest: DoorGuest): TemplateResult {
    const refused = this.refused?.guest.id === guest.id ? this.refused.answer : null;
    return html`<li>
      <accueil-monogram text=${guest.monogram} tier=${guest.tier ?? "client"}></accueil-monogram>
      <div>
        <strong><bdi>${guest.display_name}</bdi></strong>
        <span class="quiet"><bdi>${[guest.table, guest.host].filter(Boolean).join(" · ")}</bdi></span>
        ${refused
          ? html`<span class="no">${refused.reason ? t(`reason.${refused.reason}`) : t("kiosk.moment")}</span>`
          : nothing}
      </div>
      ${guest.inside
        ? html`<span class="in">${icon("check")} ${t("kiosk.inside")}</span>`
        : html`<button class="primary" @click=${() => this.letIn(guest, refused !== null)}>
            ${refused ? t("kiosk.all_the_same") : t("kiosk.let_in")}
          </button>`}
    </li>`;
  }

  private unlock(who: Colleague, pin: string): Promise<void> {
    return this.attempt(async () => {
      this.unlocked = await api.post<Unlocked>("/kiosk/staff", { associate_id: who.id, pin });
      useStaff(this.unlocked.staff);
    });
  }

  private async seek(text: string): Promise<void> {
    this.sought = text;
    this.refused = null;
    this.tell("busy");
    const asked = (this.asked += 1);
    if (text.trim().length < 2 || !this.event) {
      this.found = [];
      return;
    }
    const query = new URLSearchParams({ q: text.trim(), event_id: this.event });
    await this.attempt(async () => {
      const found = await api.get<DoorGuest[]>(`/kiosk/guests?${query}`);
      if (asked === this.asked) this.found = found.slice(0, 5);
    });
  }

  /** The second tap answers for it: the reason names who did. */
  private letIn(guest: DoorGuest, override: boolean): Promise<void> {
    return this.attempt(async () => {
      const reason = override ? { override_reason: t("kiosk.answered_for") } : {};
      const answer = await api.post<KioskAnswer>("/kiosk/showings", {
        scan_id: crypto.randomUUID(),
        guest_id: guest.id,
        event_id: this.event,
        ...reason,
      });
      if (answer.verdict === "welcome") this.tell("let-in", answer);
      else if (answer.verdict === "question") this.tell("asked", { guest, answer });
      else this.refused = { guest, answer };
    });
  }

  private undo(last: LetIn): Promise<void> {
    return this.attempt(async () => {
      await api.post(`/kiosk/showings/${last.scan_id}/undo`, { event_id: last.event_id });
      this.last = null;
      this.tell("undone");
    });
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    this.said = "";
    this.busy = true;
    this.tell("busy");
    try {
      await act();
    } catch (error) {
      const wrong = error instanceof ApiError && error.status === 401;
      const locked = error instanceof ApiError && error.status === 429;
      this.said = t(wrong ? "door.wrong_pin" : locked ? "kiosk.pin_locked" : "kiosk.not_done");
      if (locked) this.locked.until(error.againS);
      if (error instanceof ApiError && error.status === 403) this.unlocked = this.who = null;
    } finally {
      this.busy = false;
    }
  }
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("");
}
