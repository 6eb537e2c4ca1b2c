/** The boutique as a place: its plan, its devices, its rooms; or one device of it. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base } from "../../elements/styles";
import type { DeviceView, ZoneView } from "../../lib/views";
import "./devices/device-list";
import "./devices/device-page";
import "./devices/floor-plan";
import "./zones";

@customElement("accueil-places")
export class Places extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) devices: DeviceView[] = [];
  @property() chosen = "";

  override render(): TemplateResult {
    if (this.chosen) {
      const device = this.devices.find((one) => one.id === this.chosen) ?? null;
      return html`<accueil-device-page
        .device=${device}
        .zones=${this.zones}
      ></accueil-device-page>`;
    }
    return html`<accueil-floor-plan .devices=${this.devices}></accueil-floor-plan>
      <accueil-device-list .devices=${this.devices} .zones=${this.zones}></accueil-device-list>
      <accueil-zones .zones=${this.zones}></accueil-zones>`;
  }
}
