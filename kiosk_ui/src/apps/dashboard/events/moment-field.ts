/**
 * A date and time on the boutique's clock. Tells `moment` with the moment, or "" where there is none.
 *
 * In the night in which an hour comes twice it asks which; the hour that does not come is said.
 */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import { momentsAt, wallTime } from "../../../lib/wall-time";

@customElement("accueil-moment-field")
export class MomentField extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--s2);
        min-inline-size: 0;
      }
      :host,
      .field {
        grid-template-columns: minmax(0, 1fr);
      }
      .choices button {
        flex: 1;
        padding-inline: var(--s2);
        font-size: var(--text-s);
      }
      input {
        font-variant-numeric: tabular-nums lining-nums;
      }
    `,
  ];

  @property() label = "";
  @property() zone = "";
  @property() value = "";
  @property({ type: Boolean }) optional = false;
  @state() private wall = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("value") && !changed.has("zone")) return;
    const asItStands = momentsAt(this.wall, this.zone).includes(this.value);
    if (this.value && !asItStands) this.wall = wallTime(this.value, this.zone);
    if (!this.value && changed.get("value")) this.wall = "";
  }

  override render(): TemplateResult {
    const moments = momentsAt(this.wall, this.zone);
    return html`<label class="field"
        >${this.label}<input
          type="datetime-local"
          ?required=${!this.optional}
          .value=${this.wall}
          @change=${(event: Event) => this.write((event.target as HTMLInputElement).value)}
      /></label>
      ${this.wall && !moments.length
        ? html`<p class="wrong" role="alert">${t("events.no_such_hour")}</p>`
        : nothing}
      ${moments.length > 1
        ? html`<div class="choices" role="group" aria-label=${t("events.hour_twice")}>
            ${moments.map(
              (moment, index) => html`<button
                type="button"
                aria-pressed=${moment === this.value ? "true" : "false"}
                @click=${() => this.choose(moment)}
              >
                ${t(index ? "events.hour_after" : "events.hour_before")}
              </button>`,
            )}
          </div>`
        : nothing}`;
  }

  private write(wall: string): void {
    this.wall = wall;
    this.choose(momentsAt(wall, this.zone)[0] ?? "");
  }

  private choose(moment: string): void {
    this.value = moment;
    this.tell("moment", moment);
  }
}
