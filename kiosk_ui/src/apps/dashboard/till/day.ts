/** The X report, live; and closing the day, with what is missing before it. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { date, exactly, time, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { DashboardSocket } from "../../../lib/live";
import { Meanwhile } from "../../../lib/meanwhile";
import type { Basket, TillAlert } from "../../../lib/selling-views";
import { shown } from "../../../lib/selling/amounts";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { tillLook } from "./till-look";
import { totals } from "./totals";
import type { Closing, Due, Report } from "./views";

const READ_EVERY_MS = 5000;

@customElement("accueil-till-day")
export class TillDay extends Spoken {
  static override styles = [base, buttons, look, tillLook];

  @property({ attribute: false }) line: DashboardSocket | null = null;
  @state() private report: Report | null = null;
  @state() private due: Due | null = null;
  @state() private baskets: Basket[] = [];
  @state() private alerts: readonly TillAlert[] = [];
  @state() private sure = false;
  @state() private busy = false;
  @state() private made: Closing | null = null;
  @state() private said = "";
  private timer = 0;
  private readonly meanwhile = new Meanwhile<readonly TillAlert[]>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
    this.timer = window.setInterval(() => document.hidden || void this.read(), READ_EVERY_MS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.timer);
    this.line?.off("till", this.heard);
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("line")) return;
    changed.get("line")?.off("till", this.heard);
    this.line?.on("till", this.heard);
  }

  override render(): TemplateResult {
    const { report } = this;
    return html`${this.alerts.map((one) => this.alarm(one))}
      ${wrong(this.said)}
      ${this.made
        ? html`<p class="chain" role="status">
            ${icon("check")}<span>${t("till.closed", { day: date(this.made.of), number: whole(this.made.number) })}</span>
            <a href="#till/closings">${t("common.see")}</a>
          </p>`
        : nothing}
      ${report
        ? html`<div class="day">
            <section class="panel">
              <div class="head">
                <h2>${t("till.x")}</h2>
                <span class="small quiet figures">${t("till.as_of", { time: time(report.at) })}</span>
              </div>
              ${report.totals.length
                ? report.totals.map(
                    (one) => html`<p class="great"><bdi>${exactly(one.total, one.currency)}</bdi></p>
                      ${totals(one, report.names)}`,
                  )
                : html`<p class="none">${t("till.nothing_sold")}</p>`}
            </section>
            <div class="side">${this.closing()} ${this.exports()}</div>
          </div>`
        : html`<p class="none" role="status">${t("common.loading")}</p>`}
      ${this.confirmation()}`;
  }

  private alarm(one: TillAlert): TemplateResult {
    return html`<a class="alarm ${one.kind === "late" ? "quietly" : ""}" href="#till/baskets/${one.basket_id}">
      ${icon("bell")}<span
        >${t(`till.alert.${one.kind}`, { number: whole(one.number), amount: shown(one.amount.units, one.amount) })}</span
      >${icon("next")}
    </a>`;
  }

  private closing(): TemplateResult {
    return html`<section class="panel">
      <h2>${t("till.z")}</h2>
      <p class="quiet">${t("till.z_more")}</p>
      <ul class="todo">
        ${this.todo(this.paying(), "till.todo.paying")} ${this.todo(this.due?.unknown ?? 0, "till.todo.unknown")}
        ${this.todo(this.due?.refunds ?? 0, "till.todo.refunds")} ${this.todo(this.human(), "till.todo.human")}
        ${this.todo(this.waiting(), "till.todo.waiting")}
      </ul>
      <p>
        <button
          class="primary wide"
          ?disabled=${this.busy || !this.report?.totals.length}
          @click=${() => (this.sure = true)}
        >
          ${t("till.close")}
        </button>
      </p>
    </section>`;
  }

  private todo(count: number, key: "till.todo.paying" | "till.todo.unknown" | "till.todo.refunds" | "till.todo.human" | "till.todo.waiting"): TemplateResult {
    return html`<li class=${count ? "open" : "well"}>
      ${icon(count ? "hourglass" : "check")}<span>${t(key, { count })}</span>
    </li>`;
  }

  private exports(): TemplateResult {
    return html`<section class="panel">
      <h2>${t("till.export")}</h2>
      <p class="quiet">${t("till.export_more")}</p>
      <p class="exports">
        ${(["csv", "json", "archive"] as const).map(
          (form) => html`<a class="button" href="/api/v1/ledger/export?form=${form}" download
            >${t(`till.export.${form}`)}</a
          >`,
        )}
      </p>
    </section>`;
  }

  private confirmation(): TemplateResult {
    const missing = this.paying() + (this.due?.refunds ?? 0) + this.human();
    return html`<accueil-sheet label=${t("till.close")} ?open=${this.sure} @closed=${() => (this.sure = false)}>
      <div class="side">
        <p>${missing ? t("till.close_missing", { count: missing }) : t("till.close_sure")}</p>
        <button class="primary great wide" ?disabled=${this.busy} @click=${this.close}>${t("till.close_yes")}</button>
        <button class="wide" @click=${() => (this.sure = false)}>${t("common.cancel")}</button>
      </div>
    </accueil-sheet>`;
  }

  private paying(): number {
    return this.baskets.filter((one) => one.state === "paying" || one.state === "locked").length;
  }

  private waiting(): number {
    return this.baskets.filter((one) => one.state === "paid").length;
  }

  private human(): number {
    return this.alerts.filter((one) => one.kind !== "late").length;
  }

  private readonly read = async (): Promise<void> => {
    try {
      const [report, due, baskets, alerts] = await Promise.all([
        api.get<Report>("/ledger/report"),
        api.get<Due>("/till/due"),
        api.get<Basket[]>("/baskets?limit=100"),
        this.meanwhile.newest(() => api.get<TillAlert[]>("/till/alerts")),
      ]);
      Object.assign(this, { report, due, baskets, alerts: alerts ?? this.alerts });
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private readonly close = async (): Promise<void> => {
    this.busy = true;
    try {
      const made = await api.post<Closing[]>("/ledger/closings");
      this.made = made.findLast((one) => one.kind === "close_day") ?? null;
      this.sure = false;
      await this.read();
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  };

  private readonly heard = (alerts: TillAlert[]): void => {
    this.alerts = alerts;
    this.meanwhile.heard(alerts);
  };
}
