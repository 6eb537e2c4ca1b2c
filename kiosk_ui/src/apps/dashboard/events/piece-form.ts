/** One table or row while the tables are set. Tells `piece-changed`, `piece-removed`. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import "../../../elements/switch";
import type { FurnitureView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";

@customElement("accueil-piece-form")
export class PieceForm extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) piece!: FurnitureView;

  override render(): TemplateResult {
    const { piece } = this;
    return html`<label class="field"
        >${t("field.name")}<input
          maxlength="40"
          required
          .value=${piece.name}
          @change=${(event: Event) => {
            const name = (event.target as HTMLInputElement).value.trim();
            if (name) this.change({ name });
          }}
      /></label>
      <label class="field"
        >${t("events.seats_of")}<input
          type="number"
          min="1"
          max="100"
          inputmode="numeric"
          .value=${String(piece.seats)}
          @change=${(event: Event) => this.seats(event.target as HTMLInputElement)}
      /></label>
      ${piece.shape === "round"
        ? nothing
        : html`<accueil-switch
            label=${t("events.turned")}
            ?checked=${piece.turned}
            @switch=${(event: CustomEvent<boolean>) => this.change({ turned: event.detail })}
          ></accueil-switch>`}
      <p class="small quiet">${t("events.move_hint")}</p>
      <button class="refusal" @click=${() => this.tell("piece-removed")}>
        ${t("events.remove_piece")}
      </button>`;
  }

  private seats(input: HTMLInputElement): void {
    const seats = Math.round(Number(input.value));
    if (seats >= 1 && seats <= 100) this.change({ seats });
    else input.value = String(this.piece.seats);
  }

  private change(changed: Partial<FurnitureView>): void {
    this.tell("piece-changed", { ...this.piece, ...changed });
  }
}
