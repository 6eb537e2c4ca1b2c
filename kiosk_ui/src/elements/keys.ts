/**
 * Letters to touch, for a screen without a keyboard. Tells `typed` with the text as it now is.
 *
 * The letters are those of the language that is spoken; names in other scripts are found without.
 */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { language, t, type Language } from "../lib/i18n";
import { icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

const QWERTY = ["qwertyuiop", "asdfghjkl", "zxcvbnm’-"];
const ROWS: Record<Language, readonly string[]> = {
  fr: ["azertyuiop", "qsdfghjklm", "wxcvbnéè’-"],
  en: QWERTY,
  it: ["qwertyuiop", "asdfghjklò", "zxcvbnmàè’"],
  zh: QWERTY,
  ja: QWERTY,
  ar: ["ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظدذ"],
};
const LONGEST = 120;

@customElement("accueil-keys")
export class Keys extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      .keys {
        display: grid;
        gap: var(--s2);
      }
      .row {
        display: flex;
        justify-content: center;
        gap: var(--s2);
      }
      button {
        flex: 1 1 0;
        max-inline-size: 5.5rem;
        min-inline-size: 0;
        min-block-size: max(var(--touch), 1.9em);
        padding: 0;
        border-color: var(--hairline);
        border-radius: var(--radius-s);
        background: var(--surface);
        font: 500 1em/1 var(--sans);
      }
      button.space {
        flex: 5 1 0;
        max-inline-size: none;
      }
      button.far {
        flex: 1.6 1 0;
        max-inline-size: 8rem;
      }
    `,
  ];

  @property() value = "";

  override render(): TemplateResult {
    return html`<div class="keys" role="group" aria-label=${t("keys.label")}>
      ${ROWS[language()].map(
        (row) => html`<div class="row">${[...row].map((letter) => this.key(letter))}</div>`,
      )}
      <div class="row">
        <button type="button" class="space" aria-label=${t("keys.space")} @click=${() => this.add(" ")}>
          ␣
        </button>
        <button type="button" class="far" aria-label=${t("pin.erase")} @click=${this.erase}>
          ${icon("erase")}
        </button>
      </div>
    </div>`;
  }

  private key(letter: string): TemplateResult {
    const shown = this.capital ? letter.toLocaleUpperCase(language()) : letter;
    return html`<button type="button" @click=${() => this.add(shown)}>${shown}</button>`;
  }

  /** A name begins with a capital letter, and so does each of its parts. */
  private get capital(): boolean {
    return this.value === "" || /[ -]$/.test(this.value);
  }

  private add(letter: string): void {
    this.say(`${this.value}${letter}`.slice(0, LONGEST));
  }

  private readonly erase = (): void => this.say([...this.value].slice(0, -1).join(""));

  private say(value: string): void {
    this.value = value;
    this.tell("typed", value);
  }
}
