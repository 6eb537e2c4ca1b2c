/** Before a device is suspended or forgotten: what that means, and a way back. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import type { DeviceView } from "../../../lib/views";

@customElement("accueil-leave-sheet")
export class LeaveSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) what: "suspend" | "forget" | null = null;
  @property({ attribute: false }) device: DeviceView | null = null;

  override render(): TemplateResult {
    const { what, device } = this;
    const name = device?.name || device?.id || "";
    return html`<accueil-sheet
      label=${what ? t(`devices.${what}_sure`, { name }) : ""}
      ?open=${what !== null}
      @closed=${() => this.tell("done")}
    >
      <div class="sheet">
        ${what
          ? html`<p>${t(`devices.${what}_more`)}</p>
              <button class="refusal great wide" @click=${() => this.tell("sure")}>
                ${t(`devices.${what}`)}
              </button>`
          : nothing}
        <button class="wide" @click=${() => this.tell("done")}>${t("common.cancel")}</button>
      </div>
    </accueil-sheet>`;
  }
}
