/** Taking a device in: a code for one of our own agents, or keys for one that was bought. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/qr";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { DeviceView, ZoneView } from "../../../lib/views";
import { KINDS, kindName } from "./kinds";
import "./device-keys";
import "./spares";
import type { Adopted, Adoption, AdoptionCode, Keys, WaitingDevice } from "./views";

const ASK_MS = 2000;

/** {}: choose; `waiting`: one that speaks; `replaces`: a spare takes that device's place. */
export interface Adopting {
  waiting?: WaitingDevice;
  replaces?: DeviceView;
}

type Page = "choose" | "bought" | "spare" | "code" | "keys" | "done";

@customElement("accueil-adopt-sheet")
export class AdoptSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .sheet,
      form {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .ways {
        display: grid;
        gap: var(--s3);
      }
      .ways button {
        flex-direction: column;
        align-items: flex-start;
        gap: var(--s1);
        padding: var(--s4);
        border-radius: var(--radius);
        text-align: start;
      }
      .ways b {
        font: 600 1.375rem/1.2 var(--serif);
      }
      .offer {
        display: grid;
        justify-items: center;
        gap: var(--s4);
        text-align: center;
      }
      accueil-qr {
        inline-size: min(13rem, 60vw, 40dvh);
      }
      .code {
        font: 600 2.5rem/1 var(--serif);
        font-variant-numeric: lining-nums;
        letter-spacing: 0.08em;
      }
      code {
        overflow-wrap: anywhere;
        font-size: var(--text-s);
      }
      label.tick {
        display: flex;
        gap: var(--s3);
        align-items: center;
        min-block-size: var(--touch);
      }
    `,
  ];

  @property({ attribute: false }) adopting: Adopting | null = null;
  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private page: Page = "choose";
  @state() private offer: AdoptionCode | null = null;
  @state() private keys: Keys | null = null;
  @state() private said = "";
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("adopting")) return;
    clearInterval(this.clock);
    this.offer = null;
    this.keys = null;
    this.said = "";
    this.page = this.adopting?.waiting ? "bought" : "choose";
  }

  override render(): TemplateResult {
    const { replaces } = this.adopting ?? {};
    return html`<accueil-sheet
      label=${replaces
        ? t("devices.replace_named", { name: replaces.name || replaces.id })
        : t("devices.adopt")}
      ?open=${this.adopting !== null}
      @closed=${this.close}
    >
      <div class="sheet">
        ${wrong(this.said)}
        ${this.adopting ? this.inside() : nothing}
      </div>
    </accueil-sheet>`;
  }

  private inside(): TemplateResult {
    switch (this.page) {
      case "bought":
        return this.bought(this.adopting?.waiting);
      case "spare":
        return html`<accueil-spares
          .device=${this.adopting?.replaces ?? null}
          @taken=${() => (this.page = "done")}
        ></accueil-spares>`;
      case "code":
        return this.shownCode();
      case "keys":
        return html`<accueil-device-keys .keys=${this.keys}></accueil-device-keys>
          <button class="primary great wide" @click=${this.close}>${t("devices.keys_kept")}</button>`;
      case "done":
        return html`<p role="status">
            ${this.adopting?.replaces ? t("devices.replaced") : t("devices.adopted")}
          </p>
          <button class="primary great wide" @click=${this.close}>${t("common.close")}</button>`;
      default:
        return html`<div class="ways">
          <button @click=${this.askCode}>
            <b>${t("devices.own")}</b><span class="quiet small">${t("devices.own_more")}</span>
          </button>
          ${this.adopting?.replaces
            ? html`<button @click=${() => (this.page = "spare")}>
                <b>${t("devices.spare")}</b><span class="quiet small">${t("devices.spare_more")}</span>
              </button>`
            : html`<button @click=${() => (this.page = "bought")}>
                <b>${t("devices.bought")}</b
                ><span class="quiet small">${t("devices.bought_more")}</span>
              </button>`}
        </div>`;
    }
  }

  private shownCode(): TemplateResult {
    const { offer } = this;
    if (!offer) return html`<p role="status">${t("common.loading")}</p>`;
    return html`<div class="offer">
      <accueil-qr value=${offer.url} label=${t("pairing.qr")}></accueil-qr>
      <p class="code">${offer.code}</p>
      <p class="quiet">${t("devices.code_how")}</p>
      <p><code>accueil agent ble --pair ${offer.url}</code></p>
      <p class="quiet small" role="status">${t("devices.code_waits")}</p>
    </div>`;
  }

  private bought(waiting: WaitingDevice | undefined): TemplateResult {
    return html`<form @submit=${this.takeIn}>
      <label class="field"
        >${t("devices.hardware")}<input
          name="hardware"
          required
          maxlength="128"
          ?readonly=${waiting !== undefined}
          .value=${waiting?.hardware ?? ""}
      /></label>
      <label class="field"
        >${t("field.name")}<input name="name" required maxlength="120" autofocus
      /></label>
      <label class="field"
        >${t("field.zone")}<select name="zone">
          <option value="">${t("devices.no_zone")}</option>
          ${this.zones.map((zone) => html`<option value=${zone.id}>${zone.name}</option>`)}
        </select></label
      >
      <label class="field"
        >${t("devices.kind")}<select name="kind">
          ${KINDS.map(
            (kind) =>
              html`<option value=${kind} ?selected=${kind === waiting?.kind}>${kindName(kind)}</option>`,
          )}
        </select></label
      >
      ${/* The two placeholders are names that devices go by: words of no language. */ nothing}
      <label class="field"
        >${t("devices.dialect")}<input
          name="dialect"
          maxlength="64"
          placeholder="theengs, xovis, axis …"
          .value=${waiting?.dialect ?? ""}
      /></label>
      <label class="field"
        >${t("devices.topics")}<input name="topics" placeholder="home/Theengs-salon/#"
      /></label>
      <label class="tick"
        ><input type="checkbox" name="push" /><span>${t("devices.push")}</span></label
      >
      <button class="primary great wide">${t("devices.take_in")}</button>
    </form>`;
  }

  private readonly askCode = async (): Promise<void> => {
    this.page = "code";
    this.said = "";
    const { replaces } = this.adopting ?? {};
    try {
      const offer = await api.post<AdoptionCode>(
        "/device-pairings",
        replaces ? { replaces: replaces.id } : {},
      );
      this.offer = offer;
      this.clock = setInterval(() => void this.watch(offer.id), ASK_MS);
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private async watch(id: string): Promise<void> {
    const adoption = await api.get<Adoption>(`/device-pairings/${id}`).catch(() => null);
    if (!adoption?.used) return;
    clearInterval(this.clock);
    this.page = "done";
  }

  private readonly takeIn = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const topics = text("topics").split(/[\s,]+/).filter(Boolean);
    this.said = "";
    try {
      const { keys } = await api.post<Adopted>("/devices", {
        hardware: text("hardware"),
        name: text("name"),
        kind: text("kind"),
        ...(text("zone") ? { zone: text("zone") } : {}),
        ...(text("dialect") ? { dialect: text("dialect") } : {}),
        ...(topics.length ? { topics } : {}),
        ...(form.get("push") ? { push: true } : {}),
      });
      this.keys = keys;
      this.page = keys.mqtt || keys.push_url ? "keys" : "done";
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private readonly close = (): void => {
    clearInterval(this.clock);
    this.tell("done");
  };
}
