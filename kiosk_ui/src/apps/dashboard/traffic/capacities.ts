/** How many the boutique holds, how its figures are reckoned, and how many are inside in truth. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { time, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type {
  ResetView,
  TrafficSettings,
  TrafficSettingsView,
} from "../../../lib/traffic-views";
import { look } from "../look";

const SETTINGS = "/traffic/settings";
const OCCUPANCY = "/traffic/occupancy";

@customElement("accueil-capacities")
export class Capacities extends Asking {
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
      form.inside {
        display: grid;
        margin-block-start: var(--s4);
        grid-template-columns: minmax(6rem, 1fr) minmax(0, 2fr);
        gap: var(--s3);
        align-items: end;
      }
      form.inside .end {
        grid-column: 1 / -1;
      }
      .last {
        margin-block-start: var(--s3);
      }
    `,
  ];

  @state() private kept: TrafficSettings | null = null;
  @state() private resets: ResetView[] = [];
  @state() private saved = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(async () => {
      const [settings, resets] = await Promise.all([
        api.get<TrafficSettingsView>(SETTINGS),
        api.get<ResetView[]>(OCCUPANCY),
      ]);
      this.kept = settings.settings;
      this.resets = resets;
    });
  }

  override render(): TemplateResult {
    return html`<section class="panel">
        <div class="head"><h2>${t("counting.capacity")}</h2></div>
        ${this.wrong()}
        ${this.kept ? this.settings(this.kept) : nothing}
      </section>
      <section class="panel">
        <div class="head"><h2>${t("counting.inside")}</h2></div>
        <p class="small quiet">${t("counting.inside_more")}</p>
        ${this.truth()}
      </section>`;
  }

  private settings(kept: TrafficSettings): TemplateResult {
    const number = (
      name: keyof TrafficSettings,
      label: string,
      more: { min: number; step: number; required: boolean },
    ): TemplateResult => html`<label class="field"
      >${label}<input
        name=${name}
        type="number"
        inputmode=${more.step === 1 ? "numeric" : "decimal"}
        min=${more.min}
        step=${more.step}
        ?required=${more.required}
        .value=${String(kept[name] ?? "")}
    /></label>`;
    const people = { min: 1, step: 1, required: false };
    return html`<form class="grid" @submit=${this.keep} @input=${() => (this.saved = false)}>
      ${number("legal_capacity", t("counting.legal"), people)}
      ${number("comfort_capacity", t("counting.comfort"), people)}
      ${number("people_per_group", t("counting.group"), { min: 1, step: 0.1, required: true })}
      ${number("visitors_a_member", t("counting.member"), { min: 0.5, step: 0.5, required: true })}
      <div class="end whole">
        <button class="primary">${t("common.save")}</button>
        ${this.saved ? html`<span role="status" class="good">${t("common.saved")}</span>` : nothing}
      </div>
    </form>`;
  }

  private truth(): TemplateResult {
    const [last] = this.resets;
    return html`<form class="inside" @submit=${this.correct}>
        <label class="field"
          >${t("counting.people")}<input
            name="people"
            type="number"
            inputmode="numeric"
            min="0"
            required
        /></label>
        <label class="field"
          >${t("counting.reason")}<input name="reason" maxlength="200" />
        </label>
        <div class="end">
          <button>${t("counting.say")}</button>
          <button type="button" @click=${() => this.say(0, "")}>${t("counting.empty")}</button>
        </div>
      </form>
      ${last
        ? html`<p class="small quiet last">
            ${t("counting.last", {
              count: whole(last.people),
              time: time(last.at),
              name: last.by ?? "–",
            })}${last.reason ? ` · ${last.reason}` : ""}
          </p>`
        : nothing}`;
  }

  private readonly keep = (event: SubmitEvent): Promise<boolean> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const capacity = (name: string): number | null => Number(form.get(name)) || null;
    return this.ask(async () => {
      const told = await api.put<TrafficSettingsView>(SETTINGS, {
        legal_capacity: capacity("legal_capacity"),
        comfort_capacity: capacity("comfort_capacity"),
        people_per_group: Number(form.get("people_per_group")),
        visitors_a_member: Number(form.get("visitors_a_member")),
      });
      this.kept = told.settings;
      this.saved = true;
    });
  };

  private readonly correct = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const reason = String(given.get("reason") ?? "");
    if (await this.say(Number(given.get("people")), reason)) form.reset();
  };

  private say(people: number, reason: string): Promise<boolean> {
    return this.ask(async () => {
      this.resets = await api.post<ResetView[]>(OCCUPANCY, { people, reason });
    });
  }
}
