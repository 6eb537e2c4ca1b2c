/** Clients chosen for an event: by name, tier, taste, last purchase, or whose book they are in. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { date } from "../../../lib/format";
import type { CandidateView } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { AssociateView } from "../../../lib/views";
import { look } from "../look";
import { guestLook } from "./look";

const TIERS = ["circle", "vip", "loyal", "client"] as const;

@customElement("accueil-pick-clients")
export class PickClients extends Spoken {
  static override styles = [base, buttons, fields, look, guestLook];

  @property() path = "";
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private found: CandidateView[] = [];
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private said = "";
  private asked = 0;

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) void this.look();
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("guests.from_clients")} ?open=${this.open}>
      <form class="grid" @input=${this.look} @submit=${(event: Event) => event.preventDefault()}>
        <label class="field">${t("field.name")}<input name="q" type="search" autocomplete="off" /></label>
        <label class="field"
          >${t("field.tier")}<select name="tier">
            <option value="">${t("guests.any_tier")}</option>
            ${TIERS.map((tier) => html`<option value=${tier}>${t(`tier.${tier}`)}</option>`)}
          </select></label
        >
        <label class="field">${t("guests.taste")}<input name="taste" autocomplete="off" /></label>
        <label class="field">${t("guests.bought_since")}<input name="bought_since" type="date" /></label>
        <label class="field"
          >${t("guests.book_of")}<select name="associate">
            <option value="">${t("guests.any_book")}</option>
            ${this.associates.map((one) => html`<option value=${one.id}>${one.display_name}</option>`)}
          </select></label
        >
      </form>
      ${wrong(this.said)}
      ${this.found.length
        ? html`<ul class="rows scroll" tabindex="0" aria-label=${t("guests.from_clients")}>
            ${this.found.map((one) => this.row(one))}
          </ul>`
        : html`<p class="none">${t("find.nobody")}</p>`}
      <div class="end">
        <button class="primary" ?disabled=${!this.chosen.size} @click=${this.add}>
          ${t("guests.add_chosen", { count: this.chosen.size })}
        </button>
        <button class="bare" @click=${this.chooseAll}>${t("guests.choose_all")}</button>
      </div>
    </accueil-sheet>`;
  }

  private row(one: CandidateView): TemplateResult {
    const more = [
      t(`tier.${one.tier as "vip"}`),
      one.tastes.slice(0, 3).join(", "),
      one.last_purchase_on ? t("guests.bought", { date: date(one.last_purchase_on, "short") }) : "",
      one.associate ?? "",
      one.agrees ? "" : t("guests.hand_over"),
    ].filter(Boolean);
    return html`<li>
      <label class="tick">
        <input
          type="checkbox"
          .checked=${one.on_list || this.chosen.has(one.client_id)}
          ?disabled=${one.on_list}
          @change=${() => this.toggle(one.client_id)}
        />
        <span class="main"
          ><b>${one.display_name}</b><span class="small quiet">${more.join(" · ")}</span></span
        >
        ${one.on_list ? html`<span class="small good">${t("guests.on_list")}</span>` : nothing}
      </label>
    </li>`;
  }

  private toggle(id: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(id)) next.add(id);
    this.chosen = next;
  }

  private readonly chooseAll = (): void => {
    const free = this.found.filter((one) => !one.on_list).map((one) => one.client_id);
    this.chosen = new Set(free.every((id) => this.chosen.has(id)) ? [] : free);
  };

  private readonly look = async (): Promise<void> => {
    const mine = ++this.asked;
    const form = this.renderRoot.querySelector("form");
    const asked = new URLSearchParams();
    for (const [name, value] of form ? new FormData(form) : []) {
      if (value) asked.set(name, String(value));
    }
    try {
      const found = await api.get<CandidateView[]>(`${this.path}/candidates?${asked}`);
      if (mine !== this.asked) return;
      this.found = found;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private readonly add = async (): Promise<void> => {
    try {
      await api.post(`${this.path}/guests/clients`, { client_ids: [...this.chosen] });
      this.chosen = new Set();
      this.tell("changed");
      this.tell("closed");
    } catch (error) {
      this.said = trouble(error);
    }
  };
}
