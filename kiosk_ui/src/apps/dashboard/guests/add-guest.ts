/** Somebody put on the list by hand. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { PlacesView } from "../../../lib/guest-views";
import { languageName } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { hoursThere } from "../../../lib/said";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";

export const WRITTEN = ["fr", "en", "it", "zh", "ja", "ar"] as const;

@customElement("accueil-add-guest")
export class AddGuest extends Spoken {
  static override styles = [base, buttons, fields, look];

  @property() path = "";
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) places: PlacesView[] = [];
  @property() zone = "";
  @state() private said = "";

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("guests.by_hand")} ?open=${this.open}>
      ${wrong(this.said)}
      <form class="grid" @submit=${this.add}>
        <label class="field">${t("field.given_name")}<input name="given_name" maxlength="120" /></label>
        <label class="field"
          >${t("field.family_name")}<input name="family_name" maxlength="120"
        /></label>
        <label class="field">${t("field.email")}<input name="email" type="email" /></label>
        <label class="field">${t("field.phone")}<input name="phone" type="tel" /></label>
        <label class="field"
          >${t("guests.language")}<select name="language">
            ${WRITTEN.map((tag) => html`<option value=${tag}>${languageName(tag)}</option>`)}
          </select></label
        >
        <label class="field"
          >${t("guests.plus_ones")}<input name="plus_ones" type="number" min="0" max="50" />
        </label>
        ${this.places.length > 1 ? this.sessions() : nothing}
        <label class="field whole">${t("field.note")}<textarea name="note" maxlength="2000"></textarea></label>
        <div class="end whole"><button class="primary">${t("guests.put_on")}</button></div>
      </form>
    </accueil-sheet>`;
  }

  private sessions(): TemplateResult {
    return html`<label class="field"
      >${t("guests.session")}<select name="session">
        <option value="0">${t("guests.any_session")}</option>
        ${this.places.map(
          (one) => html`<option value=${one.number}>
            ${hoursThere(one.starts, one.ends, this.zone)}
          </option>`,
        )}
      </select></label
    >`;
  }

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const { plus_ones, session, ...rest } = given;
    try {
      await api.post(`${this.path}/guests`, {
        ...rest,
        ...(plus_ones ? { plus_ones: Number(plus_ones) } : {}),
        ...(session ? { session: Number(session) } : {}),
      });
      form.reset();
      this.said = "";
      this.tell("changed");
      this.tell("closed");
    } catch (error) {
      this.said = trouble(error);
    }
  };
}
