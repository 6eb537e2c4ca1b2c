/** What a manager says of the counting: alerts, capacities, what each line is, counts set right. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import type { AlertView } from "../../../lib/traffic-views";
import type { ZoneView } from "../../../lib/views";
import "./alert-history";
import "./alert-rules";
import "./capacities";
import "./counting-lines";
import "./doubts";

@customElement("accueil-counting")
export class Counting extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      :host,
      .columns,
      .columns > div {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s5);
        align-items: start;
      }
      @media (min-width: 72rem) {
        .columns {
          grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) alerts: AlertView[] = [];

  override render(): TemplateResult {
    return html`<p><a class="button" href="#explore">${icon("back")}${t("rooms.explore")}</a></p>
      <div class="columns">
        <div>
          <accueil-alert-rules .zones=${this.zones}></accueil-alert-rules>
          <accueil-alert-history
            standing=${this.alerts.map((one) => one.id).join()}
          ></accueil-alert-history>
          <accueil-doubts></accueil-doubts>
        </div>
        <div>
          <accueil-capacities></accueil-capacities>
          <accueil-counting-lines></accueil-counting-lines>
        </div>
      </div>`;
  }
}
