/** One guest: what is known, their link, an answer noted for them, and what the manager decides. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/qr";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { languageName } from "../../../lib/format";
import type { GuestView, NeedsView, PlacesView } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { AssociateView } from "../../../lib/views";
import { look } from "../look";
import { WRITTEN } from "./add-guest";
import "./guest-papers";
import { guestLook } from "./look";

const OUT = ["declined", "cancelled", "refused"];

@customElement("accueil-guest-sheet")
export class GuestSheet extends Spoken {
  static override styles = [base, buttons, fields, look, guestLook];

  @property({ attribute: false }) guest: GuestView | null = null;
  @property({ attribute: false }) places: PlacesView[] = [];
  @property({ attribute: false }) associates: AssociateView[] = [];
  @property() zone = "";
  @state() private link = "";
  @state() private needs: NeedsView | null = null;
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("guest") && changed.get("guest")?.id !== this.guest?.id) {
      this.link = this.said = "";
      this.needs = null;
    }
  }

  override render(): TemplateResult {
    const { guest } = this;
    return html`<accueil-sheet label=${guest?.display_name ?? ""} ?open=${!!guest}>
      ${guest ? this.inside(guest) : nothing}
    </accueil-sheet>`;
  }

  private inside(guest: GuestView): TemplateResult {
    return html`<p>
        <span class="badge ${guest.standing}">${t(`standing.${guest.standing}`)}</span>
        ${guest.companions.length
          ? html`<span class="quiet"
              >${t("guests.with", { count: guest.companions.length })}
              ${guest.companions.filter(Boolean).join(", ")}</span
            >`
          : nothing}
      </p>
      ${wrong(this.said)}
      ${this.steps(guest)} ${this.link ? this.shownLink() : nothing}
      ${this.needs
        ? html`<p><b>${t("guests.needs")}</b> ${this.needs.allergies} ${this.needs.access}</p>`
        : nothing}
      ${this.form(guest)}
      <accueil-guest-papers .guest=${guest} zone=${this.zone}></accueil-guest-papers>`;
  }

  private steps(guest: GuestView): TemplateResult {
    const asked = !["proposed", "refused", "listed"].includes(guest.standing) && !guest.blocked;
    return html`<div class="actions">
      ${asked
        ? html`<button @click=${() => this.answer(true)}>${t("guests.says_yes")}</button>
            <button @click=${() => this.answer(false)}>${t("guests.says_no")}</button>
            <button @click=${() => this.show(false)}>${t("guests.link")}</button>`
        : nothing}
      ${guest.told_needs
        ? html`<button @click=${this.readNeeds}>${t("guests.needs")}</button>`
        : nothing}
      ${OUT.includes(guest.standing)
        ? html`<button @click=${() => this.rule("relist")}>${t("guests.relist")}</button>`
        : html`<button class="refusal" @click=${() => this.rule("withdraw")}>
            ${t("guests.withdraw")}
          </button>`}
    </div>`;
  }

  private shownLink(): TemplateResult {
    return html`<accueil-qr value=${this.link} label=${t("guests.link")}></accueil-qr>
      <p class="small"><a href=${this.link} target="_blank" rel="noopener">${this.link}</a></p>
      <div class="actions">
        <button class="bare" @click=${() => this.show(true)}>${t("guests.link_renew")}</button>
      </div>`;
  }

  private form(guest: GuestView): TemplateResult {
    return html`<form class="grid" @submit=${this.save}>
      ${(["given_name", "family_name", "email", "phone"] as const).map(
        (name) => html`<label class="field"
          >${t(`field.${name}`)}<input name=${name} .value=${guest[name]} />
        </label>`,
      )}
      <label class="field"
        >${t("guests.language")}<select name="language">
          ${[...new Set([guest.language, ...WRITTEN])].map(
            (tag) => html`<option value=${tag} ?selected=${tag === guest.language}>
              ${languageName(tag)}
            </option>`,
          )}
        </select></label
      >
      <label class="field"
        >${t("guests.host")}<select name="host_id">
          <option value="">${t("guests.host_of_event")}</option>
          ${this.associates.map(
            (one) => html`<option value=${one.id} ?selected=${one.id === guest.host_id}>
              ${one.display_name}
            </option>`,
          )}
        </select></label
      >
      <label class="field"
        >${t("guests.plus_ones")}<input
          name="plus_ones"
          type="number"
          min="0"
          max="50"
          .value=${String(guest.plus_ones)}
      /></label>
      <label class="field"
        >${t("guests.priority")}<input
          name="priority"
          type="number"
          min="0"
          max="100"
          .value=${String(guest.priority)}
      /></label>
      <label class="field whole"
        >${t("field.note")}<textarea name="note" .value=${guest.note}></textarea>
      </label>
      <div class="end whole"><button class="primary">${t("common.save")}</button></div>
    </form>`;
  }

  private readonly save = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<
      string,
      string
    >;
    const { plus_ones, priority, host_id, ...rest } = given;
    const changes = {
      ...rest,
      plus_ones: Number(plus_ones),
      priority: Number(priority),
      host_id: host_id || null,
    };
    return this.act(() => api.patch(`/guests/${this.guest?.id}`, changes));
  };

  private answer(coming: boolean): Promise<void> {
    const { guest } = this;
    const first = this.places.find((one) => one.left > 0) ?? this.places[0];
    const session = guest?.session || first?.number || null;
    const companions = coming ? (guest?.companions ?? []) : [];
    return this.act(() => api.post(`/guests/${guest?.id}/answer`, { coming, companions, session }));
  }

  private rule(ruling: "withdraw" | "relist"): Promise<void> {
    return this.act(() => api.post(`/guests/${this.guest?.id}/ruling`, { ruling }));
  }

  private show(renew: boolean): Promise<void> {
    return this.act(async () => {
      this.link = (await api.post<{ url: string }>(`/guests/${this.guest?.id}/link`, { renew })).url;
    });
  }

  private readonly readNeeds = (): Promise<void> =>
    this.act(async () => {
      this.needs = await api.get<NeedsView>(`/guests/${this.guest?.id}/needs`);
    });

  private async act(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
      this.said = "";
      this.tell("changed");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
