/** At the door: what a guest is asked there, and which doors let this event's guests in. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import "../../../elements/switch";
import { api } from "../../../lib/api";
import type { QuestionView, RulesView, Texts } from "../../../lib/event-views";
import { languageName } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { DeviceView, PairedDevice } from "../../../lib/views";
import { look } from "../look";
import type { Draft } from "./draft";
import { GUESTS_SPEAK } from "./texts";

const QUESTIONS_AT_MOST = 10;
const READS_CODES = new Set(["scanner", "camera"]);

interface Gate {
  id: string;
  name: string;
}

@customElement("accueil-event-doors")
export class EventDoors extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      ol {
        display: grid;
        gap: var(--s4);
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) var(--touch);
        gap: var(--s2) var(--s3);
        align-items: end;
      }
      details {
        grid-column: 1 / -1;
      }
      summary {
        min-block-size: var(--touch);
        align-content: center;
        color: var(--quiet);
        cursor: pointer;
      }
      .tongues {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        gap: var(--s3);
      }
      .end {
        margin-block-start: var(--s4);
      }
      .gates {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: "house-language" }) houseLanguage = "fr";
  @state() private gates: Gate[] | null = null;
  @state() private trouble = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    const { questions } = this.draft.rules;
    return html`<div>
        ${questions.length
          ? html`<ol>
              ${questions.map((one, place) => this.question(one, place))}
            </ol>`
          : html`<p class="small quiet">${t("events.no_questions")}</p>`}
        ${questions.length < QUESTIONS_AT_MOST
          ? html`<div class="end">
              <button type="button" @click=${this.add}>
                ${icon("plus")}${t("events.add_question")}
              </button>
            </div>`
          : nothing}
      </div>
      ${this.doors()}`;
  }

  private question(one: QuestionView, place: number): TemplateResult {
    const own = this.houseLanguage;
    const others = GUESTS_SPEAK.filter((tag) => tag !== own);
    const number = place + 1;
    return html`<li>
      ${this.text(one, place, own, t("events.question", { number }))}
      <button
        type="button"
        class="round"
        aria-label=${t("events.remove_question", { number })}
        @click=${() => this.without(place)}
      >
        ${icon("close")}
      </button>
      <details>
        <summary>${t("events.question_languages")}</summary>
        <div class="tongues">
          ${others.map((tag) => this.text(one, place, tag, languageName(tag)))}
        </div>
      </details>
    </li>`;
  }

  private text(one: QuestionView, place: number, tag: string, label: string): TemplateResult {
    return html`<label class="field"
      >${label}<input
        lang=${tag}
        dir="auto"
        maxlength="200"
        ?required=${tag === this.houseLanguage}
        .value=${one.texts[tag] ?? ""}
        @input=${(event: InputEvent) =>
          this.write(place, tag, (event.target as HTMLInputElement).value)}
    /></label>`;
  }

  private doors(): TemplateResult | typeof nothing {
    if (this.trouble) return html`<p class="wrong" role="alert">${this.trouble}</p>`;
    if (!this.gates?.length) return nothing;
    const chosen = this.draft.rules.gates;
    return html`<div class="gates" role="group" aria-label=${t("events.gates")}>
      <p class="small quiet">${t(chosen.length ? "events.gates_some" : "events.gates_all")}</p>
      ${this.gates.map(
        (gate) => html`<accueil-switch
          label=${gate.name}
          ?checked=${chosen.includes(gate.id)}
          @switch=${(event: CustomEvent<boolean>) => this.choose(gate.id, event.detail)}
        ></accueil-switch>`,
      )}
    </div>`;
  }

  /** A door that was taken away stays chosen until it is switched off: it is shown by its id. */
  private async read(): Promise<void> {
    try {
      const [devices, screens] = await Promise.all([
        api.get<DeviceView[]>("/devices"),
        api.get<PairedDevice[]>("/paired-devices"),
      ]);
      const gates = [
        ...screens.filter((one) => one.kind === "kiosk").map(({ id, label }) => ({ id, name: [t("devices.kind.kiosk"), label].filter(Boolean).join(" · ") })),
        ...devices.filter((one) => READS_CODES.has(one.kind)).map(({ id, name }) => ({ id, name })),
      ];
      const known = new Set(gates.map((one) => one.id));
      const gone = this.draft.rules.gates.filter((id) => !known.has(id));
      this.gates = [...gates, ...gone.map((id) => ({ id, name: id }))];
    } catch (error) {
      this.trouble = trouble(error);
    }
  }

  private readonly add = (): void => {
    const taken = new Set(this.draft.rules.questions.map((one) => one.id));
    let number = 1;
    while (taken.has(`q${number}`)) number += 1;
    this.rule({ questions: [...this.draft.rules.questions, { id: `q${number}`, texts: {} }] });
  };

  private write(place: number, tag: string, text: string): void {
    const questions = this.draft.rules.questions.map((one, index) => {
      if (index !== place) return one;
      const texts: Texts = { ...one.texts, [tag]: text };
      if (!text.trim()) delete texts[tag];
      return { ...one, texts };
    });
    this.rule({ questions });
  }

  private without(place: number): void {
    this.rule({ questions: this.draft.rules.questions.filter((_, index) => index !== place) });
  }

  private choose(gate: string, wanted: boolean): void {
    const others = this.draft.rules.gates.filter((id) => id !== gate);
    this.rule({ gates: wanted ? [...others, gate] : others });
  }

  private rule(changed: Partial<RulesView>): void {
    this.tell("draft", { rules: { ...this.draft.rules, ...changed } });
  }
}
