/** Every device of the house, and whoever speaks without belonging to it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { Every } from "../../../elements/every";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { percent } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { DeviceView, ZoneView } from "../../../lib/views";
import { look } from "../look";
import "./adopt-sheet";
import type { Adopting } from "./adopt-sheet";
import { condition, kindName, sign } from "./kinds";
import type { WaitingDevice } from "./views";

const ASK_MS = 5000;

@customElement("accueil-device-list")
export class DeviceList extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      accueil-adopt-sheet {
        position: absolute; /* shut, it takes no row and no gap */
      }
      a.device {
        color: inherit;
        text-decoration: none;
      }
      .rows > li {
        position: relative;
      }
      a.device::after {
        content: "";
        position: absolute;
        inset: 0;
      }
      .sign {
        color: var(--quiet);
      }
      .state {
        min-inline-size: 9rem;
        text-align: end;
      }
      @media (max-width: 34rem) {
        .state {
          inline-size: 100%;
          padding-inline-start: calc(1.375em + var(--s4));
          text-align: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) devices: DeviceView[] = [];
  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private waiting: WaitingDevice[] = [];
  @state() private adopting: Adopting | null = null;

  constructor() {
    super();
    this.addController(new Every(ASK_MS, () => void this.read()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`${this.waiting.length ? this.strangers() : nothing}
      <section class="panel">
        <div class="head">
          <h2>${t("places.devices")}</h2>
          <button class="primary" @click=${() => (this.adopting = {})}>
            ${icon("plus")}${t("devices.adopt")}
          </button>
        </div>
        ${this.devices.length
          ? html`<ul class="rows">
              ${this.devices.map((device) => html`<li>${this.device(device)}</li>`)}
            </ul>`
          : html`<p class="none">${t("devices.none")}</p>`}
      </section>
      <accueil-adopt-sheet
        .adopting=${this.adopting}
        .zones=${this.zones}
        @done=${this.adopted}
      ></accueil-adopt-sheet>`;
  }

  private strangers(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("devices.waiting")}</h2>
        <p class="quiet small">${t("devices.waiting_more")}</p>
      </div>
      <ul class="rows">
        ${this.waiting.map(
          (one) => html`<li>
            <span class="sign">${icon(sign(one.kind))}</span>
            <div class="main">
              <b>${one.hardware}</b>
              <span class="small quiet"
                >${[kindName(one.kind), one.dialect, one.model].filter(Boolean).join(" · ")}</span
              >
            </div>
            <accueil-ago class="small quiet" at=${one.last_heard_at}></accueil-ago>
            <button @click=${() => (this.adopting = { waiting: one })}>${t("devices.take_in")}</button>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private device(device: DeviceView): TemplateResult {
    const { word, tone } = condition(device);
    return html`<span class="sign">${icon(sign(device.kind))}</span>
      <a class="device main" href="#places/${encodeURIComponent(device.id)}">
        <b>${device.name || device.id}</b>
        <span class="small quiet"
          >${[kindName(device.kind), device.zone_name ?? t("devices.no_zone"), device.model]
            .filter(Boolean)
            .join(" · ")}</span
        >
      </a>
      <p class="state small">
        <span class=${tone}>${word}</span>
        <span class="quiet"
          >${device.last_heard_at
            ? html` · <accueil-ago at=${device.last_heard_at}></accueil-ago>`
            : nothing}${device.battery_pct === null
            ? nothing
            : html` · ${t("device.battery", { percent: percent(device.battery_pct / 100) })}`}</span
        >
      </p>`;
  }

  private readonly adopted = (): void => {
    this.adopting = null;
    void this.read();
    this.tell("changed");
  };

  /** The list is a courtesy: without it the page is as good as before. */
  private async read(): Promise<void> {
    const waiting = await api.get<WaitingDevice[]>("/waiting-devices").catch(() => null);
    if (waiting) this.waiting = waiting;
  }
}
