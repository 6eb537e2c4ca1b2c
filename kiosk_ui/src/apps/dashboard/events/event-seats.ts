/** The tables of an event: set, and people seated by tapping first them and then a chair. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type {
  EventView,
  FurnitureView,
  SeatingView,
  SeatView,
  StandingGuest,
} from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { look } from "../look";
import { added } from "./furniture";
import "./piece-form";
import "./seat-plan";
import type { Chair } from "./seat-plan";
import { timeOf } from "./words";

@customElement("accueil-event-seats")
export class EventSeats extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s4);
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 20rem;
        gap: var(--s5);
        align-items: start;
      }
      .people {
        max-block-size: 34rem;
        overflow-y: auto;
      }
      .people button {
        inline-size: 100%;
        justify-content: start;
        border-color: transparent;
        border-radius: var(--radius-s);
        text-align: start;
      }
      .people small {
        display: block;
        color: var(--quiet);
      }
      [aria-pressed="true"] small {
        color: inherit;
      }
      @media (max-width: 64rem) {
        .body {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) event!: EventView;
  @state() private seating: SeatingView | null = null;
  @state() private setting: FurnitureView[] | null = null;
  @state() private piece = "";
  @state() private session = 0;
  @state() private standing: StandingGuest | null = null;
  @state() private sitting: SeatView | null = null;
  private of = "";

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("event") || this.of === this.event.id) return;
    this.of = this.event.id;
    this.session = this.event.sessions[0]?.number ?? 0;
    void this.change(() => api.get<SeatingView>(this.at));
  }

  override render(): TemplateResult {
    const { seating, setting } = this;
    if (!seating) {
      return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    }
    const furniture = setting ?? seating.furniture;
    return html`${this.sessions()}
      ${this.wrong()}
      <div class="end">${setting ? this.setters() : this.openers(furniture)}</div>
      <div class="body">
        ${furniture.length
          ? html`<accueil-seat-plan
              .furniture=${furniture}
              .seats=${seating.seats.filter((one) => one.session === this.session)}
              .chosen=${this.sitting}
              piece=${this.piece}
              ?seating=${this.standing !== null || this.sitting !== null}
              ?setting=${setting !== null}
              @chair=${(event: CustomEvent<Chair>) => this.tap(event.detail)}
              @piece=${(event: CustomEvent<string>) => (this.piece = event.detail)}
              @moved=${(event: CustomEvent<FurnitureView>) => this.put(event.detail)}
            ></accueil-seat-plan>`
          : html`<p class="panel none">${t("events.no_tables")}</p>`}
        <section class="panel">${setting ? this.form(setting) : this.people(seating)}</section>
      </div>`;
  }

  private sessions(): TemplateResult | typeof nothing {
    const { sessions, time_zone } = this.event;
    if (sessions.length < 2) return nothing;
    return html`<div class="choices" role="group" aria-label=${t("events.sessions")}>
      ${sessions.map(
        (one) => html`<button
          aria-pressed=${one.number === this.session ? "true" : "false"}
          @click=${() => {
            this.session = one.number;
            this.nobody();
          }}
        >
          ${timeOf(one.starts, time_zone)} – ${timeOf(one.ends, time_zone)}
        </button>`,
      )}
    </div>`;
  }

  private openers(furniture: FurnitureView[]): TemplateResult {
    const chairs = furniture.reduce((sum, one) => sum + one.seats, 0);
    return html`<button @click=${() => (this.setting = [...furniture])}>
        ${t("events.set_tables")}
      </button>
      <span class="quiet figures">${t("events.chairs", { count: chairs })}</span>`;
  }

  private setters(): TemplateResult {
    const add = (shape: FurnitureView["shape"]): TemplateResult => html`<button
      @click=${() => this.add(shape)}
    >
      ${icon("plus")}${t(`events.shape.${shape}`)}
    </button>`;
    return html`${add("round")} ${add("long")} ${add("row")}
      <button class="primary" @click=${this.arrange}>${t("common.save")}</button>
      <button class="bare" @click=${this.leave}>${t("common.cancel")}</button>`;
  }

  private form(setting: FurnitureView[]): TemplateResult {
    const piece = setting.find((one) => one.id === this.piece);
    return piece
      ? html`<accueil-piece-form
          .piece=${piece}
          @piece-changed=${(event: CustomEvent<FurnitureView>) => this.put(event.detail)}
          @piece-removed=${() =>
            (this.setting = setting.filter((one) => one.id !== piece.id))}
        ></accueil-piece-form>`
      : html`<p class="quiet">${t("events.set_hint")}</p>`;
  }

  private people(seating: SeatingView): TemplateResult {
    const { sitting } = this;
    const waiting = seating.unseated.filter((one) => one.session === this.session);
    return html`<div class="head">
        <h3>${t("events.to_seat")}</h3>
        <span class="quiet figures">${waiting.length}</span>
      </div>
      ${sitting
        ? html`<p>${t("events.sits", { name: sitting.name })}</p>
            <div class="end">
              <button @click=${this.getUp}>${t("events.get_up")}</button>
              <button class="bare" @click=${this.nobody}>${t("common.cancel")}</button>
            </div>`
        : nothing}
      ${waiting.length
        ? html`<ul class="people">
            ${waiting.map((one) => this.person(one))}
          </ul>`
        : html`<p class="none">${t("events.all_sit")}</p>`}`;
  }

  private person(one: StandingGuest): TemplateResult {
    const chosen = one === this.standing;
    return html`<li>
      <button
        aria-pressed=${chosen ? "true" : "false"}
        @click=${() => {
          this.nobody();
          this.standing = chosen ? null : one;
        }}
      >
        <span>${one.name}${one.host ? html`<small>${one.host}</small>` : nothing}</span>
      </button>
    </li>`;
  }

  private get at(): string {
    return `/events/${this.event.id}/seating`;
  }

  /** Who is chosen sits down on a free chair; on a taken one, who sits there is chosen. */
  private tap(chair: Chair): void {
    const who = this.standing ?? this.sitting;
    if (chair.taken) {
      const again = chair.taken === this.sitting;
      this.nobody();
      this.sitting = again ? null : chair.taken;
    } else if (who) {
      const { furniture_id, number } = chair;
      const wanted = { furniture_id, number, person: who.person };
      void this.change(() => api.put<SeatingView>(`${this.at}/${who.guest_id}`, wanted));
    }
  }

  private readonly getUp = (): void => {
    const { sitting } = this;
    if (!sitting) return;
    const path = `${this.at}/${sitting.guest_id}?person=${sitting.person}`;
    void this.change(() => api.remove<SeatingView>(path));
  };

  private add(shape: FurnitureView["shape"]): void {
    const setting = this.setting ?? [];
    const name = (number: number): string =>
      t(shape === "row" ? "events.row_name" : "events.table_name", { number });
    const piece = added(setting, shape, name);
    this.setting = [...setting, piece];
    this.piece = piece.id;
  }

  private put(piece: FurnitureView): void {
    this.setting =
      this.setting?.map((one) => (one.id === piece.id ? piece : one)) ?? null;
  }

  private readonly arrange = async (): Promise<void> => {
    const furniture = this.setting ?? [];
    if (await this.change(() => api.put<SeatingView>(this.at, { furniture }))) this.leave();
  };

  private readonly leave = (): void => {
    this.setting = null;
    this.piece = "";
    this.said = "";
  };

  private readonly nobody = (): void => {
    this.standing = null;
    this.sitting = null;
  };

  private change(act: () => Promise<SeatingView>): Promise<boolean> {
    return this.ask(async () => {
      this.seating = await act();
      this.nobody();
    });
  }
}
