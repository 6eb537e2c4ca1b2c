/** Counts that cannot be: why each was kept apart, what it was in truth, and who said so. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { date, time, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { DoubtView } from "../../../lib/traffic-views";
import { look } from "../look";

const SHOWN = 8;

@customElement("accueil-doubts")
export class Doubts extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s3);
        inline-size: 100%;
        padding-block: var(--s2) var(--s3);
      }
      form .whole,
      form .end {
        grid-column: 1 / -1;
      }
      .main .small {
        display: block;
      }
    `,
  ];

  /** Those of one device; "" is all of them. */
  @property({ attribute: "device-id" }) deviceId = "";
  @state() private doubts: DoubtView[] | null = null;
  @state() private chosen = "";
  @state() private all = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(async () => {
      this.doubts = await api.get<DoubtView[]>("/traffic/doubts");
    });
  }

  override render(): TemplateResult {
    const ours = (this.doubts ?? []).filter(
      (one) => !this.deviceId || one.device_id === this.deviceId,
    );
    const shown = this.all ? ours : ours.slice(0, SHOWN);
    return html`<section class="panel">
      <div class="head"><h2>${t("counting.doubts")}</h2></div>
      ${this.wrong()}
      ${shown.length
        ? html`<ul class="rows">
            ${shown.map((one) => this.row(one))}
          </ul>`
        : html`<p class="none">${t(this.doubts ? "counting.no_doubts" : "common.loading")}</p>`}
      ${ours.length > shown.length
        ? html`<button class="bare" @click=${() => (this.all = true)}>
            ${t("alerts.all", { count: ours.length })}
          </button>`
        : nothing}
    </section>`;
  }

  private row(one: DoubtView): TemplateResult {
    const told = { people_in: whole(one.people_in), people_out: whole(one.people_out) };
    return html`<li>
      <div class="main">
        ${this.deviceId ? "" : `${one.device_name} · `}${t("traffic.in_out", told)}
        <span class="small ${one.corrected_by ? "quiet" : "alert"}"
          >${t(one.flag ? `counting.flag.${one.flag}` : "counting.flag.none")}</span
        >
        ${one.corrected_at
          ? html`<span class="small good"
              >${t("counting.corrected", {
                people_in: whole(one.counted_in),
                people_out: whole(one.counted_out),
                name: one.corrected_by ?? "–",
              })}${one.reason ? ` · ${one.reason}` : ""}</span
            >`
          : nothing}
      </div>
      <time class="small quiet" datetime=${one.at}
        >${date(one.at.slice(0, 10), "short")} ${time(one.at)}</time
      >
      <button
        aria-expanded=${this.chosen === one.count_id ? "true" : "false"}
        @click=${() => (this.chosen = this.chosen === one.count_id ? "" : one.count_id)}
      >
        ${t("counting.correct")}
      </button>
      ${this.chosen === one.count_id ? this.form(one) : nothing}
    </li>`;
  }

  private form(one: DoubtView): TemplateResult {
    const people = (name: "people_in" | "people_out", label: string, value: number): TemplateResult =>
      html`<label class="field"
        >${label}<input
          name=${name}
          type="number"
          inputmode="numeric"
          min="0"
          required
          .value=${String(value)}
      /></label>`;
    return html`<form @submit=${(event: SubmitEvent) => this.correct(event, one)}>
      ${people("people_in", t("traffic.measure.people_in"), one.counted_in)}
      ${people("people_out", t("traffic.measure.people_out"), one.counted_out)}
      <label class="field whole"
        >${t("counting.reason")}<input name="reason" maxlength="200" .value=${one.reason}
      /></label>
      <div class="end"><button class="primary">${t("counting.set_right")}</button></div>
    </form>`;
  }

  private correct(event: SubmitEvent, one: DoubtView): Promise<boolean> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    return this.ask(async () => {
      this.doubts = await api.post<DoubtView[]>("/traffic/corrections", {
        count_id: one.count_id,
        people_in: Number(form.get("people_in")),
        people_out: Number(form.get("people_out")),
        reason: String(form.get("reason") ?? ""),
      });
      this.chosen = "";
    });
  }
}
