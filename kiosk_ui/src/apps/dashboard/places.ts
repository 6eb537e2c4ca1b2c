/** Zones and the devices in them; and, for set-up, what a gateway hears right now. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/ago";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { api } from "../../lib/api";
import { percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { DeviceView, SightingView, ZoneView } from "../../lib/views";
import { look } from "./look";

const LISTEN_MS = 2000;

@customElement("accueil-places")
export class Places extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      .small-form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: end;
        flex: 3;
      }
      .small-form > * {
        flex: 1 1 8rem;
      }
      .small-form button {
        flex: none;
      }
      .sheet {
        display: grid;
        gap: var(--s3);
        padding-block-end: var(--s4);
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneView[] = [];
  @property({ attribute: false }) devices: DeviceView[] = [];
  @state() private said = "";
  @state() private listening: DeviceView | null = null;
  @state() private heard: SightingView[] | null = null;
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`${this.said ? html`<p class="wrong" role="alert">${this.said}</p>` : nothing}
      <section class="panel">
        <div class="head"><h2>${t("places.zones")}</h2></div>
        <ul class="rows">
          ${this.zones.map((zone) => html`<li>${this.zone(zone)}</li>`)}
          <li>${this.zone(null)}</li>
        </ul>
      </section>
      <section class="panel">
        <div class="head"><h2>${t("places.devices")}</h2></div>
        ${this.devices.length
          ? html`<ul class="rows">
              ${this.devices.map((device) => html`<li>${this.device(device)}</li>`)}
            </ul>`
          : html`<p class="none">${t("floor.no_devices")}</p>`}
      </section>
      ${this.sightings()}`;
  }

  private zone(zone: ZoneView | null): TemplateResult {
    return html`<form class="small-form" @submit=${(event: SubmitEvent) => this.saveZone(event, zone)}>
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

  private device(device: DeviceView): TemplateResult {
    const alive = device.state === "online";
    return html`<div class="main">
        <b>${device.name || device.id}</b>
        <span class="small quiet"
          >${[device.id, device.kind, device.dialect, device.model, device.firmware]
            .filter(Boolean)
            .join(" · ")}</span
        ><br />
        <span class="small ${alive ? "good" : "alert"}"
          >${t(alive ? "device.online" : "device.offline")}</span
        >
        <span class="small quiet"
          >${device.last_heard_at
            ? html`<accueil-ago at=${device.last_heard_at}></accueil-ago>`
            : nothing}
          ${device.battery_pct === null
            ? nothing
            : t("device.battery", { percent: percent(device.battery_pct / 100) })}</span
        >
      </div>
      <form class="small-form" @submit=${(event: SubmitEvent) => this.saveDevice(event, device)}>
        <label class="field"
          >${t("field.name")}<input name="name" required maxlength="120" .value=${device.name}
        /></label>
        <label class="field"
          >${t("field.zone")}<select name="zone" required>
            ${device.zone ? nothing : html`<option value=""></option>`}
            ${this.zones.map(
              (zone) =>
                html`<option value=${zone.id} ?selected=${zone.id === device.zone}>
                  ${zone.name}
                </option>`,
            )}
          </select></label
        >
        <button>${t("common.save")}</button>
        ${device.kind === "ble_gateway" || !device.kind
          ? html`<button type="button" @click=${() => this.listen(device)}>
              ${t("places.listen")}
            </button>`
          : nothing}
      </form>`;
  }

  private sightings(): TemplateResult {
    return html`<accueil-sheet
      label=${this.listening?.name || this.listening?.id || t("places.listen")}
      ?open=${this.listening !== null}
      @closed=${this.stop}
    >
      <div class="sheet">
        <p class="quiet">${t("places.hears")}</p>
        ${this.heard === null
          ? html`<p role="status">${t("common.loading")}</p>`
          : this.heard.length
            ? html`<ul class="rows">
                ${this.heard.map(
                  (one) => html`<li>
                    <span class="main">${one.label || one.identity_id}</span>
                    <span class="figures">${Math.round(one.rssi_dbm)} dBm</span>
                    <accueil-ago class="small quiet" as="age" at=${one.at}></accueil-ago>
                  </li>`,
                )}
              </ul>`
            : html`<p class="none">${t("places.hears_nothing")}</p>`}
      </div>
    </accueil-sheet>`;
  }

  private listen(device: DeviceView): void {
    this.listening = device;
    this.heard = null;
    const ask = async (): Promise<void> => {
      try {
        this.heard = await api.get<SightingView[]>(
          `/devices/${encodeURIComponent(device.id)}/sightings`,
        );
      } catch (error) {
        this.said = trouble(error);
        this.stop();
      }
    };
    void ask();
    this.clock = setInterval(() => void ask(), LISTEN_MS);
  }

  private readonly stop = (): void => {
    clearInterval(this.clock);
    this.listening = null;
  };

  private saveZone(event: SubmitEvent, zone: ZoneView | null): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const sent = new FormData(form);
    const id = zone?.id ?? String(sent.get("id"));
    const capacity = Number(sent.get("capacity")) || null;
    return this.change(async () => {
      await api.put(`/zones/${encodeURIComponent(id)}`, { name: sent.get("name"), capacity });
      if (!zone) form.reset();
    });
  }

  private saveDevice(event: SubmitEvent, device: DeviceView): Promise<void> {
    event.preventDefault();
    const sent = new FormData(event.target as HTMLFormElement);
    return this.change(() =>
      api.patch(`/devices/${encodeURIComponent(device.id)}`, {
        name: sent.get("name"),
        zone: sent.get("zone"),
      }),
    );
  }

  private async change(act: () => Promise<unknown>): Promise<void> {
    this.said = "";
    try {
      await act();
      this.tell("changed");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
