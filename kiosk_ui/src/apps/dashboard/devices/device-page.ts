/** One device: how it is, where it stands, what it counted, and what can be asked of it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { duration, percent, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { DeviceView, ZoneView } from "../../../lib/views";
import { look } from "../look";
import "../traffic/doubts";
import type { Adopting } from "./adopt-sheet";
import "./calibrate";
import "./device-commands";
import "./device-counts";
import "./device-hears";
import "./device-keys";
import { condition, kindName, path, sign } from "./kinds";
import "./leave-sheet";
import "./spark";
import type { Point } from "./spark";
import type { HealthHistory, Keys, Sample } from "./views";

type Figure = "battery_pct" | "temperature_c" | "fps";

@customElement("accueil-device-page")
export class DevicePage extends Spoken {
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
      accueil-adopt-sheet,
      accueil-leave-sheet {
        position: absolute; /* shut, they take no row and no gap */
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3) var(--s4);
        align-items: center;
      }
      .title h1 {
        font-size: var(--title-l);
        font-variant-numeric: lining-nums;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: var(--s5);
        align-items: start;
      }
      .stack {
        display: grid;
        gap: var(--s5);
      }
      dl.facts {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--s2) var(--s4);
      }
      dl.facts dt {
        color: var(--quiet);
      }
      dl.facts dd {
        text-align: end;
        overflow-wrap: anywhere;
      }
      .sparks {
        display: grid;
        gap: var(--s3);
        margin-block-start: var(--s4);
      }
      form {
        display: grid;
        gap: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) device: DeviceView | null = null;
  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private history: Sample[] = [];
  @state() private keys: Keys | null = null;
  @state() private leaving: "suspend" | "forget" | null = null;
  @state() private replacing: Adopting | null = null;
  @state() private said = "";
  @state() private saved = false;

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get("device") as DeviceView | null | undefined;
    if (changed.has("device") && before?.id !== this.device?.id) {
      this.history = [];
      this.keys = null;
      void this.read();
    }
  }

  override render(): TemplateResult {
    const { device } = this;
    if (!device) {
      return html`<p class="none" role="status">${t("devices.gone")}</p>
        <p><a href="#places">${t("common.back")}</a></p>`;
    }
    const { word, tone } = condition(device);
    return html`<p><a class="button" href="#places">${icon("back")}${t("places.devices")}</a></p>
      <div class="title">
        ${icon(sign(device.kind))}
        <h1>${device.name || device.id}</h1>
        <span class=${tone}>${word}</span>
      </div>
      ${wrong(this.said)}
      <div class="columns">
        <div class="stack">${this.health(device)}${this.place(device)}</div>
        <div class="stack">
          ${device.takes_commands
            ? html`<accueil-device-commands device-id=${device.id}></accueil-device-commands>`
            : nothing}
          ${device.kind === "camera" || !device.kind
            ? html`${device.kind === "camera" && device.takes_commands
                  ? html`<accueil-calibrate device-id=${device.id}></accueil-calibrate>`
                  : nothing}<accueil-device-counts device-id=${device.id} .zones=${this.zones}></accueil-device-counts
              ><accueil-doubts device-id=${device.id}></accueil-doubts>`
            : nothing}
          ${device.kind === "ble_gateway" || !device.kind
            ? html`<accueil-device-hears device-id=${device.id}></accueil-device-hears>`
            : nothing}
          ${this.life(device)}
        </div>
      </div>
      <accueil-leave-sheet
        .what=${this.leaving}
        .device=${device}
        @sure=${this.leave}
        @done=${() => (this.leaving = null)}
      ></accueil-leave-sheet>
      <accueil-adopt-sheet
        .adopting=${this.replacing}
        .zones=${this.zones}
        @done=${() => {
          this.replacing = null;
          this.tell("changed");
        }}
      ></accueil-adopt-sheet>`;
  }

  private health(device: DeviceView): TemplateResult {
    const facts: [string, string | TemplateResult | null][] = [
      [t("devices.kind"), kindName(device.kind)],
      [t("devices.model"), device.model],
      [t("devices.firmware"), device.firmware],
      [t("devices.dialect"), device.dialect],
      [t("devices.hardware"), device.hardware],
      [
        t("devices.last_heard"),
        device.last_heard_at
          ? html`<accueil-ago at=${device.last_heard_at}></accueil-ago>`
          : t("devices.never"),
      ],
      [t("devices.uptime"), device.uptime_s === null ? null : duration(device.uptime_s)],
      [t("devices.battery"), device.battery_pct === null ? null : percent(device.battery_pct / 100)],
      [
        t("devices.temperature"),
        device.temperature_c === null ? null : `${Math.round(device.temperature_c)} °C`,
      ],
      [t("devices.lens"), device.lens ? t(`devices.lens.${lens(device.lens)}`) : null],
      [t("devices.fps"), device.fps === null ? null : String(Math.round(device.fps))],
      [t("devices.outbox"), device.outbox_pct === null ? null : percent(device.outbox_pct / 100)],
      [t("devices.dropped"), device.dropped === null ? null : whole(device.dropped)],
    ];
    return html`<section class="panel">
      <div class="head"><h2>${t("devices.health")}</h2></div>
      <dl class="facts">
        ${facts
          .filter(([, value]) => value)
          .map(
            ([name, value]) => html`<dt>${name}</dt>
              <dd>${value}</dd>`,
          )}
      </dl>
      <div class="sparks">
        ${this.spark("battery_pct", t("devices.battery"))}
        ${this.spark("temperature_c", t("devices.temperature"))} ${this.spark("fps", t("devices.fps"))}
      </div>
    </section>`;
  }

  private spark(figure: Figure, name: string): TemplateResult | typeof nothing {
    const points: Point[] = this.history.flatMap((sample) => {
      const value = sample[figure];
      return value === null ? [] : [{ at: Date.parse(sample.at), value }];
    });
    if (points.length < 2) return nothing;
    const label = t("devices.day_of", { name });
    return html`<div>
      <p class="over">${label}</p>
      <accueil-spark .points=${points} label=${label}></accueil-spark>
    </div>`;
  }

  private place(device: DeviceView): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("devices.place")}</h2></div>
      <form @submit=${this.save}>
        <label class="field"
          >${t("field.name")}<input name="name" required maxlength="120" .value=${device.name}
        /></label>
        <label class="field"
          >${t("field.zone")}<select name="zone">
            <option value="">${t("devices.no_zone")}</option>
            ${this.zones.map(
              (zone) =>
                html`<option value=${zone.id} ?selected=${zone.id === device.zone}>${zone.name}</option>`,
            )}
          </select></label
        >
        <div class="end">
          <button class="primary">${t("common.save")}</button>
          ${this.saved ? html`<span role="status" class="good">${t("common.saved")}</span>` : nothing}
        </div>
      </form>
    </section>`;
  }

  private life(device: DeviceView): TemplateResult {
    const suspended = device.standing === "suspended";
    return html`<section class="panel">
      <div class="head"><h2>${t("devices.life")}</h2></div>
      <div class="end">
        ${suspended
          ? html`<button class="primary" @click=${() => this.ask("resume")}>${t("devices.resume")}</button>`
          : html`<button @click=${() => (this.leaving = "suspend")}>${t("devices.suspend")}</button>`}
        <button @click=${() => (this.replacing = { replaces: device })}>${t("devices.replace")}</button>
        <button @click=${this.newKeys}>${t("devices.new_keys")}</button>
        <button class="refusal" @click=${() => (this.leaving = "forget")}>${t("devices.forget")}</button>
      </div>
      ${this.keys ? html`<accueil-device-keys .keys=${this.keys}></accueil-device-keys>` : nothing}
    </section>`;
  }

  private readonly save = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.saved = false;
    return this.change(async (at) => {
      await api.patch(at, { name: form.get("name"), zone: form.get("zone") || null });
      this.saved = true;
    });
  };

  private readonly newKeys = (): Promise<void> =>
    this.change(async (at) => {
      this.keys = await api.post<Keys>(`${at}/keys`);
    });

  private ask(what: "suspend" | "resume"): Promise<void> {
    return this.change((at) => api.post(`${at}/${what}`));
  }

  private readonly leave = async (): Promise<void> => {
    const { leaving } = this;
    this.leaving = null;
    if (leaving === "suspend") return this.ask("suspend");
    if (leaving !== "forget") return;
    await this.change((at) => api.remove(at));
    if (!this.said) location.hash = "places";
  };

  private async read(): Promise<void> {
    if (!this.device) return;
    const told = await api.get<HealthHistory>(`${path(this.device.id)}/health`).catch(() => null);
    this.history = told?.samples ?? [];
  }

  private async change(act: (at: string) => Promise<unknown>): Promise<void> {
    this.said = "";
    try {
      await act(path(this.device?.id ?? ""));
      this.tell("changed");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

const LENSES = ["clear", "covered", "moved", "dark", "frozen", "gone"] as const;

function lens(said: string): (typeof LENSES)[number] {
  return LENSES.find((one) => one === said) ?? "moved";
}
