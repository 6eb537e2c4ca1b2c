/** The rooms of the boutique, as associates call them. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { ZoneView } from "../../lib/views";
import { look } from "./look";

@customElement("accueil-zones")
export class Zones extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: end;
      }
      form > * {
        flex: 1 1 8rem;
      }
      form button {
        flex: none;
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private said = "";

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("places.zones")}</h2></div>
      ${wrong(this.said)}
      <ul class="rows">
        ${this.zones.map((zone) => html`<li>${this.zone(zone)}</li>`)}
        <li>${this.zone(null)}</li>
      </ul>
    </section>`;
  }

  private zone(zone: ZoneView | null): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => this.save(event, zone)}>
      ${zone
        ? nothing
        : html`<label class="field"
            >${t("places.new_zone")}<input
              name="id"
              required
              pattern="[a-z0-9][a-z0-9\\-]*"
              maxlength="64"
              placeholder="salon"
          /></label>`}
      <label class="field"
        >${t("field.name")}<input name="name" required maxlength="120" .value=${zone?.name ?? ""}
      /></label>
      <label class="field"
        >${t("places.capacity")}<input
          name="capacity"
          type="number"
          min="1"
          inputmode="numeric"
          .value=${String(zone?.capacity ?? "")}
      /></label>
      <button>${t(zone ? "common.save" : "places.add")}</button>
    </form>`;
  }

  private async save(event: SubmitEvent, zone: ZoneView | null): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const sent = new FormData(form);
    const id = zone?.id ?? String(sent.get("id"));
    const capacity = Number(sent.get("capacity")) || null;
    this.said = "";
    try {
      await api.put(`/zones/${encodeURIComponent(id)}`, { name: sent.get("name"), capacity });
      if (!zone) form.reset();
      this.tell("changed");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
