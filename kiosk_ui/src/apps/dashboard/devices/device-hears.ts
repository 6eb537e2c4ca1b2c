/** For set-up: what a gateway hears right now, of enrolled beacons alone. Nothing is kept. */

import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import type { SightingView } from "../../../lib/views";
import { look } from "../look";
import { path } from "./kinds";

const LISTEN_MS = 2000;

@customElement("accueil-device-hears")
export class DeviceHears extends Spoken {
  static override styles = [base, buttons, look];

  @property({ attribute: "device-id" }) deviceId = "";
  @state() private heard: SightingView[] = [];
  @state() private listening = false;
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("devices.hears")}</h2>
        <button aria-pressed=${this.listening ? "true" : "false"} @click=${this.turn}>
          ${t("places.listen")}
        </button>
      </div>
      <p class="quiet small">${t("places.hears")}</p>
      ${this.listening
        ? this.heard.length
          ? html`<ul class="rows">
              ${this.heard.map(
                (one) => html`<li>
                  <span class="main">${one.label || one.identity_id}</span>
                  <span class="figures">${Math.round(one.rssi_dbm)} dBm</span>
                  <accueil-ago class="small quiet" as="age" at=${one.at}></accueil-ago>
                </li>`,
              )}
            </ul>`
          : html`<p class="none">${t("places.hears_nothing")}</p>`
        : html``}
    </section>`;
  }

  private readonly turn = (): void => {
    this.listening = !this.listening;
    clearInterval(this.clock);
    if (!this.listening) return;
    void this.read();
    this.clock = setInterval(() => void this.read(), LISTEN_MS);
  };

  private async read(): Promise<void> {
    const heard = await api
      .get<SightingView[]>(`${path(this.deviceId)}/sightings`)
      .catch(() => null);
    if (heard) this.heard = heard;
  }
}
