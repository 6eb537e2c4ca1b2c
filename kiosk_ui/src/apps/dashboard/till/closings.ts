/** Days, months and years as they were closed, each sealed with the one before; and whether it holds. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { date, exactly, locale, time, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { tillLook } from "./till-look";
import { totals } from "./totals";
import type { Closing, ClosingKind, LedgerCheck, LedgerStanding } from "./views";

const KINDS: ClosingKind[] = ["close_day", "close_month", "close_year"];

@customElement("accueil-closings")
export class Closings extends Spoken {
  static override styles = [base, buttons, look, tillLook];

  @state() private kind: ClosingKind = "close_day";
  @state() private closings: Closing[] | null = null;
  @state() private standing: LedgerStanding | null = null;
  @state() private check: LedgerCheck | null = null;
  @state() private checking = false;
  @state() private said = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
    void this.verify();
  }

  override render(): TemplateResult {
    return html`${this.chain()}
      ${wrong(this.said)}
      <section class="panel">
        <div class="head">
          <h2>${t("till.closings")}</h2>
          <div class="choices" role="group" aria-label=${t("till.closings")}>
            ${KINDS.map(
              (kind) => html`<button
                aria-pressed=${kind === this.kind ? "true" : "false"}
                @click=${() => this.choose(kind)}
              >
                ${t(`till.kind.${kind}`)}
              </button>`,
            )}
          </div>
        </div>
        ${this.closings?.length === 0 ? html`<p class="none">${t("till.no_closings")}</p>` : nothing}
        ${(this.closings ?? []).map((one) => this.closing(one))}
      </section>
      ${this.ledger()}`;
  }

  private chain(): TemplateResult {
    const { check } = this;
    const broken = check?.flaw != null;
    return html`<p class="chain ${broken ? "broken" : ""}" role="status">
      ${icon(broken ? "close" : "shield")}
      <span>${this.chainWords()}</span>
      <button ?disabled=${this.checking} @click=${this.verify}>${t("till.verify")}</button>
    </p>`;
  }

  private chainWords(): string {
    const { check } = this;
    if (!check) return t("till.verifying");
    if (check.flaw !== null) {
      return t("till.broken", { number: whole(check.flaw), what: check.what });
    }
    if (!check.records) return t("till.no_records");
    const values = { count: check.records, first: whole(check.first), time: time(check.at) };
    return t("till.holds", values);
  }

  private closing(one: Closing): TemplateResult {
    return html`<details>
      <summary>
        <span
          ><b>${period(one)}</b>
          <span class="small quiet figures"
            >${t("till.covers", { first: whole(one.first), last: whole(one.last) })} · ${time(one.at)}</span
          ></span
        >
        <span class="figures">${one.totals.map((sum) => html`<bdi>${exactly(sum.total, sum.currency)}</bdi> `)}</span>
        ${icon("next")}
      </summary>
      <div>
        ${one.totals.map((sum) => totals(sum, one.names))}
        ${one.grand.map(
          (sum) => html`<p class="small quiet">
            ${t("till.grand", { total: exactly(sum.total, sum.currency), absolute: exactly(sum.absolute, sum.currency), count: whole(sum.count) })}
          </p>`,
        )}
        <p class="seal">${t("till.record", { number: whole(one.number) })} · ${one.seal}</p>
      </div>
    </details>`;
  }

  private ledger(): TemplateResult | typeof nothing {
    const { standing } = this;
    if (!standing) return nothing;
    return html`<section class="panel">
      <h2>${t("till.ledger")}</h2>
      <p>${t("till.ledger_more", { till: standing.till, count: standing.records })}</p>
      ${standing.seal ? html`<p class="seal">${t("till.last_seal")} ${standing.seal}</p>` : nothing}
      <p class="seal">${t("till.key")} ${standing.key}</p>
      <p class="small quiet">${t("till.no_certificate")}</p>
    </section>`;
  }

  private choose(kind: ClosingKind): void {
    this.kind = kind;
    this.closings = null;
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      [this.closings, this.standing] = await Promise.all([
        api.get<Closing[]>(`/ledger/closings?kind=${this.kind}`),
        api.get<LedgerStanding>("/ledger"),
      ]);
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private readonly verify = async (): Promise<void> => {
    this.checking = true;
    try {
      this.check = await api.get<LedgerCheck>("/ledger/check");
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.checking = false;
    }
  };
}

/** "29 November 2026", "November 2026", "2026": as long as its name is. */
function period(one: Closing): string {
  if (one.kind === "close_day") return date(one.of);
  if (one.kind === "close_year") return one.of;
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(new Date(`${one.of}-01T00:00:00Z`));
}
