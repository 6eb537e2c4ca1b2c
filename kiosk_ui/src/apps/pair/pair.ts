/** A code makes this device known: from the address after a scan, or typed. */

import { css, html, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { Paired } from "../../lib/views";

const WHOLE = 9; // four, a hyphen, four

@customElement("accueil-pair")
export class Pair extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    marble,
    css`
      main {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s5);
        min-block-size: 100dvh;
        padding: var(--s6) var(--s5);
        background: var(--ground);
        text-align: center;
      }
      h1 {
        font-size: var(--title-xl);
      }
      .title {
        display: grid;
        gap: var(--s3);
      }
      form {
        display: grid;
        gap: var(--s4);
        inline-size: min(100%, 22rem);
      }
      .code {
        min-block-size: 4.5rem !important;
        text-align: center;
        letter-spacing: 0.12em;
        font: 500 2rem/1 var(--serif) !important;
        font-variant-numeric: lining-nums;
        text-transform: uppercase;
      }
      .field {
        text-align: start;
      }
      .say {
        text-wrap: balance;
        max-inline-size: 24rem;
        color: var(--quiet);
      }
      @media (orientation: landscape) and (max-height: 30rem) {
        main {
          gap: var(--s3);
          padding-block: var(--s3);
        }
        .title,
        form {
          gap: var(--s2);
        }
        .code {
          min-block-size: 3.25rem !important;
        }
      }
    `,
  ];

  /** Above the code, for a code that is whole pairs at once. */
  @query("[name=label]") private named!: HTMLInputElement;
  @state() private busy = false;
  @state() private said = "";
  @query(".code") private input!: HTMLInputElement;

  override firstUpdated(): void {
    const code = readCode(decodeURIComponent(location.hash.slice(1)));
    // The code is used once and stays in no history.
    history.replaceState(null, "", location.pathname);
    this.input.value = code;
    if (code.length === WHOLE) void this.pair();
    // On a desk; a phone would open its keyboard over the words.
    else if (matchMedia("(pointer: fine)").matches) this.input.focus();
  }

  override render(): TemplateResult {
    return html`<main class="marble clear">
      <div class="title">
        <p class="over">${this.dataset["brandName"]} · ${this.dataset["boutiqueName"]}</p>
        <h1>${t("pair.title")}</h1>
      </div>
      <form @submit=${this.submitted}>
        <label class="field"
          >${t("pair.label")}<input name="label" maxlength="80" autocomplete="off"
        /></label>
        <input
          class="code"
          aria-label=${t("pair.code")}
          placeholder="XXXX-XXXX"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="9"
          @input=${this.typed}
        />
        <button class="primary great" ?disabled=${this.busy}>
          ${this.busy ? t("common.loading") : t("pair.go")}
        </button>
        ${wrong(this.said)}
      </form>
      <p class="say">${t("pair.hint")}</p>
    </main>`;
  }

  private readonly typed = (event: InputEvent): void => {
    const erasing = event.inputType?.startsWith("delete");
    const typed = this.input.value;
    if (!erasing) this.input.value = readCode(typed);
    this.said = typed && !this.input.value ? t("pair.whole") : "";
    if (this.input.value.length === WHOLE && !erasing) void this.pair();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.pair();
  };

  private async pair(): Promise<void> {
    if (this.busy) return;
    if (this.input.value.length < WHOLE) {
      this.said = t("pair.whole");
      return this.input.focus();
    }
    this.busy = true;
    this.said = "";
    try {
      const paired = await api.post<Paired>("/auth/pair", {
        code: this.input.value,
        label: this.named.value.trim(),
      });
      location.replace(paired.home);
    } catch (error) {
      this.said = trouble(error);
      this.busy = false;
    }
  }
}

/** Eight letters or digits, shown as four and four. */
export function readCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}
