/** What an event may cost, and what it does. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type { BudgetView, CostView } from "../../../lib/event-views";
import { money } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { look } from "../look";
import { minorOf, plainOf } from "./amounts";

type Budget = Pick<BudgetView, "budget_minor" | "currency" | "costs">;

@customElement("accueil-event-budget")
export class EventBudget extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s4) var(--s6);
        margin-block-end: var(--s5);
      }
      .figures dd {
        font: 500 2rem/1.1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .over-budget {
        color: var(--refusal);
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      th {
        padding: var(--s2);
        text-align: start;
      }
      td {
        padding: var(--s1) var(--s2) var(--s1) 0;
      }
      td:last-child {
        inline-size: var(--touch);
        padding: 0;
      }
      td.amount {
        inline-size: 9rem;
      }
      .amount input {
        text-align: end;
        font-variant-numeric: tabular-nums lining-nums;
      }
      .top {
        display: grid;
        grid-template-columns: 12rem 7rem;
        gap: var(--s4);
        margin-block-end: var(--s5);
      }
      .end {
        margin-block-start: var(--s4);
      }
      @media (max-width: 40rem) {
        thead {
          display: none;
        }
        tr {
          display: grid;
          grid-template-columns: 1fr 1fr var(--touch);
          gap: var(--s2);
          padding-block: var(--s3);
          border-block-end: 1px solid var(--hairline);
        }
        td {
          padding: 0;
        }
        td.label {
          grid-column: 1 / -1;
        }
        td.amount {
          inline-size: auto;
        }
      }
    `,
  ];

  @property({ attribute: "event-id" }) eventId = "";
  @state() private kept: BudgetView | null = null;
  @state() private budget: Budget | null = null;
  @state() private saved = false;

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("eventId")) void this.change(() => api.get<BudgetView>(this.at));
  }

  override render(): TemplateResult {
    const { kept, budget } = this;
    if (!kept || !budget) {
      return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    }
    return html`<section class="panel">
      <div class="head"><h2>${t("events.part.budget")}</h2></div>
      ${this.figures(kept)}
      <form @submit=${this.save}>
        <div class="top">
          <label class="field amount"
            >${t("events.budget")}${this.amount(budget.budget_minor, t("events.budget"), (minor) =>
              this.put({ budget_minor: minor }),
            )}</label
          >
          <label class="field"
            >${t("events.currency")}<input
              required
              maxlength="3"
              pattern="[A-Z]{3}"
              .value=${budget.currency}
              @change=${(event: Event) =>
                this.put({ currency: (event.target as HTMLInputElement).value })}
          /></label>
        </div>
        <table>
          <thead>
            <tr class="over">
              <th>${t("events.cost")}</th>
              <th>${t("events.planned")}</th>
              <th>${t("events.spent")}</th>
              <th><span class="unseen">${t("events.remove_cost")}</span></th>
            </tr>
          </thead>
          <tbody>
            ${budget.costs.map((cost, place) => this.cost(cost, place))}
          </tbody>
        </table>
        <div class="end">
          <button type="button" @click=${this.add}>${icon("plus")}${t("events.add_cost")}</button>
          <button class="primary">${t("common.save")}</button>
          ${this.saved ? html`<span role="status" class="good">${t("common.saved")}</span>` : nothing}
        </div>
        ${this.wrong()}
      </form>
    </section>`;
  }

  private figures(kept: BudgetView): TemplateResult {
    const over = kept.budget_minor !== null && kept.expected_minor > kept.budget_minor;
    const figures: [string, number, string][] = [
      [t("events.planned_all"), kept.planned_minor, ""],
      [t("events.expected"), kept.expected_minor, over ? "over-budget" : ""],
    ];
    if (kept.budget_minor !== null) {
      const left = kept.budget_minor - kept.expected_minor;
      figures.push([t("events.left"), left, over ? "over-budget" : ""]);
    }
    return html`<dl class="figures">
      ${figures.map(
        ([name, minor, look]) => html`<div>
          <dt class="over">${name}</dt>
          <dd class=${look}>${money(minor, kept.currency)}</dd>
        </div>`,
      )}
    </dl>`;
  }

  private cost(cost: CostView, place: number): TemplateResult {
    const put = (changed: Partial<CostView>): void => this.putCost(place, changed);
    return html`<tr>
      <td class="label">
        <input
          required
          maxlength="120"
          aria-label=${t("events.cost")}
          .value=${cost.label}
          @change=${(event: Event) => put({ label: (event.target as HTMLInputElement).value })}
        />
      </td>
      <td class="amount">
        ${this.amount(cost.planned_minor, t("events.planned"), (minor) =>
          put({ planned_minor: minor ?? 0 }),
        )}
      </td>
      <td class="amount">
        ${this.amount(cost.spent_minor, t("events.spent"), (minor) => put({ spent_minor: minor }))}
      </td>
      <td>
        <button
          type="button"
          class="round"
          aria-label=${t("events.remove_cost")}
          @click=${() => this.put({ costs: this.costs.filter((_, index) => index !== place) })}
        >
          ${icon("close")}
        </button>
      </td>
    </tr>`;
  }

  private amount(
    minor: number | null,
    label: string,
    put: (minor: number | null) => void,
  ): TemplateResult {
    const currency = this.budget?.currency ?? "EUR";
    return html`<input
      inputmode="decimal"
      aria-label=${label}
      .value=${plainOf(minor, currency)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const read = minorOf(input.value, currency);
        if (read === undefined) input.value = plainOf(minor, currency);
        else put(read);
      }}
    />`;
  }

  private get at(): string {
    return `/events/${this.eventId}/budget`;
  }

  private get costs(): CostView[] {
    return this.budget?.costs ?? [];
  }

  private readonly add = (): void => {
    this.put({ costs: [...this.costs, { label: "", planned_minor: 0, spent_minor: null }] });
  };

  private putCost(place: number, changed: Partial<CostView>): void {
    const costs = this.costs.map((one, index) => (index === place ? { ...one, ...changed } : one));
    this.put({ costs });
  }

  private put(changed: Partial<Budget>): void {
    if (this.budget) this.budget = { ...this.budget, ...changed };
    this.saved = false;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    this.saved = await this.change(() => api.put<BudgetView>(this.at, this.budget));
  };

  private change(act: () => Promise<BudgetView>): Promise<boolean> {
    return this.ask(async () => {
      this.kept = await act();
      const { budget_minor, currency, costs } = this.kept;
      this.budget = { budget_minor, currency, costs };
    });
  }
}
