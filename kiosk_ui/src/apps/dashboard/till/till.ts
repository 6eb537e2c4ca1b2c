/** The manager's till: the day as it runs, days that were closed, baskets, and what is sold. */

import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import type { DashboardSocket } from "../../../lib/live";
import type { Me } from "../../../lib/views";
import "./catalogue";
import "./closings";
import "./day";
import "./till-baskets";
import { tillLook } from "./till-look";

const LEAVES = ["day", "closings", "baskets", "catalogue"] as const;
type Leaf = (typeof LEAVES)[number];

@customElement("accueil-till")
export class Till extends Spoken {
  static override styles = [base, tillLook];

  /** Which of its leaves, and a basket's number behind "baskets". */
  @property() chosen = "";
  @property() leaf = "";
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) line: DashboardSocket | null = null;

  override render(): TemplateResult {
    const open = LEAVES.find((one) => one === this.chosen) ?? "day";
    return html`<nav class="leaves" aria-label=${t("rooms.till")}>
        ${LEAVES.map(
          (leaf) => html`<a href="#till/${leaf}" aria-current=${leaf === open ? "page" : "false"}
            >${t(`till.leaf.${leaf}`)}</a
          >`,
        )}
      </nav>
      ${this.inside(open)}`;
  }

  private inside(leaf: Leaf): TemplateResult {
    switch (leaf) {
      case "closings":
        return html`<accueil-closings></accueil-closings>`;
      case "baskets":
        return html`<accueil-till-baskets chosen=${this.leaf} .me=${this.me}></accueil-till-baskets>`;
      case "catalogue":
        return html`<accueil-catalogue></accueil-catalogue>`;
      default:
        return html`<accueil-till-day .line=${this.line}></accueil-till-day>`;
    }
  }
}
