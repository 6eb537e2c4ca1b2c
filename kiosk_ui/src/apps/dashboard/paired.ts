/** The phones, kiosks and pages that are paired: whose, when last used, and their revocation. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../elements/ago";
import { icon, type Icon } from "../../elements/icons";
import "../../elements/rename-device";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { date } from "../../lib/format";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { PairedDevice } from "../../lib/views";
import { look } from "./look";

/** A colleague's is a phone, a tablet or a computer: its name says which. */
const SIGNS: Record<PairedDevice["kind"], Icon> = {
  associate: "devices",
  kiosk: "screen",
  client: "person",
};

@customElement("accueil-paired")
export class Paired extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
    `,
  ];

  @state() private devices: PairedDevice[] | null = null;
  @state() private leaving: PairedDevice | null = null;
  @state() private said = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
        <div class="head">
          <h2>${t("paired.title")}</h2>
          <button @click=${this.read}>${t("paired.again")}</button>
        </div>
        ${wrong(this.said)}
        ${this.devices
          ? html`<ul class="rows">
              ${this.devices.map((device) => html`<li>${this.device(device)}</li>`)}
            </ul>`
          : html`<p class="none" role="status">${t("common.loading")}</p>`}
      </section>
      ${this.confirmation()}`;
  }

  private device(device: PairedDevice): TemplateResult {
    return html`${icon(SIGNS[device.kind])}
      <div class="main">
        <b>${name(device)}</b>
        <span class="small quiet"
          >${[what(device), whose(device), t("paired.since", { date: date(device.paired_at) })]
            .filter(Boolean)
            .join(" · ")}</span
        >
      </div>
      <span class="small quiet"
        >${device.last_used_at
          ? html`${t("paired.used")} <accueil-ago at=${device.last_used_at}></accueil-ago>`
          : t("paired.unused")}${device.current
          ? html` · <span class="good">${t("paired.current")}</span>`
          : nothing}</span
      >
      ${device.kind === "client"
        ? nothing
        : html`<accueil-rename-device
            named=${name(device)}
            path=${`/paired-devices/${device.id}`}
            @renamed=${this.read}
          ></accueil-rename-device>`}
      ${device.current
        ? nothing
        : html`<button
            class="refusal"
            aria-label=${t("paired.revoke_named", { name: name(device) })}
            @click=${() => (this.leaving = device)}
          >
            ${t("paired.revoke")}
          </button>`}`;
  }

  private confirmation(): TemplateResult {
    const { leaving } = this;
    return html`<accueil-sheet
      label=${t("paired.sure")}
      ?open=${leaving !== null}
      @closed=${() => (this.leaving = null)}
    >
      <div class="sheet">
        <p>${leaving ? t("paired.sure_more", { name: name(leaving) }) : nothing}</p>
        <button class="refusal great wide" @click=${this.revoke}>${t("paired.sure_yes")}</button>
        <button class="wide" @click=${() => (this.leaving = null)}>${t("common.cancel")}</button>
      </div>
    </accueil-sheet>`;
  }

  private readonly read = async (): Promise<void> => {
    this.said = "";
    try {
      this.devices = await api.get<PairedDevice[]>("/paired-devices");
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private async revoke(): Promise<void> {
    const { leaving } = this;
    this.leaving = null;
    if (!leaving) return;
    try {
      await api.remove(`/paired-devices/${leaving.id}`);
      await this.read();
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

/** What it is called; a client's page by its client, for the system that it runs on names nothing. */
function name(device: PairedDevice): string {
  const label = device.kind === "client" ? "" : device.label;
  return label || device.holder || t(`paired.kind.${device.kind}`);
}

/** A page of a client is told as such; a phone, a computer and a kiosk say it in name and sign. */
function what(device: PairedDevice): string {
  return device.kind === "client" && device.holder ? t("paired.kind.client") : "";
}

/** Whose it is, where its name does not say so already. */
function whose(device: PairedDevice): string {
  return device.holder === name(device) ? "" : device.holder;
}
