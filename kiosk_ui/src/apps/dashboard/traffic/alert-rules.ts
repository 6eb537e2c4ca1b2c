/** What a manager wants to be told of: rules that are added, changed, silenced and removed. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import "../../../elements/switch";
import { api } from "../../../lib/api";
import { duration, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { AlertRule, AlertRuleView } from "../../../lib/traffic-views";
import { trouble } from "../../../lib/trouble";
import type { ZoneView } from "../../../lib/views";
import { look } from "../look";

const RULES: AlertRule[] = [
  "occupancy_over",
  "queue_over",
  "vip_unanswered",
  "counter_silent",
  "unusual",
];
/** What each begins with; those that are not here need no limit. */
const LIMITS: Partial<Record<AlertRule, number>> = {
  occupancy_over: 40,
  queue_over: 5,
  vip_unanswered: 120,
};
const PATH = "/traffic/alert-rules";

type Draft = Omit<AlertRuleView, "id"> & { id: string | null };

const FRESH: Draft = {
  id: null,
  rule: "occupancy_over",
  zone: null,
  limit: LIMITS.occupancy_over!,
  push: true,
  mail: "",
  active: true,
};

@customElement("accueil-alert-rules")
export class AlertRules extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .resting b {
        color: var(--quiet);
      }
      .end {
        justify-content: space-between;
      }
      accueil-switch {
        flex: none;
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneView[] = [];
  @state() private rules: AlertRuleView[] | null = null;
  @state() private draft: Draft | null = null;
  @state() private refused = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(async () => {
      this.rules = await api.get<AlertRuleView[]>(PATH);
    });
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("alerts.rules")}</h2>
        <button @click=${() => this.open(FRESH)}>${t("alerts.add")}</button>
      </div>
      ${this.wrong()}
      ${this.rules === null && !this.said
        ? html`<p class="none" role="status">${t("common.loading")}</p>`
        : nothing}
      ${this.rules?.length
        ? html`<ul class="rows">
            ${this.rules.map((one) => this.row(one))}
          </ul>`
        : this.rules
          ? html`<p class="none">${t("alerts.no_rules")}</p>`
          : nothing}
      ${this.sheet()}
    </section>`;
  }

  private row(one: AlertRuleView): TemplateResult {
    const name = t(`traffic.alert.${one.rule}`);
    return html`<li class=${one.active ? "" : "resting"}>
      <div class="main">
        <b>${name}</b>
        <span class="small quiet">${this.words(one)}</span>
      </div>
      <accueil-switch
        label=${t(one.active ? "alerts.on" : "alerts.off")}
        ?checked=${one.active}
        @switch=${(event: CustomEvent<boolean>) => this.silence(one, event.detail)}
      ></accueil-switch>
      <button aria-label=${`${t("alerts.change")} · ${name}`} @click=${() => this.open(one)}>
        ${t("alerts.change")}
      </button>
    </li>`;
  }

  private words(one: AlertRuleView): string {
    const zone = this.zones.find((each) => each.id === one.zone)?.name ?? one.zone;
    const limit =
      one.limit === null
        ? ""
        : one.rule === "vip_unanswered"
          ? t("alerts.after", { time: duration(one.limit) })
          : t("alerts.over", { count: whole(one.limit) });
    const ways = [t("alerts.by_screen"), one.push ? t("alerts.by_push") : "", one.mail];
    return [limit, zone ?? "", ways.filter(Boolean).join(", ")].filter(Boolean).join(" · ");
  }

  private sheet(): TemplateResult {
    const { draft } = this;
    return html`<accueil-sheet
      label=${t(draft?.id ? "alerts.change" : "alerts.add")}
      ?open=${draft !== null}
      @closed=${() => (this.draft = null)}
      >${draft ? this.form(draft) : nothing}</accueil-sheet
    >`;
  }

  private form(draft: Draft): TemplateResult {
    const waiting = draft.rule === "vip_unanswered";
    return html`<form @submit=${this.save}>
      ${wrong(this.refused)}
      <label class="field"
        >${t("alerts.what")}<select
          name="rule"
          @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}
        >
          ${RULES.map(
            (rule) => html`<option value=${rule} ?selected=${rule === draft.rule}>
              ${t(`alerts.rule.${rule}`)}
            </option>`,
          )}
        </select></label
      >
      ${draft.rule in LIMITS
        ? html`<label class="field"
            >${t(waiting ? "alerts.limit_s" : "alerts.limit")}<input
              name="limit"
              type="number"
              inputmode="numeric"
              required
              min=${waiting ? 10 : 1}
              max="100000"
              .value=${String(draft.limit ?? LIMITS[draft.rule])}
          /></label>`
        : nothing}
      ${draft.rule === "queue_over"
        ? html`<label class="field"
            >${t("traffic.where")}<select name="zone">
              <option value="">${t("alerts.any_zone")}</option>
              ${this.zones.map(
                (zone) => html`<option value=${zone.id} ?selected=${zone.id === draft.zone}>
                  ${zone.name}
                </option>`,
              )}
            </select></label
          >`
        : nothing}
      <accueil-switch
        label=${t("alerts.push")}
        hint=${t("alerts.push_more")}
        ?checked=${draft.push}
        @switch=${(event: CustomEvent<boolean>) => (this.draft = { ...draft, push: event.detail })}
      ></accueil-switch>
      <label class="field"
        >${t("alerts.mail")}<input
          name="mail"
          type="email"
          maxlength="254"
          placeholder=${t("alerts.no_mail")}
          .value=${draft.mail}
      /></label>
      <div class="end">
        <button class="primary">${t("common.save")}</button>
        ${draft.id
          ? html`<button type="button" class="refusal" @click=${() => this.forget(draft.id!)}>
              ${t("alerts.remove")}
            </button>`
          : nothing}
      </div>
    </form>`;
  }

  private open(draft: Draft): void {
    this.refused = "";
    this.draft = draft;
  }

  private choose(value: string): void {
    const rule = RULES.find((one) => one === value)!;
    this.draft = { ...this.draft!, rule, limit: LIMITS[rule] ?? null, zone: null };
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { draft } = this;
    if (!draft) return;
    const form = new FormData(event.target as HTMLFormElement);
    const given = {
      rule: draft.rule,
      zone: form.get("zone") || null,
      limit: draft.rule in LIMITS ? Number(form.get("limit")) : null,
      push: draft.push,
      mail: String(form.get("mail") ?? "").trim(),
      active: draft.active,
    };
    try {
      this.rules = draft.id
        ? await api.put<AlertRuleView[]>(`${PATH}/${draft.id}`, given)
        : await api.post<AlertRuleView[]>(PATH, given);
      this.draft = null;
    } catch (error) {
      this.refused = trouble(error);
    }
  };

  private silence({ id, ...rule }: AlertRuleView, active: boolean): Promise<boolean> {
    return this.ask(async () => {
      this.rules = await api.put<AlertRuleView[]>(`${PATH}/${id}`, { ...rule, active });
    });
  }

  private async forget(id: string): Promise<void> {
    try {
      await api.remove(`${PATH}/${id}`);
      this.rules = this.rules?.filter((one) => one.id !== id) ?? null;
      this.draft = null;
    } catch (error) {
      this.refused = trouble(error);
    }
  }
}
