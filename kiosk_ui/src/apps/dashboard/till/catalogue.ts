/** What is sold: found by name or number, with its stock; and a file that is looked at first. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { Article } from "../../../lib/selling-views";
import { shown } from "../../../lib/selling/amounts";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import "./program-keys";
import { tillLook } from "./till-look";
import type { CatalogueImport } from "./views";

const TYPING_MS = 200;
const FEW = 1;

@customElement("accueil-catalogue")
export class Catalogue extends Spoken {
  static override styles = [base, buttons, fields, look, tillLook];

  @state() private found: Article[] | null = null;
  @state() private importing = false;
  @state() private file: Blob | null = null;
  @state() private seen: CatalogueImport | null = null;
  @state() private busy = false;
  @state() private said = "";
  private text = "";
  private typing: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.typing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
        <div class="head">
          <h2>${t("till.leaf.catalogue")}</h2>
          <button @click=${() => (this.importing = true)}>${t("catalogue.import")}</button>
        </div>
        <search class="search">
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            aria-label=${t("bag.name_or_number")}
            placeholder=${t("bag.name_or_number")}
            @input=${this.typed}
          />
        </search>
        ${this.said && !this.importing ? html`<p class="wrong" role="alert">${this.said}</p>` : nothing}
        ${this.found ? this.articles(this.found) : html`<p class="none" role="status">${t("common.loading")}</p>`}
      </section>
      <accueil-program-keys></accueil-program-keys>
      ${this.sheet()}`;
  }

  private articles(found: Article[]): TemplateResult {
    if (!found.length) return html`<p class="none">${t("catalogue.none")}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("till.leaf.catalogue")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t("catalogue.article")}</th>
            <th scope="col">${t("catalogue.gtin")}</th>
            <th scope="col" class="figure">${t("catalogue.free")}</th>
            <th scope="col" class="figure">${t("catalogue.stock")}</th>
            <th scope="col" class="figure">${t("catalogue.price")}</th>
          </tr>
        </thead>
        <tbody>
          ${found.map(
            (one) => html`<tr>
              <th scope="row">
                <b><bdi>${one.name}</bdi></b>
                <div class="small quiet">
                  <bdi>${[one.sku, ...Object.values(one.options), t(`catalogue.kind.${one.kind}`)].join(" · ")}</bdi>
                  ${one.serials.length ? html`<div>${one.serials.join(", ")}</div>` : nothing}
                </div>
              </th>
              <td class="small figures">${one.gtin}</td>
              <td class="figure ${one.free <= FEW ? "low" : ""}">${whole(one.free)}</td>
              <td class="figure">${whole(one.stock)}</td>
              <td class="figure">${one.prices.map((price) => html`<div><bdi>${shown(price.units, price)}</bdi></div>`)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private sheet(): TemplateResult {
    return html`<accueil-sheet
      label=${t("catalogue.import")}
      ?open=${this.importing}
      @closed=${() => {
        this.importing = false;
        this.seen = null;
        this.said = "";
      }}
    >
      <p class="quiet">${t("catalogue.import_say")}</p>
      <label class="field">${t("guests.file")}<input type="file" accept=".csv,text/csv" @change=${this.choose} /></label>
      ${wrong(this.said)}
      ${this.seen ? this.preview(this.seen) : nothing}
    </accueil-sheet>`;
  }

  private preview(seen: CatalogueImport): TemplateResult {
    if (seen.done) {
      return html`<p class="chain" role="status">
        ${t("catalogue.done", { adds: whole(seen.adds), changes: whole(seen.changes) })}
      </p>`;
    }
    const told = seen.lines.filter((one) => one.does !== "nothing");
    return html`<p role="status">
        ${t("catalogue.preview", { adds: whole(seen.adds), changes: whole(seen.changes) })}
      </p>
      ${seen.refused ? html`<p class="wrong" role="alert">${t("catalogue.refused", { count: seen.refused })}</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label=${t("catalogue.lines")}>
        <table>
          ${told.slice(0, 200).map(
            (one) => html`<tr class=${one.does}>
              <th scope="row" class="figures">${t("guests.file_line", { line: one.line })}</th>
              <td><bdi>${one.sku}</bdi></td>
              <td>${one.does === "refused" ? `${one.field}: ${one.problem}` : t(`catalogue.${one.does}`)}</td>
            </tr>`,
          )}
        </table>
      </div>
      <div class="end">
        <button
          class="primary"
          ?disabled=${this.busy || seen.refused > 0 || seen.adds + seen.changes === 0}
          @click=${() => this.send(true)}
        >
          ${t("catalogue.take")}
        </button>
      </div>`;
  }

  private readonly typed = (event: InputEvent): void => {
    this.text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.look(), TYPING_MS);
  };

  private async look(): Promise<void> {
    const turn = ++this.asked;
    try {
      const found = await api.get<Article[]>(`/articles?q=${encodeURIComponent(this.text)}&limit=100`);
      if (turn === this.asked) this.found = found;
      this.said = "";
    } catch (error) {
      if (turn === this.asked) this.said = trouble(error);
    }
  }

  private readonly choose = async (event: Event): Promise<void> => {
    const chosen = (event.target as HTMLInputElement).files?.[0];
    this.seen = null;
    if (!chosen) return;
    this.file = new Blob([chosen], { type: "text/csv" });
    await this.send(false);
  };

  private async send(apply: boolean): Promise<void> {
    if (!this.file) return;
    this.busy = true;
    this.said = "";
    try {
      this.seen = await api.postFile<CatalogueImport>(`/articles/import?apply=${apply}`, this.file);
      if (this.seen.done) await this.look();
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }
}
