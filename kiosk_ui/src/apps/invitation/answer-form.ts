/** Yes or no: which session, and who comes along. Tells `answer`. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import type { InvitationView, SessionChoice } from "../../lib/guest-views";
import { t } from "../../lib/i18n";
import { dayThere, hoursThere, momentThere } from "../../lib/said";
import { look } from "./look";

export interface Answer {
  coming: boolean;
  companions?: string[];
  session?: number | null;
}

@customElement("accueil-answer-form")
export class AnswerForm extends Spoken {
  static override styles = [base, buttons, fields, look];

  @property({ attribute: false }) shown!: InvitationView;
  @property({ type: Boolean }) busy = false;
  @state() private companions: string[] = [];
  @state() private session = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("shown")) return;
    this.companions = [...this.shown.companions];
    const open = this.shown.sessions.find((one) => !one.full) ?? this.shown.sessions[0];
    this.session = this.shown.session || (open?.number ?? 0);
  }

  override render(): TemplateResult {
    const { shown } = this;
    const offered = shown.standing === "offered";
    const full = shown.sessions.length
      ? (shown.sessions.find((one) => one.number === this.session)?.full ?? false)
      : shown.full;
    return html`<form class="actions" @submit=${this.accept}>
      ${shown.answer_by && !offered
        ? html`<p class="quiet">
            ${t("invitation.answer_by", { at: momentThere(shown.answer_by, shown.time_zone) })}
          </p>`
        : nothing}
      ${shown.sessions.length > 1 ? this.sessions(shown) : nothing}
      ${shown.plus_ones ? this.others(shown) : nothing}
      ${full && !offered ? html`<p class="quiet">${t("invitation.full")}</p>` : nothing}
      <button class="primary great" ?disabled=${this.busy}>
        ${t(full && !offered ? "invitation.wait" : "invitation.accept")}
      </button>
      <button type="button" ?disabled=${this.busy} @click=${this.decline}>
        ${t("invitation.decline")}
      </button>
    </form>`;
  }

  private sessions(shown: InvitationView): TemplateResult {
    return html`<fieldset>
      <legend>${t("invitation.session")}</legend>
      ${shown.sessions.map((one) => this.choice(one, shown))}
    </fieldset>`;
  }

  private choice(one: SessionChoice, shown: InvitationView): TemplateResult {
    const sameDay = dayThere(one.starts, shown.time_zone) === dayThere(shown.starts, shown.time_zone);
    return html`<label class="choice">
      <input
        type="radio"
        name="session"
        .checked=${one.number === this.session}
        @change=${() => (this.session = one.number)}
      />
      <span>
        ${sameDay ? nothing : html`${dayThere(one.starts, shown.time_zone)}<br />`}
        <bdi class="figures">${hoursThere(one.starts, one.ends, shown.time_zone)}</bdi>
      </span>
      ${one.full ? html`<span class="small">${t("invitation.session_full")}</span>` : nothing}
    </label>`;
  }

  private others(shown: InvitationView): TemplateResult {
    return html`<fieldset>
      <legend>${t("invitation.companions", { count: shown.plus_ones })}</legend>
      ${this.companions.map(
        (name, place) => html`<div class="others">
          <label class="field"
            >${t("invitation.companion")}<input
              .value=${name}
              maxlength="120"
              autocomplete="off"
              ?required=${shown.plus_one_names}
              @input=${(event: InputEvent) =>
                (this.companions[place] = (event.target as HTMLInputElement).value)}
            />
          </label>
          <button
            type="button"
            class="round"
            aria-label=${t("invitation.without")}
            @click=${() => (this.companions = this.companions.filter((_, at) => at !== place))}
          >
            ${icon("close")}
          </button>
        </div>`,
      )}
      ${this.companions.length < shown.plus_ones
        ? html`<button type="button" @click=${() => (this.companions = [...this.companions, ""])}>
            ${icon("plus")}${t("invitation.with")}
          </button>`
        : nothing}
    </fieldset>`;
  }

  private readonly accept = (event: SubmitEvent): void => {
    event.preventDefault();
    const session = this.shown.sessions.length ? this.session : null;
    this.tell<Answer>("answer", { coming: true, companions: this.companions, session });
  };

  private readonly decline = (): void => this.tell<Answer>("answer", { coming: false });
}
