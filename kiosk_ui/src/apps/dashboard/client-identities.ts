/** What a client is recognised by, and whether it is heard right now. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../elements/ago";
import { icon } from "../../elements/icons";
import { api } from "../../lib/api";
import { date } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { DeviceView, IdentityKind, SightingView } from "../../lib/views";
import { beaconFields, beaconSaid } from "./beacon-fields";
import { ClientPanel } from "./client-panel";

const KINDS: IdentityKind[] = ["ibeacon", "eddystone_uid", "eddystone_eid", "pass"];
@customElement("accueil-client-identities")
export class ClientIdentities extends ClientPanel {
  @state() private kind: IdentityKind = "ibeacon";
  @state() private heard: { device: DeviceView; sighting: SightingView }[] | null = null;

  override render(): TemplateResult {
    const { client } = this;
    return html`<section class="panel">
      <div class="head">
        <h2>${t("my.recognised_by")}</h2>
        <button @click=${this.listen}>${t("clients.is_it_heard")}</button>
      </div>
      ${client.identities.length
        ? html`<ul class="rows">
            ${client.identities.map(
              (one) => html`<li>
                <div class="main">
                  <b>${one.label || t(`identity.${one.kind}`)}</b>
                  <span class="small quiet"
                    >${[t(`identity.${one.kind}`), one.key, t("my.since", { date: date(one.enrolled_at) })]
                      .filter(Boolean)
                      .join(" · ")}</span
                  >
                </div>
                <button class="refusal" @click=${() => this.removeIdentity(one.id)}>
                  ${t("clients.remove")}
                </button>
              </li>`,
            )}
          </ul>`
        : html`<p class="none">${t("my.recognised_by_nothing")}</p>`}
      ${this.heardNow()}
      <details>
        <summary>${t("clients.enrol")}</summary>
        <form class="grid" @submit=${this.enrol}>
          ${beaconFields(KINDS, this.kind, (kind) => (this.kind = kind))}
          <div class="end whole"><button class="primary">${t("clients.enrol")}</button></div>
        </form>
      </details>
    </section>`;
  }

  private heardNow(): TemplateResult | typeof nothing {
    if (this.heard === null) return nothing;
    return this.heard.length
      ? html`<ul class="rows" aria-live="polite">
          ${this.heard.map(
            ({ device, sighting }) => html`<li>
              ${icon("signal")}
              <span class="main"
                >${t("clients.heard_by", {
                  label: sighting.label,
                  device: device.name || device.id,
                })}</span
              >
              <span class="figures">${Math.round(sighting.rssi_dbm)} dBm</span>
              <accueil-ago class="small quiet" at=${sighting.at}></accueil-ago>
            </li>`,
          )}
        </ul>`
      : html`<p class="none" role="status">${t("clients.not_heard")}</p>`;
  }

  /** Ask every gateway whether it heard one of this client's beacons lately. */
  private listen(): Promise<void> {
    const own = new Set(this.client.identities.map((one) => one.id));
    return this.change(async () => {
      const devices = await api.get<DeviceView[]>("/devices");
      const heard = await Promise.all(
        devices.map(async (device) => {
          const sightings = await api.get<SightingView[]>(
            `/devices/${encodeURIComponent(device.id)}/sightings`,
          );
          const last = sightings
            .filter((one) => own.has(one.identity_id))
            .sort((a, b) => b.at.localeCompare(a.at))[0];
          return last ? [{ device, sighting: last }] : [];
        }),
      );
      this.heard = heard.flat().sort((a, b) => b.sighting.rssi_dbm - a.sighting.rssi_dbm);
    }, "asking");
  }

  private enrol(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = beaconSaid(form);
    return this.change(async () => {
      await api.post(`/clients/${this.client.id}/identities`, said);
      form.reset();
    });
  }

  private removeIdentity(identityId: string): Promise<void> {
    return this.change(() => api.remove(`/clients/${this.client.id}/identities/${identityId}`));
  }
}
