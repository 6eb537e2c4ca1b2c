/** The alerts that were: when each began, when it ended, and who saw to it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { date, duration, time } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { seconds } from "../../../lib/traffic";
import type { AlertView } from "../../../lib/traffic-views";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { about } from "./sides";

const PATH = "/traffic/alerts";
const SHOWN = 12;

@customElement("accueil-alert-history")
export class AlertHistory extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    css`
      .stands {
        color: var(--attention);
        font-weight: 600;
      }
      .main .small {
        display: block;
      }
    `,
  ];

  /** The alerts that stand, as the live line tells them: where they change, all is read anew. */
  @property() standing = "";
  @state() private alerts: AlertView[] | null = null;
  @state() private all = false;
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("standing")) void this.read();
  }

  override render(): TemplateResult {
    const alerts = this.alerts ?? [];
    const shown = this.all ? alerts : alerts.slice(0, SHOWN);
    return html`<section class="panel">
      <div class="head"><h2>${t("alerts.history")}</h2></div>
      ${wrong(this.said)}
      ${shown.length
        ? html`<ul class="rows">
            ${shown.map((one) => this.row(one))}
          </ul>`
        : html`<p class="none">${t(this.alerts ? "alerts.none_yet" : "common.loading")}</p>`}
      ${alerts.length > shown.length
        ? html`<button class="bare" @click=${() => (this.all = true)}>
            ${t("alerts.all", { count: alerts.length })}
          </button>`
        : nothing}
    </section>`;
  }

  private row(one: AlertView): TemplateResult {
    return html`<li>
      <div class="main">
        <b>${t(`traffic.alert.${one.rule}`)}</b>
        <span class="small quiet">${about(one)}</span>
      </div>
      <span class="small">
        ${date(one.raised_at.slice(0, 10), "short")} ${time(one.raised_at)}
        ${one.ended_at
          ? html`– ${time(one.ended_at)}
              <span class="quiet">(${duration(seconds(one.ended_at) - seconds(one.raised_at))})</span>`
          : html`<span class="stands">· ${t("alerts.stands")}</span>`}
      </span>
      ${one.acknowledged_by
        ? html`<span class="small quiet">${t("alerts.seen_by", { name: one.acknowledged_by })}</span>`
        : html`<button @click=${() => this.acknowledge(one)}>${t("alerts.seen")}</button>`}
    </li>`;
  }

  private acknowledge(one: AlertView): Promise<void> {
    return this.show(() => api.post<AlertView[]>(`${PATH}/${one.id}/acknowledge`));
  }

  private read(): Promise<void> {
    return this.show(() => api.get<AlertView[]>(PATH));
  }

  private async show(ask: () => Promise<AlertView[]>): Promise<void> {
    try {
      this.alerts = await ask();
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
