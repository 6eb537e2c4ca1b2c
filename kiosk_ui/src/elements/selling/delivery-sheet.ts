/** Taken home instead of carried: where to, within which hour of the boutique's own, and a note. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons, fields } from "../styles";
import "../switch";
import { locale } from "../../lib/format";
import { t } from "../../lib/i18n";
import { hoursThere } from "../../lib/said";
import { hoursOf } from "../../lib/selling/door";
import type { Basket, DeliverySlot } from "../../lib/selling-views";
import { trouble } from "../../lib/trouble";
import type { Lane } from "../../lib/selling/lane";
import { look } from "./look";

const DAYS_AHEAD = 6;
const DAY_MS = 86_400_000;

@customElement("accueil-lane-delivery-sheet")
export class LaneDeliverySheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .days,
      .hours {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8.25rem, 1fr));
        gap: var(--s2);
      }
      .days button,
      .hours button {
        flex-direction: column;
        gap: 0;
        padding-inline: var(--s2);
        border-radius: var(--radius);
      }
      .hours small {
        font-size: var(--text-xs);
        font-weight: 450;
        opacity: 0.85;
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property() zone = "";
  @property({ type: Boolean }) open = false;
  @state() private day = "";
  @state() private hours: DeliverySlot[] | null = null;
  @state() private hour = "";
  @state() private wrap = false;
  @state() private said = "";
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    const { delivery } = this.basket;
    this.said = "";
    this.hour = delivery?.slot_id ?? "";
    this.wrap = delivery?.gift_wrap ?? false;
    const first = delivery ? Date.parse(delivery.starts_at) : Date.now();
    void this.choose(dayOf(first, this.zone), !delivery);
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("bag.deliver")} ?open=${this.open}>
      ${this.open ? this.form() : nothing}
    </accueil-sheet>`;
  }

  private form(): TemplateResult {
    const { delivery } = this.basket;
    return html`<form class="form" @submit=${this.send}>
      <fieldset>
        <legend>${t("delivery.when")}</legend>
        <div class="days">
          ${this.days().map(
            (day) => html`<button
              type="button"
              aria-pressed=${day === this.day ? "true" : "false"}
              @click=${() => this.choose(day)}
            >
              ${dayShown(day)}
            </button>`,
          )}
        </div>
        ${this.slots()}
      </fieldset>
      <label class="field"
        >${t("delivery.name")}<input
          name="name"
          required
          maxlength="120"
          autocomplete="name"
          .value=${delivery?.name ?? ""}
      /></label>
      <label class="field"
        >${t("delivery.address")}<textarea
          name="address"
          required
          minlength="5"
          maxlength="500"
          rows="3"
          autocomplete="street-address"
          .value=${delivery?.address ?? ""}
        ></textarea>
      </label>
      <label class="field"
        >${t("delivery.phone")}<input
          name="phone"
          type="tel"
          maxlength="32"
          autocomplete="tel"
          .value=${delivery?.phone ?? ""}
      /></label>
      <label class="field"
        >${t("delivery.note")}<textarea
          name="note"
          maxlength="500"
          rows="2"
          placeholder=${t("delivery.note_more")}
          .value=${delivery?.note ?? ""}
        ></textarea>
      </label>
      <accueil-switch
        label=${t("delivery.wrap")}
        ?checked=${this.wrap}
        @switch=${({ detail }: CustomEvent<boolean>) => (this.wrap = detail)}
      ></accueil-switch>
      <p class="wrong" role="alert" ?hidden=${!this.said}>${this.said}</p>
      <div class="actions">
        <button class="primary great" ?disabled=${this.lane.busy || !this.hour}>
          ${t("delivery.confirm")}
        </button>
        ${delivery
          ? html`<button type="button" @click=${this.carry}>${t("delivery.carry")}</button>`
          : nothing}
      </div>
    </form>`;
  }

  private slots(): TemplateResult {
    if (!this.hours) return html`<p class="quiet" role="status">${t("common.loading")}</p>`;
    const own = this.basket.delivery?.slot_id;
    const free = this.hours.filter((one) => one.left > 0 || one.id === own);
    if (!free.length) return html`<p class="quiet" role="status">${t("delivery.no_hour")}</p>`;
    return html`<div class="hours" role="group" aria-label=${t("delivery.hour")}>
      ${free.map(
        (one) => html`<button
          type="button"
          aria-pressed=${one.id === this.hour ? "true" : "false"}
          @click=${() => (this.hour = one.id)}
        >
          <bdi class="figures">${hoursThere(one.starts_at, one.ends_at, this.zone)}</bdi>
          ${one.left === 1 ? html`<small>${t("delivery.last")}</small>` : nothing}
        </button>`,
      )}
    </div>`;
  }

  private days(): string[] {
    return Array.from({ length: DAYS_AHEAD }, (_, ahead) =>
      dayOf(Date.now() + ahead * DAY_MS, this.zone),
    );
  }

  /** `onwards`: where nothing is left that day, the next one is looked at. */
  private async choose(day: string, onwards = false): Promise<void> {
    const turn = ++this.asked;
    this.day = day;
    this.hours = null;
    try {
      const hours = await hoursOf(day);
      if (turn !== this.asked) return;
      const next = this.days()[this.days().indexOf(day) + 1];
      if (onwards && next && !hours.some((one) => one.left > 0)) return await this.choose(next, true);
      this.hours = hours;
    } catch (error) {
      if (turn === this.asked) this.said = trouble(error);
    }
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const field = (name: string): string => String(form.get(name) ?? "").trim();
    const wish = {
      slot_id: this.hour,
      name: field("name"),
      address: field("address"),
      phone: field("phone"),
      note: field("note"),
      gift_wrap: this.wrap,
    };
    const there = await this.lane.do((door) => door.deliver(wish), {
      conflict: "delivery.taken",
      invalid: "delivery.wrong",
    });
    if (there) return this.tell("closed");
    this.said = this.lane.said;
    void this.choose(this.day);
  };

  private readonly carry = async (): Promise<void> => {
    if (await this.lane.do((door) => door.carry())) this.tell("closed");
    else this.said = this.lane.said;
  };
}

/** "2026-12-24", where the boutique is. */
function dayOf(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(at));
}

function dayShown(day: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${day}T00:00:00Z`));
}
