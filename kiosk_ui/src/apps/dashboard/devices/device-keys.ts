/** What a device proves itself with: shown once, to be copied into its set-up page. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import type { Keys } from "./views";

@customElement("accueil-device-keys")
export class DeviceKeys extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        gap: var(--s3);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: var(--s2) var(--s4);
        align-items: center;
      }
      dt {
        color: var(--quiet);
        font-size: var(--text-s);
      }
      dd {
        overflow-wrap: anywhere;
        font-family: ui-monospace, monospace;
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) keys: Keys | null = null;
  @state() private copied = "";

  override render(): TemplateResult | typeof nothing {
    if (!this.keys) return nothing;
    const { mqtt, push_url } = this.keys;
    const lines: [string, string][] = [
      ...(mqtt
        ? ([
            [t("devices.key.broker"), `${mqtt.tls ? "mqtts://" : ""}${mqtt.host}:${mqtt.port}`],
            [t("devices.key.username"), mqtt.username],
            [t("devices.key.password"), mqtt.password],
          ] as [string, string][])
        : []),
      ...(push_url ? ([[t("devices.key.push_url"), push_url]] as [string, string][]) : []),
    ];
    return html`<p class="quiet">${t("devices.keys_once")}</p>
      <dl>
        ${lines.map(
          ([name, value]) => html`<dt>${name}</dt>
            <dd>${value}</dd>
            <button aria-label=${t("devices.copy_named", { name })} @click=${() => this.copy(value)}>
              ${this.copied === value ? t("devices.copied") : t("devices.copy")}
            </button>`,
        )}
      </dl>`;
  }

  private async copy(value: string): Promise<void> {
    await navigator.clipboard?.writeText(value).catch(() => undefined);
    this.copied = value;
  }
}
