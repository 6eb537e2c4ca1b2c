/** How a visit went, in three taps: finish, what became of it, done. Tells `finished`. */

import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { t } from "../../lib/i18n";
import type { Outcome } from "../../lib/views";

const OUTCOMES: Outcome[] = ["sold", "promised", "browsing", "service", "left", "other"];

export interface Finished {
  outcome: Outcome | null;
  note: string;
}

@customElement("accueil-finish-sheet")
export class FinishSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @state() private outcome: Outcome | null = null;
  @query("textarea") private note!: HTMLTextAreaElement;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.outcome = null;
    this.note.value = "";
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("finish.title")} ?open=${this.open}>
      <div class="sheet">
        <div class="choices" role="group" aria-label=${t("finish.outcome")}>
          ${OUTCOMES.map(
            (outcome) => html`<button
              aria-pressed=${this.outcome === outcome ? "true" : "false"}
              @click=${() => (this.outcome = this.outcome === outcome ? null : outcome)}
            >
              ${t(`finish.outcome.${outcome}`)}
            </button>`,
          )}
        </div>
        <label class="field"
          >${t("finish.note")}
          <textarea maxlength="500" placeholder=${t("finish.note_example")}></textarea>
        </label>
        <button class="primary great wide" @click=${this.finished}>${t("finish.done")}</button>
      </div>
    </accueil-sheet>`;
  }

  private finished(): void {
    this.tell<Finished>("finished", { outcome: this.outcome, note: this.note.value.trim() });
  }
}
