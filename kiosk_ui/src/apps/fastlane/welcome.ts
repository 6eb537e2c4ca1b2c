/** Before there is a bag: what this is, in three lines, and one button. Tells `begin`, `resume`. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { whole } from "../../lib/format";
import { t, type Key } from "../../lib/i18n";

const STEPS: Key[] = ["fastlane.step_scan", "fastlane.step_pay", "fastlane.step_leave"];

@customElement("accueil-lane-welcome")
export class LaneWelcome extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    marble,
    css`
      main {
        display: grid;
        grid-template-rows: auto 1fr;
      }
      header {
        --marble: var(--marble-strip);
        display: grid;
        align-content: end;
        justify-items: center;
        gap: var(--s4);
        min-block-size: 38dvh;
        padding: var(--s7) var(--s5) var(--s6);
        background: var(--ground);
        border-block-end: 1px solid var(--hairline);
        text-align: center;
      }
      h1 {
        max-inline-size: 14ch;
        font-size: var(--title-xl);
        letter-spacing: -0.01em;
      }
      .body {
        display: grid;
        align-content: space-between;
        gap: var(--s6);
        inline-size: 100%;
        max-inline-size: 30rem;
        margin-inline: auto;
        padding: var(--s6) var(--s5) var(--s2);
      }
      ol {
        display: grid;
        gap: var(--s4);
      }
      li {
        display: grid;
        grid-template-columns: 2.25rem 1fr;
        align-items: baseline;
        line-height: 1.45;
        text-wrap: pretty;
      }
      li > span:first-child {
        font: 500 var(--title-m) / 1 var(--serif);
        font-variant-numeric: lining-nums;
        color: var(--accent);
      }
      .actions {
        display: grid;
        gap: var(--s3);
      }
      @media (orientation: landscape) and (max-height: 30rem) {
        main {
          grid-template-columns: 1fr 1fr;
          grid-template-rows: 1fr;
          min-block-size: 100dvh;
        }
        header {
          align-content: center;
          border-block-end: 0;
          border-inline-end: 1px solid var(--hairline);
        }
        h1 {
          font-size: var(--title-l);
        }
        .body {
          align-content: center;
        }
      }
    `,
  ];

  @property() brand = "";
  @property() boutique = "";
  @property() said = "";
  @property({ type: Boolean }) busy = false;
  /** Whether this phone has a bag already. */
  @property({ type: Boolean }) kept = false;

  override render(): TemplateResult {
    return html`<main>
      <header class="marble clear">
        <p class="over">${this.brand}</p>
        <h1>${t("fastlane.hello")}</h1>
        <p class="quiet"><bdi>${this.boutique}</bdi></p>
      </header>
      <div class="body">
        <ol>
          ${STEPS.map(
            (step, place) => html`<li>
              <span aria-hidden="true">${whole(place + 1)}</span><span>${t(step)}</span>
            </li>`,
          )}
        </ol>
        <div class="actions">
          ${wrong(this.said)}
          ${this.kept
            ? html`<button class="primary great" @click=${() => this.tell("resume")}>
                ${t("fastlane.resume")}
              </button>`
            : nothing}
          <button
            class="great ${this.kept ? "" : "primary"}"
            ?disabled=${this.busy}
            @click=${() => this.tell("begin")}
          >
            ${t(this.kept ? "bag.begin_new" : "fastlane.begin")}
          </button>
        </div>
      </div>
    </main>`;
  }
}
