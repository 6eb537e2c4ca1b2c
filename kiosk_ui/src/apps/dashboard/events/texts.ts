/** Title, text and dress code of an event, a language at a time. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import type { Texts } from "../../../lib/event-views";
import { languageName } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { Draft } from "./draft";

/** Those in which the house writes to its guests. */
export const GUESTS_SPEAK = ["fr", "en", "it", "zh", "ja", "ar"] as const;

const TITLE_AT_MOST = 200;
const SAID_FROM = 40; // letters that are left

@customElement("accueil-event-texts")
export class EventTexts extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--s4);
      }
      .choices button {
        padding-inline: var(--s3);
      }
      .written::after {
        content: "";
        inline-size: 0.375rem;
        block-size: 0.375rem;
        border-radius: 50%;
        background: currentColor;
      }
      input[name="title"] {
        font: 500 1.5rem/1.3 var(--serif);
      }
      input[aria-invalid="true"] {
        border-color: var(--refusal);
      }
      .empty {
        color: var(--refusal);
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: "house-language" }) houseLanguage = "fr";
  /** It was to be saved without a title. */
  @property({ type: Boolean }) asked = false;
  @state() private tag = "";

  /** To the title that is missing, in the language in which the house has to have one. */
  async point(): Promise<void> {
    this.tag = "";
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('input[name="title"]')?.focus();
  }

  override render(): TemplateResult {
    const { draft } = this;
    const tag = this.tag || this.houseLanguage;
    const own = tag === this.houseLanguage;
    const title = draft.titles[tag] ?? "";
    const empty = own && this.asked && !title.trim();
    const tags = [
      this.houseLanguage,
      ...GUESTS_SPEAK.filter((one) => one !== this.houseLanguage),
    ];
    return html`<div class="choices" role="group" aria-label=${t("events.text_language")}>
        ${tags.map(
          (one) => html`<button
            type="button"
            class=${draft.titles[one] ? "written" : ""}
            aria-pressed=${one === tag ? "true" : "false"}
            @click=${() => (this.tag = one)}
          >
            ${languageName(one)}
          </button>`,
        )}
      </div>
      <label class="field"
        >${t("events.title_in", { language: languageName(tag) })}<input
          name="title"
          lang=${tag}
          dir="auto"
          maxlength=${TITLE_AT_MOST}
          ?required=${own}
          aria-invalid=${empty ? "true" : "false"}
          .value=${title}
          @input=${(event: InputEvent) => this.write("titles", tag, event)}
        />${empty ? html`<span class="small empty" role="alert">${t("events.title_empty")}</span>` : left(title)}</label
      >
      <label class="field"
        >${t("events.text")}<textarea
          lang=${tag}
          dir="auto"
          maxlength="4000"
          rows="5"
          .value=${draft.texts[tag] ?? ""}
          @input=${(event: InputEvent) => this.write("texts", tag, event)}
        ></textarea></label>
      <label class="field"
        >${t("events.dress_code")}<input
          lang=${tag}
          dir="auto"
          maxlength="200"
          .value=${draft.dress_codes[tag] ?? ""}
          @input=${(event: InputEvent) => this.write("dress_codes", tag, event)}
      /></label>
      ${own ? "" : html`<p class="small quiet">${t("events.else_house_language")}</p>`}`;
  }

  private write(name: "titles" | "texts" | "dress_codes", tag: string, event: InputEvent): void {
    const text = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    const texts: Texts = { ...this.draft[name], [tag]: text };
    this.tell("draft", { [name]: texts });
  }
}

/** What more is written than there is room for is not taken: said before, and when it is so. */
function left(title: string): TemplateResult | typeof nothing {
  const letters = TITLE_AT_MOST - title.length;
  if (letters > SAID_FROM) return nothing;
  return html`<span class="small quiet" role="status"
    >${t("events.title_left", { left: letters })}</span
  >`;
}
