/** The audit log: who saw and did what to whom, by person, by deed and by day. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { AuditCheck, AuditLine, AuditPage, AuditParty } from "../../../lib/audit-views";
import { date, time } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { AssociateView, ClientFound } from "../../../lib/views";
import { askedLook } from "../asked-look";
import { look } from "../look";
import { address, askedIn, EVERYTHING, type Asked } from "./asked";
import { auditLook } from "./look";
import "../client-choice";
import { called, deed } from "./words";

const PAGE = 60;

@customElement("accueil-audit")
export class Audit extends Spoken {
  static override styles = [base, buttons, fields, look, askedLook, auditLook];

  /** The page's address after `#audit/`. */
  @property() chosen = "";
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private lines: AuditLine[] | null = null;
  @state() private next: number | null = null;
  @state() private kinds: string[] = [];
  @state() private verdict: AuditCheck | null = null;
  @state() private said = "";
  private asked!: Asked;
  private turn = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("chosen") && this.asked) return;
    this.asked = askedIn(this.chosen);
    this.lines = null;
    void this.read();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
        <div class="head">
          <h2>${t("audit.title")}</h2>
          <div class="end">
            <button @click=${this.check}>${t("audit.check")}</button>
            <a class="button" download href="/api/v1/audit/file?${address(this.asked)}"
              >${t("audit.csv")}</a
            >
          </div>
        </div>
        <p class="small quiet">${t("audit.say")}</p>
        ${this.verdict ? this.chain(this.verdict) : nothing} ${this.form()}
      </section>
      ${wrong(this.said)}
      <section class="panel" aria-label=${t("audit.lines")} aria-busy=${this.lines ? "false" : "true"}>
        ${this.list()}
      </section>`;
  }

  private chain({ broken_at }: AuditCheck): TemplateResult {
    return broken_at === null
      ? html`<p class="good" role="status">${t("audit.whole")}</p>`
      : html`<p class="wrong" role="alert">${t("audit.broken", { line: broken_at })}</p>`;
  }

  private form(): TemplateResult {
    const { asked } = this;
    const day = (name: "day" | "until", label: string): TemplateResult =>
      html`<label class="field"
        >${label}<input
          type="date"
          max="2200-12-31"
          .value=${asked[name]}
          @change=${(event: Event) => this.ask({ [name]: (event.target as HTMLInputElement).value })}
      /></label>`;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <accueil-client-choice
        label=${t("audit.whom")}
        nobody=${t("audit.whom_all", { name: asked.whom ? this.name(asked.whom) : "" })}
        name=${asked.whom ? this.name(asked.whom) : ""}
        @chosen=${(event: CustomEvent<ClientFound | null>) => this.ask({ whom: event.detail?.id ?? "" })}
      ></accueil-client-choice>
      ${this.choice("who", t("audit.who"), t("audit.who_all"), this.people())}
      ${this.choice(
        "what",
        t("audit.what"),
        t("audit.what_all"),
        this.kinds.map((kind) => [kind, deed(kind)]),
      )}
      ${day("day", t("audit.from"))} ${day("until", t("audit.to"))}
      ${address(asked)
        ? html`<button type="button" class="bare" @click=${() => this.ask(EVERYTHING)}>
            ${t("audit.clear")}
          </button>`
        : nothing}
    </form>`;
  }

  private choice(
    name: "who" | "what",
    label: string,
    all: string,
    offered: [value: string, words: string][],
  ): TemplateResult {
    const chosen = this.asked[name];
    const sorted = offered.toSorted(([, a], [, b]) => a.localeCompare(b));
    return html`<label class="field"
      >${label}<select
        @change=${(event: Event) => this.ask({ [name]: (event.target as HTMLSelectElement).value })}
      >
        <option value="" ?selected=${!chosen}>${all}</option>
        ${sorted.map(
          ([value, words]) =>
            html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
        )}
      </select></label
    >`;
  }

  /** Colleagues; and whoever else was chosen in a line. */
  private people(): [string, string][] {
    const people = this.associates.map((one): [string, string] => [one.id, one.display_name]);
    const { who } = this.asked;
    const other = who && !people.some(([id]) => id === who);
    return other ? [...people, [who, this.name(who)]] : people;
  }

  private list(): TemplateResult {
    if (!this.lines) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    if (!this.lines.length) return html`<p class="none" role="status">${t("audit.none")}</p>`;
    return html`${byDay(this.lines).map(
        ([day, lines]) => html`<h3>${day}</h3>
          <ol class="lines">
            ${lines.map((line) => this.line(line))}
          </ol>`,
      )}
      ${this.next === null
        ? nothing
        : html`<button class="wide" @click=${this.older}>${t("audit.older")}</button>`}`;
  }

  private line(line: AuditLine): TemplateResult {
    return html`<li>
      <time class="figures quiet" datetime=${line.at}>${time(line.at)}</time>
      <span class="deed"
        >${this.party(line.who, "who")} <span>${deed(line.what)}</span>${line.whom.length
          ? html`<span class="whom"
              >${line.whom.map((one) => this.party(one, "whom"))}</span
            >`
          : nothing}</span
      >
    </li>`;
  }

  /** A name; pressed, it asks for this one's lines alone. */
  private party(party: AuditParty, role: "who" | "whom"): TemplateResult {
    const name = called(party);
    return html`<button
      type="button"
      class="name"
      aria-label=${t(`audit.only_${role}`, { name })}
      @click=${() => this.ask({ [role]: party.id })}
    >
      ${name}
    </button>`;
  }

  /** What somebody who is asked for is called: one of the lines, or a colleague, tells. */
  private name(id: string): string {
    const parties = (this.lines ?? []).flatMap((line) => [line.who, ...line.whom]);
    const party = parties.find((one) => one.id === id);
    if (party) return called(party);
    const colleague = this.associates.find((one) => one.id === id);
    return colleague?.display_name ?? called({ id, kind: "other", name: "" });
  }

  private ask(change: Partial<Asked>): void {
    const wanted = address({ ...this.asked, ...change });
    location.hash = wanted ? `audit/${encodeURIComponent(wanted)}` : "audit";
  }

  private async read(): Promise<void> {
    const turn = ++this.turn;
    try {
      const page = await this.page();
      if (turn !== this.turn) return;
      this.show([], page);
    } catch (error) {
      if (turn === this.turn) this.said = trouble(error);
    }
  }

  private readonly older = async (): Promise<void> => {
    const { turn, lines, next } = this;
    if (next === null) return;
    try {
      const page = await this.page(next);
      if (turn === this.turn) this.show(lines ?? [], page);
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private page(before?: number): Promise<AuditPage> {
    const wanted = new URLSearchParams(address(this.asked));
    wanted.set("limit", `${PAGE}`);
    if (before !== undefined) wanted.set("before", `${before}`);
    return api.get<AuditPage>(`/audit?${wanted}`);
  }

  private show(known: AuditLine[], page: AuditPage): void {
    this.lines = [...known, ...page.lines];
    this.next = page.before;
    this.kinds = page.kinds;
    this.said = "";
  }

  private readonly check = async (): Promise<void> => {
    this.said = "";
    try {
      this.verdict = await api.get<AuditCheck>("/audit/check");
    } catch (error) {
      this.said = trouble(error);
    }
  };
}

/** Lines stand in the order of time, so that those of a day are together. */
function byDay(lines: AuditLine[]): [day: string, lines: AuditLine[]][] {
  const days = new Map<string, AuditLine[]>();
  for (const line of lines) {
    const day = date(line.at);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days];
}
