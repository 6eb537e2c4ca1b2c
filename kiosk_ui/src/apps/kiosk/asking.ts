/** What must be known before the door opens: a question of the event, or a companion's name. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import "../../elements/keys";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { said, type KioskAnswer } from "../../lib/door";
import { language, t } from "../../lib/i18n";

@customElement("accueil-asking")
export class Asking extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    marble,
    css`
      main.marble {
        position: fixed;
        inset: 0;
        z-index: 1;
        display: grid;
        grid-template-rows: 1fr auto auto;
        gap: calc(var(--unit) * 1.4);
        padding: calc(var(--unit) * 2.5) calc(var(--unit) * 1.6) calc(var(--unit) * 1.6);
        background: var(--surface);
        text-align: center;
      }
      header {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: calc(var(--unit) * 0.9);
      }
      .seal {
        font-size: calc(var(--unit) * 2.6);
        color: var(--accent);
      }
      .seal svg {
        stroke-width: 1;
      }
      h1 {
        max-inline-size: 16em;
        font-size: min(calc(var(--unit) * 3.1), 9vw);
      }
      p {
        font: italic 500 calc(var(--unit) * 1.2) / 1.3 var(--serif);
        color: var(--quiet);
      }
      .answer {
        display: grid;
        gap: calc(var(--unit) * 0.7);
        inline-size: min(100%, calc(var(--unit) * 26));
        margin-inline: auto;
      }
      .answer input {
        min-block-size: max(3.5rem, calc(var(--unit) * 2.6)) !important;
        font-size: max(1.25rem, calc(var(--unit) * 1.2)) !important;
        text-align: center;
      }
      .choices {
        justify-content: center;
        gap: calc(var(--unit) * 0.5);
      }
      .choices button {
        min-block-size: max(3.25rem, calc(var(--unit) * 2.2));
        padding-inline: calc(var(--unit) * 1.2);
        font-size: max(1rem, calc(var(--unit) * 0.85));
      }
      accueil-keys {
        font-size: max(1.125rem, calc(var(--unit) * 0.95));
        inline-size: min(100%, calc(var(--unit) * 27));
        margin-inline: auto;
      }
    `,
  ];

  @property({ attribute: false }) answer!: KioskAnswer;
  @state() private text = "";

  override render(): TemplateResult {
    const name = this.answer.verdict === "name";
    const asked = this.answer.question ? said(this.answer.question.texts, language()) : "";
    return html`<main class="marble clear">
      <header>
        <span class="seal">${icon(name ? "people" : "speech")}</span>
        <h1 id="asked">${name ? t("kiosk.name_wanted") : asked}</h1>
        <p>${t("kiosk.one_question")}</p>
      </header>
      <form class="answer" @submit=${this.submitted}>
        <input
          aria-labelledby="asked"
          .value=${this.text}
          inputmode="none"
          autocomplete="off"
          maxlength="120"
          @input=${this.typed}
        />
        <div class="choices">
          <button type="button" @click=${() => this.tell("given-up")}>${t("common.back")}</button>
          ${name
            ? nothing
            : html`<button type="button" @click=${() => this.tell("answered", "–")}>
                ${t("kiosk.nothing")}
              </button>`}
          <button class="primary" ?disabled=${!this.text.trim()}>${t("kiosk.go_on")}</button>
        </div>
      </form>
      <accueil-keys
        .value=${this.text}
        @typed=${(event: CustomEvent<string>) => this.write(event.detail)}
      ></accueil-keys>
    </main>`;
  }

  private readonly typed = (event: InputEvent): void =>
    this.write((event.target as HTMLInputElement).value);

  private write(text: string): void {
    this.text = text;
    this.tell("busy");
  }

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.text.trim()) this.tell("answered", this.text.trim());
  };
}
