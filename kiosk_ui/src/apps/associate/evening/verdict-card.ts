/** The answer to a showing, for a colleague: what to do, why, and what is left to do about it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon, type Icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { said, type AdmissionView } from "../../../lib/door";
import { time } from "../../../lib/format";
import type { Verdict } from "../../../lib/gate/admission";
import { language, t } from "../../../lib/i18n";
import type { Wish } from "./door-desk";

const SIGNS: Record<Verdict, Icon> = {
  admitted: "check",
  already: "person",
  needs_attention: "speech",
  refused: "hand",
};

@customElement("accueil-verdict-card")
export class VerdictCard extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      article {
        display: grid;
        gap: var(--s3);
        padding: var(--s4);
        border-radius: var(--radius);
        background: var(--attention-wash);
      }
      article.admitted {
        background: #173f35;
        color: #fbf9f4;
      }
      article.already {
        background: var(--sunken);
      }
      header {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: var(--s3);
      }
      header svg {
        font-size: 1.75rem;
      }
      h2 {
        font-size: var(--title-m);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1) var(--s3);
      }
      .needs {
        padding: var(--s2) var(--s3);
        border: 1px solid currentColor;
        border-radius: var(--radius-s);
        font-weight: 600;
      }
      .admitted button {
        border-color: rgb(251 249 244 / 60%);
        color: inherit;
      }
      form {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) answer!: AdmissionView;
  @property({ type: Boolean }) busy = false;
  @state() private text = "";

  override render(): TemplateResult {
    const { answer } = this;
    const { guest } = answer;
    return html`<article class=${answer.verdict} role="status">
      <header>
        ${icon(SIGNS[answer.verdict])}
        <div>
          <h2><bdi>${guest?.display_name ?? t(`verdict_word.${answer.verdict}`)}</bdi></h2>
          <p>${this.why()}</p>
        </div>
      </header>
      ${guest
        ? html`<p class="facts">
            ${guest.table ? html`<span>${t("kiosk.table", { table: guest.table })}</span>` : nothing}
            ${guest.host ? html`<span>${t("evening.host", { name: guest.host })}</span>` : nothing}
            ${guest.plus_ones
              ? html`<span>${t("evening.plus_ones", { here: guest.plus_ones_inside, count: guest.plus_ones })}</span>`
              : nothing}
          </p>`
        : nothing}
      ${guest?.needs.length ? html`<p class="needs">${guest.needs.join(" · ")}</p>` : nothing}
      ${answer.flags.map((flag) => html`<p class="small">${icon("bell")} ${t(`flag.${flag}`)}</p>`)}
      ${this.deeds()}
    </article>`;
  }

  private why(): string {
    const { answer } = this;
    if (answer.first) {
      const { at, gate_name, by } = answer.first;
      return t("evening.first", { time: time(at), place: [gate_name, by].filter(Boolean).join(", ") });
    }
    if (answer.verdict === "admitted" && answer.flags.includes("overridden")) {
      return t("reason.welcome"); // the reason against it is no news to whoever decided it
    }
    const which = answer.other_event ? ` : ${answer.other_event}` : "";
    return t(`reason.${answer.reason}`) + which;
  }

  private deeds(): TemplateResult | typeof nothing {
    const { answer } = this;
    const { guest } = answer;
    if (answer.reason === "question" && answer.question) {
      const { id, texts } = answer.question;
      return this.ask(said(texts, language()), (text) => ({ answers: { [id]: text } }));
    }
    if (answer.reason === "name_wanted") {
      return this.ask(t("evening.companion"), (text) => ({ plus_one: true, plus_one_name: text }));
    }
    if (answer.may_override) {
      return this.ask(t("evening.reason"), (text) => ({
        override_reason: text,
        plus_one: answer.plus_one,
      }));
    }
    if (answer.verdict !== "admitted" || !guest) return nothing;
    const left = guest.plus_ones - guest.plus_ones_inside;
    return html`<div class="choices">
      ${left > 0 && answer.way === "in"
        ? html`<button ?disabled=${this.busy} @click=${() => this.wish({ plus_one: true })}>
            ${icon("plus")} ${t("evening.plus_one")}
          </button>`
        : nothing}
      ${answer.undo_until && Date.parse(answer.undo_until) > Date.now()
        ? html`<button ?disabled=${this.busy} @click=${() => this.tell("undo", answer)}>
            ${icon("back")} ${t("evening.undo")}
          </button>`
        : nothing}
    </div>`;
  }

  private ask(label: string, wish: (text: string) => Wish): TemplateResult {
    return html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        if (this.text.trim()) this.wish(wish(this.text.trim()));
      }}
    >
      <label class="field"
        >${label}
        <input
          maxlength="120"
          required
          .value=${this.text}
          @input=${(event: InputEvent) => (this.text = (event.target as HTMLInputElement).value)}
      /></label>
      <button class="primary wide" ?disabled=${this.busy || !this.text.trim()}>
        ${t(this.answer.may_override ? "kiosk.all_the_same" : "kiosk.let_in")}
      </button>
    </form>`;
  }

  private wish(wish: Wish): void {
    this.text = "";
    this.tell<Wish>("wish", wish);
  }
}
