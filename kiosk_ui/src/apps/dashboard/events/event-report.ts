/** An event once it is over, on one page: read on the screen, printed, or sent as a file. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import "../../../elements/tasks";
import type { HostLine, MissingGuest, OpinionView, ReportView } from "../../../lib/aftermath-views";
import { api } from "../../../lib/api";
import type { EventView } from "../../../lib/event-views";
import { date, duration, locale, money, percent, whole } from "../../../lib/format";
import { language, t } from "../../../lib/i18n";
import { isOver, leftOf, mayThank } from "../../../lib/report";
import { momentThere } from "../../../lib/said";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { arrivalsBars } from "./arrivals-bars";
import { ON_PAPER, reportLook } from "./report-look";
import { titleOf, when } from "./words";

@customElement("accueil-event-report")
export class EventReport extends Spoken {
  static override styles = [base, buttons, fields, look, reportLook];

  @property({ attribute: false }) event!: EventView;
  @state() private report: ReportView | null = null;
  @state() private said = "";
  @state() private busy = false;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("event")) return;
    if (changed.get("event")?.id !== this.event.id) this.report = null;
    void this.read();
  }

  override render(): TemplateResult {
    const { report, event } = this;
    if (!report) {
      return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    }
    return html`${this.tools(report)}
      <article>
        <header class="paper">
          <p class="over">${t("report.title")} · ${report.zone_name ?? t("events.whole_boutique")}</p>
          <h2>${titleOf(event)}</h2>
          <p>${when(event, event.time_zone)}</p>
        </header>
        ${this.turnout(report)}
        <section>
          <h3>${t("report.arrivals")}</h3>
          ${arrivalsBars(report.arrivals, event.time_zone)}
        </section>
        <div class="two">${this.sales(report)} ${this.opinion(report.opinion)}</div>
        <div class="two">${this.costs(report)} ${this.dwell(report)}</div>
        <div class="two">${this.missing(report)} ${this.hosts(report.hosts)}</div>
        <p class="paper quiet">
          ${t("report.printed", { at: momentThere(new Date().toISOString(), event.time_zone) })}
        </p>
        ${report.followed_up
          ? html`<section class="tasks">
              <h3>${t("task.all")}</h3>
              <accueil-tasks
                event-id=${event.id}
                everybody
                @tasks=${() => this.read()}
              ></accueil-tasks>
            </section>`
          : nothing}
      </article>`;
  }

  private tools(report: ReportView): TemplateResult {
    return html`<div class="tools">
      ${wrong(this.said)}
      ${mayThank(report)
        ? html`<button class="primary" ?disabled=${this.busy} @click=${this.thank}>
            ${t("report.thank_now")}
          </button>`
        : nothing}
      <button @click=${() => window.print()}>${t("report.print")}</button>
      <a
        class="button"
        download
        href="/api/v1/events/${encodeURIComponent(report.event_id)}/report.pdf?language=${language()}"
        >${t("report.pdf")}</a
      >
      <p class="small quiet" role="status">${this.state(report)}</p>
    </div>`;
  }

  private state(report: ReportView): string {
    if (report.followed_up) return t("report.thanked");
    return t(isOver(report) ? "report.thank_hint" : "report.not_over");
  }

  private turnout(report: ReportView): TemplateResult {
    const { share } = report;
    const figure = (label: string, value: string, more = "", first = false): TemplateResult =>
      html`<div class=${first ? "first" : ""}>
        <dt>${label}</dt>
        <dd>${value}${more ? html` <small>${more}</small>` : nothing}</dd>
      </div>`;
    return html`<section>
      <h3 class="unseen">${t("report.turnout")}</h3>
      <dl class="row">
        ${figure(
          t("report.came_expected"),
          whole(report.came),
          `/ ${whole(report.confirmed)}`,
          true,
        )}
        ${figure(t("report.share"), share === null ? "–" : percent(share))}
        ${figure(t("report.invited"), whole(report.invited))}
        ${figure(t("report.confirmed"), whole(report.confirmed))}
        ${figure(t("report.companions"), whole(report.companions))}
        ${figure(t("report.declined"), whole(report.declined))}
        ${figure(t("report.unanswered"), whole(report.unanswered))}
        ${figure(t("report.walk_ins"), whole(report.walk_ins))}
      </dl>
    </section>`;
  }

  private dwell(report: ReportView): TemplateResult {
    const { dwell_median_s: median, dwell_p90_s: p90 } = report;
    const inside =
      median === null || p90 === null
        ? html`<p class="none">${t("report.dwell_none")}</p>`
        : html`<dl class="pairs">
              ${pair(t("report.dwell_median"), duration(median))}
              ${pair(t("report.dwell_p90"), duration(p90))}
            </dl>
            <p class="rule">${t("report.dwell_known", { count: whole(report.dwell_known) })}</p>`;
    return html`<section><h3>${t("report.dwell")}</h3>${inside}</section>`;
  }

  private sales({ sales }: ReportView): TemplateResult {
    const until = sales.closed
      ? t("report.final")
      : t("report.counting", { date: date(sales.counted_until, "short") });
    const sums = Object.entries(sales.totals);
    return html`<section>
      <h3>${t("report.sales")}</h3>
      <p class="rule">${t("report.rule", { days: sales.within_days })} · ${until}</p>
      ${sums.length
        ? html`${sums.map(([currency, minor]) => html`<p class="total">${money(minor, currency)}</p>`)}
            <dl class="pairs">${pair(t("report.buyers"), whole(sales.buyers))}</dl>
            <ul class="lines">
              ${sales.sales.map(
                (one) => html`<li>
                  <span
                    ><bdi>${one.label}</bdi>
                    <small><bdi>${one.client}</bdi> · ${date(one.on, "short")}</small></span
                  >
                  <span class="amount">${money(one.minor, one.currency)}</span>
                </li>`,
              )}
            </ul>
            ${more(sales.sales.length, ON_PAPER.lines)}`
        : html`<p class="none">${t("report.no_sales")}</p>`}
    </section>`;
  }

  private costs({ costs }: ReportView): TemplateResult {
    const { currency, budget_minor: budget, expected_minor: cost, returned } = costs;
    const left = leftOf(costs);
    const known = budget !== null || cost > 0;
    return html`<section>
      <h3>${t("report.costs")}</h3>
      ${known
        ? html`<dl class="pairs">
            ${budget === null ? nothing : pair(t("report.budget"), money(budget, currency))}
            ${pair(t("report.cost"), money(cost, currency))}
            ${left === null ? nothing : pair(t("report.left"), money(left, currency))}
            ${returned === null ? nothing : pair(t("report.returned"), decimal(returned, 2))}
          </dl>`
        : html`<p class="none">${t("report.no_costs")}</p>`}
    </section>`;
  }

  private opinion(opinion: OpinionView): TemplateResult {
    const { mean, answers, stars, remarks } = opinion;
    if (mean === null) {
      return html`<section>
        <h3>${t("report.opinion")}</h3>
        <p class="none">${t("report.no_opinion")}</p>
      </section>`;
    }
    return html`<section>
      <h3>${t("report.opinion")}</h3>
      <p class="total">${t("report.of_five", { mean: decimal(mean, 1) })}</p>
      <p class="rule">${t("report.answers")} : ${whole(answers)}</p>
      <dl class="stars">
        ${[5, 4, 3, 2, 1].map((one) => {
          const count = stars[one - 1] ?? 0;
          return html`<div>
            <dt>${one} ★</dt>
            <dd><meter aria-label=${t("report.stars_label", { stars: one })} max=${answers} value=${count}></meter></dd>
            <dd>${count}</dd>
          </div>`;
        })}
      </dl>
      <ul class="lines remarks">
        ${remarks.map(
          (one) => html`<li><q dir="auto">${one.text}</q><span class="amount">${one.stars} ★</span></li>`,
        )}
      </ul>
      ${more(remarks.length, ON_PAPER.remarks)}
    </section>`;
  }

  private missing({ missing }: ReportView): TemplateResult {
    return html`<section>
      <h3>${t("report.missing")}</h3>
      ${missing.length
        ? html`<ul class="lines">
              ${missing.map(
                (one) => html`<li>
                  <span>${missed(one)}</span>
                  <span class="quiet"><bdi>${one.host ?? ""}</bdi></span>
                </li>`,
              )}
            </ul>
            ${more(missing.length, ON_PAPER.lines)}`
        : html`<p class="none">${t("report.none_missing")}</p>`}
    </section>`;
  }

  private hosts(hosts: HostLine[]): TemplateResult {
    if (!hosts.length) {
      return html`<section>
        <h3>${t("report.hosts")}</h3>
        <p class="none">${t("report.no_hosts")}</p>
      </section>`;
    }
    return html`<section>
      <h3>${t("report.hosts")}</h3>
      <table class="hosts">
        <thead>
          <tr>
            <th scope="col">${t("report.host")}</th>
            <th scope="col">${t("report.confirmed")}</th>
            <th scope="col">${t("report.came")}</th>
            <th scope="col">${t("report.tasks_open")}</th>
            <th scope="col">${t("report.tasks_done")}</th>
          </tr>
        </thead>
        <tbody>
          ${hosts.map(
            (one) => html`<tr>
              <th scope="row"><bdi>${one.host ?? t("report.nobody_named")}</bdi></th>
              <td>${one.confirmed}</td>
              <td>${one.came}</td>
              <td>${one.tasks_open}</td>
              <td>${one.tasks_done}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${more(hosts.length, ON_PAPER.hosts)}
    </section>`;
  }

  private readonly thank = async (): Promise<void> => {
    this.busy = true;
    await this.attempt(() => api.post<ReportView>(`/events/${this.event.id}/follow-up`));
    this.busy = false;
  };

  private async read(): Promise<void> {
    const { id } = this.event;
    await this.attempt(() => api.get<ReportView>(`/events/${encodeURIComponent(id)}/report`));
  }

  private async attempt(ask: () => Promise<ReportView>): Promise<void> {
    try {
      const report = await ask();
      if (report.event_id === this.event.id) this.report = report;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

function pair(label: string, value: string): TemplateResult {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** Of a guest who came without their plus-ones, it is said how many these were. */
function missed({ name, people, came }: MissingGuest): TemplateResult {
  if (came) return html`<bdi>${t("report.of_party", { name, count: people })}</bdi>`;
  return html`<bdi>${name}</bdi>${people > 1 ? ` + ${people - 1}` : nothing}`;
}

/** What a page has no room for is counted on it. */
function more(lines: number, room: number): TemplateResult | typeof nothing {
  return lines > room ? html`<p class="more">${t("report.more", { count: lines - room })}</p>` : nothing;
}

function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}
