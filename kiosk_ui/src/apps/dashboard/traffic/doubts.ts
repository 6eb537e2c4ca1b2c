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

/** Those of one kind that nobody has judged yet are one row; each that was judged is its own. */
function together(doubts: DoubtView[]): DoubtView[][] {
  const groups = new Map<string, DoubtView[]>();
  for (const one of doubts) {
    const kind = [one.device_id, one.line, one.zone, one.flag, one.at.slice(0, 10)];
    const key = one.corrected_at ? one.count_id : JSON.stringify(kind);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function told(one: DoubtView): string {
  if (one.zone) {
    return t("counting.seen", { people: whole(one.people_in), zone: one.zone_name ?? one.zone });
  }
  const people = { people_in: one.people_in, people_out: one.people_out };
  return `${one.line ? `${one.line} · ` : ""}${t("traffic.in_out", people)}`;
}

function judged(one: DoubtView): string {
  const name = one.corrected_by ?? "–";
  if (one.counted_in + one.counted_out === 0) return t("counting.rejected", { name });
  if (one.counted_in === one.people_in && one.counted_out === one.people_out) {
    return t("counting.accepted", { name });
  }
  if (one.zone) return t("counting.seen_right", { people: whole(one.counted_in), name });
  const people = { people_in: one.counted_in, people_out: one.counted_out };
  return t("counting.corrected", { ...people, name });
}

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
    void this.ask(() => this.read());
  }

  private async read(): Promise<void> {
    const ours = this.deviceId ? `?device=${encodeURIComponent(this.deviceId)}` : "";
    this.doubts = await api.get<DoubtView[]>(`/traffic/doubts${ours}`);
  }

  override render(): TemplateResult {
    const ours = together(this.doubts ?? []);
    const shown = this.all ? ours : ours.slice(0, SHOWN);
    return html`<section class="panel">
      <div class="head"><h2>${t("counting.doubts")}</h2></div>
      ${this.wrong()}
      ${shown.length
        ? html`<p class="small quiet">${t("counting.doubts_more")}</p>
            <ul class="rows">
              ${shown.map((some) => this.row(some))}
            </ul>`
        : html`<p class="none">${t(this.doubts ? "counting.no_doubts" : "common.loading")}</p>`}
      ${ours.length > shown.length
        ? html`<button class="bare" @click=${() => (this.all = true)}>
            ${t("alerts.all", { count: ours.length })}
          </button>`
        : nothing}
    </section>`;
  }

  private row(some: DoubtView[]): TemplateResult {
    const [one] = some as [DoubtView];
    const whose = this.deviceId ? "" : `${one.device_name} · `;
    return html`<li>
      <div class="main">
        ${whose}${some.length > 1 ? this.many(some) : told(one)}
        <span class="small ${one.corrected_at ? "quiet" : "alert"}"
          >${t(`counting.flag.${one.flag ?? "none"}`)}</span
        >
        ${one.corrected_at
          ? html`<span class="small good"
              >${judged(one)}${one.reason ? ` · ${one.reason}` : ""}</span
            >`
          : nothing}
      </div>
      <time class="small quiet" datetime=${one.at}
        >${date(one.at.slice(0, 10), "short")} ${time(one.at)}</time
      >
      <div class="end">${this.verdicts(some)}</div>
      ${this.chosen === one.count_id ? this.form(one) : nothing}
    </li>`;
  }

  private many(some: DoubtView[]): string {
    const place = some[0]?.zone_name ?? some[0]?.line;
    return `${place ? `${place} · ` : ""}${t("counting.many", { count: some.length })}`;
  }

  /** Many are judged together; one may be set right, too. */
  private verdicts(some: DoubtView[]): TemplateResult {
    const [one] = some as [DoubtView];
    const many = some.length > 1;
    const verdict = (words: string, accepted: boolean): TemplateResult =>
      html`<button @click=${() => this.judge(some, accepted)}>${words}</button>`;
    const open = this.chosen === one.count_id;
    return html`${one.corrected_at
      ? nothing
      : html`${verdict(t(many ? "counting.accept_all" : "counting.accept"), true)}
        ${verdict(t(many ? "counting.reject_all" : "counting.reject"), false)}`}
    ${many
      ? nothing
      : html`<button
          aria-expanded=${open ? "true" : "false"}
          @click=${() => (this.chosen = open ? "" : one.count_id)}
        >
          ${t("counting.correct")}
        </button>`}`;
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
      ${people(
        "people_in",
        t(one.zone ? "counting.people" : "traffic.measure.people_in"),
        one.counted_in,
      )}
      ${one.zone
        ? nothing
        : people("people_out", t("traffic.measure.people_out"), one.counted_out)}
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
      await api.post("/traffic/corrections", {
        count_id: one.count_id,
        people_in: Number(form.get("people_in")),
        people_out: Number(form.get("people_out") ?? 0),
        reason: String(form.get("reason") ?? ""),
      });
      this.chosen = "";
      await this.read();
    });
  }

  private judge(some: DoubtView[], accepted: boolean): Promise<boolean> {
    return this.ask(async () => {
      await api.post("/traffic/verdicts", { count_ids: some.map((one) => one.count_id), accepted });
      await this.read();
    });
  }
}
