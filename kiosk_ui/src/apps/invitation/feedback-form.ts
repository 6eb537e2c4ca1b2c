/** What a guest thought of it: one to five stars, and words if they like. Tells `feedback`. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import type { FeedbackGiven } from "../../lib/aftermath-views";
import { t } from "../../lib/i18n";
import { look } from "./look";

/** `null` takes back what was said. */
export type Opinion = { stars: number; text: string } | null;

const STARS = [1, 2, 3, 4, 5];

@customElement("accueil-feedback-form")
export class FeedbackForm extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .stars {
        display: flex;
        gap: var(--s1);
      }
      .stars label {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 3.25rem;
        block-size: 3.25rem;
        border-radius: 50%;
        color: var(--edge);
        cursor: pointer;
      }
      .stars label.lit {
        color: var(--accent);
      }
      .stars label.lit svg {
        fill: currentColor;
      }
      .stars svg {
        inline-size: 2.25rem;
        block-size: 2.25rem;
      }
      .stars input:not([type="checkbox"]) {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        min-block-size: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .stars label:has(:focus-visible) {
        outline: 2px solid var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) given!: FeedbackGiven;
  @property({ type: Boolean }) busy = false;
  @state() private stars = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("given")) this.stars = this.given.stars ?? 0;
  }

  override render(): TemplateResult {
    const told = this.given.stars !== null;
    return html`<form class="actions" @submit=${this.send}>
      <fieldset>
        <legend>${t("invitation.feedback_stars")}</legend>
        <div class="stars">${STARS.map((one) => this.star(one))}</div>
      </fieldset>
      <label class="field"
        >${t("invitation.feedback_text")}<textarea
          name="text"
          maxlength="2000"
          rows="4"
          dir="auto"
          .value=${this.given.text}
        ></textarea>
      </label>
      <p class="small quiet">${t("invitation.feedback_say")}</p>
      <button class="primary great" ?disabled=${this.busy || !this.stars}>
        ${t(told ? "invitation.feedback_change" : "invitation.feedback_send")}
      </button>
      ${told
        ? html`<button type="button" class="bare" ?disabled=${this.busy} @click=${this.takeBack}>
            ${t("invitation.feedback_take_back")}
          </button>`
        : nothing}
    </form>`;
  }

  private star(one: number): TemplateResult {
    return html`<label class=${one <= this.stars ? "lit" : ""}>
      <input
        type="radio"
        name="stars"
        value=${one}
        required
        aria-label=${t("invitation.feedback_star", { count: one })}
        .checked=${one === this.stars}
        @change=${() => (this.stars = one)}
      />${icon("star")}
    </label>`;
  }

  private readonly send = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text") ?? "").trim();
    this.tell<Opinion>("feedback", { stars: this.stars, text });
  };

  private readonly takeBack = (): void => this.tell<Opinion>("feedback", null);
}
