/** Which spare takes a device's place: one that speaks and waits, or another of ours. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { DeviceView } from "../../../lib/views";
import { kindName, path, sign } from "./kinds";
import type { WaitingDevice } from "./views";

/** A `name` for people; `spare` is what the server calls it. */
interface Spare {
  spare: string;
  name: string;
  kind: string;
  model: string | null;
  heardAt: string | null;
  ours: boolean;
}

@customElement("accueil-spares")
export class Spares extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      :host,
      ul {
        display: grid;
        gap: var(--s3);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: var(--s1) var(--s3);
        align-items: center;
        inline-size: 100%;
        padding: var(--s3) var(--s4);
        border-radius: var(--radius);
        text-align: start;
      }
      li button[aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--accent-wash);
        color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      li b {
        font: 600 1.25rem/1.2 var(--serif);
        overflow-wrap: anywhere;
      }
      .more {
        grid-column: 2 / -1;
      }
    `,
  ];

  @property({ attribute: false }) device: DeviceView | null = null;
  @state() private spares: Spare[] | null = null;
  @state() private chosen: Spare | null = null;
  @state() private said = "";

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("device") && this.device) void this.read(this.device);
  }

  override render(): TemplateResult {
    const { spares, chosen } = this;
    if (!spares && !this.said) return html`<p role="status">${t("common.loading")}</p>`;
    return html`${wrong(this.said)}
    ${spares?.length
      ? html`<ul>
          ${spares.map((one) => this.line(one))}
        </ul>`
      : spares
        ? html`<p class="quiet">${t("devices.spare_none")}</p>`
        : nothing}
    ${chosen
      ? html`<p class="quiet">${t("devices.spare_sure", { name: chosen.name })}</p>
          <button class="primary great wide" @click=${this.take}>${t("devices.spare_take")}</button>`
      : nothing}`;
  }

  private line(one: Spare): TemplateResult {
    const what = [kindName(one.kind), one.model].filter(Boolean).join(" · ");
    return html`<li>
      <button aria-pressed=${one === this.chosen} @click=${() => (this.chosen = one)}>
        ${icon(sign(one.kind))}<b>${one.name}</b>
        <span class="quiet small">${one.ours ? t("devices.spare_ours") : t("devices.spare_waits")}</span>
        <span class="more quiet small"
          >${what}${one.heardAt
            ? html` · <accueil-ago at=${one.heardAt}></accueil-ago>`
            : nothing}</span
        >
      </button>
    </li>`;
  }

  private async read(device: DeviceView): Promise<void> {
    this.spares = null;
    this.chosen = null;
    this.said = "";
    try {
      const [waiting, ours] = await Promise.all([
        api.get<WaitingDevice[]>("/waiting-devices"),
        api.get<DeviceView[]>("/devices"),
      ]);
      const fits = (kind: string): boolean => !kind || !device.kind || kind === device.kind;
      this.spares = [
        ...waiting.map((one) => ({
          spare: one.hardware,
          name: one.hardware,
          kind: one.kind,
          model: one.model,
          heardAt: one.last_heard_at,
          ours: false,
        })),
        ...ours
          .filter((one) => one.id !== device.id)
          .map((one) => ({
            spare: one.id,
            name: one.name || one.id,
            kind: one.kind,
            model: one.model,
            heardAt: one.last_heard_at,
            ours: true,
          })),
      ].filter((one) => fits(one.kind));
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private readonly take = async (): Promise<void> => {
    if (!this.device || !this.chosen) return;
    this.said = "";
    try {
      await api.post(`${path(this.device.id)}/replace`, { spare: this.chosen.spare });
      this.tell("taken");
    } catch (error) {
      this.said = trouble(error);
    }
  };
}
