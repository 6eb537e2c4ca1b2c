/** Doors, plus-ones, answers and what is shown: what holds for the guests of an event. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, fields } from "../../../elements/styles";
import "../../../elements/switch";
import type { RulesView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import type { Draft } from "./draft";
import "./moment-field";

type Switched = "re_entry" | "plus_one_names" | "live_pass";

@customElement("accueil-event-rules")
export class EventRules extends Spoken {
  static override styles = [
    base,
    fields,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: var(--s4);
        align-items: start;
      }
      .whole {
        grid-column: 1 / -1;
      }
      .switches {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property() zone = "";

  override render(): TemplateResult {
    const { draft } = this;
    return html`<div class="grid">
      ${this.moment("answer_by")} ${this.moment("remind_at")}
      ${this.number("doors_open_before_min", 7 * 24 * 60)}
      ${this.number("doors_close_after_min", 7 * 24 * 60)} ${this.number("plus_ones", 50)}
      <div class="whole switches">
        ${this.switched("plus_one_names")} ${this.switched("re_entry")}
        ${this.switched("live_pass")}
      </div>
      <label class="field whole"
        >${t("events.products")}<textarea
          rows="3"
          placeholder=${t("events.products_hint")}
          .value=${draft.products.join("\n")}
          @change=${(event: Event) => this.products((event.target as HTMLTextAreaElement).value)}
        ></textarea></label>
    </div>`;
  }

  private moment(name: "answer_by" | "remind_at"): TemplateResult {
    return html`<accueil-moment-field
      optional
      label=${t(`events.${name}`)}
      zone=${this.zone}
      value=${this.draft[name] ?? ""}
      @moment=${(event: CustomEvent<string>) =>
        this.tell("draft", { [name]: event.detail || null })}
    ></accueil-moment-field>`;
  }

  private number(
    name: "doors_open_before_min" | "doors_close_after_min" | "plus_ones",
    most: number,
  ): TemplateResult {
    return html`<label class="field"
      >${t(`events.${name}`)}<input
        type="number"
        min="0"
        max=${most}
        required
        inputmode="numeric"
        .value=${String(this.draft.rules[name])}
        @change=${(event: Event) =>
          this.rule({ [name]: Number((event.target as HTMLInputElement).value) })}
    /></label>`;
  }

  private switched(name: Switched): TemplateResult {
    return html`<accueil-switch
      label=${t(`events.${name}`)}
      ?checked=${this.draft.rules[name]}
      @switch=${(event: CustomEvent<boolean>) => this.rule({ [name]: event.detail })}
    ></accueil-switch>`;
  }

  private rule(changed: Partial<RulesView>): void {
    this.tell("draft", { rules: { ...this.draft.rules, ...changed } });
  }

  private products(lines: string): void {
    const products = lines
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    this.tell("draft", { products });
  }
}
