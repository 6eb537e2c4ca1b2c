/** Piece after piece before the phone's camera; a number can be typed instead. Tells `typed`. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../icons";
import "../scanner";
import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons } from "../styles";
import { t } from "../../lib/i18n";
import { vibrate } from "../../lib/sound";
import type { Basket } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";

@customElement("accueil-lane-scan-sheet")
export class LaneScanSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      accueil-scanner {
        --scanner-size: min(100%, 50dvh);
      }
      .put {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--s2);
        min-block-size: var(--touch);
        color: var(--accent);
        text-align: center;
      }
      .wrong {
        color: var(--refusal);
      }
      .actions {
        display: grid;
        gap: var(--s2);
        padding-block-end: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) open = false;
  @state() private last: "" | "put" | "wrong" = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) this.last = "";
  }

  override render(): TemplateResult {
    const { lane } = this;
    return html`<accueil-sheet label=${t("bag.scan")} ?open=${this.open}>
      ${this.open
        ? html`<accueil-scanner
              sought="wares"
              typed
              hint=${t("bag.aim")}
              @scanned=${(event: CustomEvent<string>) => this.put(event.detail)}
            ></accueil-scanner>
            <p class="put ${this.last}" role="status">
              ${this.last === "put" ? html`${icon("check")}${lane.done}` : nothing}
              ${this.last === "wrong" ? lane.said : nothing}
            </p>
            <div class="actions">
              <button class="primary" @click=${() => this.tell("closed")}>
                ${t("bag.see", { count: this.basket.pieces })}
              </button>
              <button class="bare" @click=${() => this.tell("typed")}>${t("bag.type")}</button>
            </div>`
        : nothing}
    </accueil-sheet>`;
  }

  private async put(code: string): Promise<void> {
    const there = await this.lane.put(code);
    this.last = there ? "put" : "wrong";
    vibrate(there ? [40] : [40, 60, 40]);
  }
}
