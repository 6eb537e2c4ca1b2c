/** What a counting camera said lately, what was put aside, and what never came. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Every } from "../../../elements/every";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { time } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { ZoneView } from "../../../lib/views";
import { look } from "../look";
import { path } from "./kinds";
import type { Counts } from "./views";

const ASK_MS = 3000;
const SHOWN = 8;
const BLIND_SHOWN = 3;

@customElement("accueil-device-counts")
export class DeviceCounts extends Spoken {
  static override styles = [base, buttons, look];

  @property({ attribute: "device-id" }) deviceId = "";
  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private told: Counts | null = null;

  constructor() {
    super();
    this.addController(new Every(ASK_MS, () => void this.read()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    const { counts = [], gaps = [], blind = [], occupancy = [] } = this.told ?? {};
    return html`<section class="panel">
      <div class="head"><h2>${t("devices.counts")}</h2></div>
      ${counts.length
        ? html`<ul class="rows">
            ${counts.slice(0, SHOWN).map(
              (one) => html`<li>
                <div class="main">
                  ${one.line}
                  ${one.flag
                    ? html`<p class="small alert">
                        ${t("devices.set_aside")} · ${t(`counting.flag.${one.flag}`)}
                      </p>`
                    : nothing}
                </div>
                <span class="figures"
                  >${t("devices.in_out", { in: one.people_in, out: one.people_out })}</span
                >
                <time class="small quiet" datetime=${one.at}>${time(one.at)}</time>
              </li>`,
            )}
          </ul>`
        : html`<p class="none">${t("devices.no_counts")}</p>`}
      ${gaps.length
        ? html`<p class="small alert">
            ${t("devices.gaps", { count: gaps.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0) })}
          </p>`
        : nothing}
      ${occupancy
        .filter((one) => !this.zones.some((zone) => zone.id === one.zone))
        .map(
          (one) => html`<p class="small alert">
            ${t("counting.unknown_zone", { zone: one.zone })}
          </p>`,
        )}
      ${blind.slice(0, BLIND_SHOWN).map(
        (one) => html`<p class="small alert">
          ${one.until_at
            ? t("devices.blind", { from: time(one.from_at), until: time(one.until_at) })
            : t("devices.blind_now", { from: time(one.from_at) })}
        </p>`,
      )}
    </section>`;
  }

  private async read(): Promise<void> {
    const told = await api.get<Counts>(`${path(this.deviceId)}/counts`).catch(() => null);
    if (told) this.told = told;
  }
}
