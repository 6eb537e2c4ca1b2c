/** A switch with its label; tells `switch` with the state that is wished for. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { Spoken } from "./spoken";
import { base } from "./styles";

@customElement("accueil-switch")
export class Switch extends Spoken {
  static override styles = [
    base,
    css`
      button {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s4);
        inline-size: 100%;
        min-block-size: var(--touch);
        padding: var(--s2) 0;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: inherit;
        font: 450 var(--text-m) / 1.35 var(--sans);
        text-align: start;
        cursor: pointer;
      }
      button:disabled {
        opacity: 0.55;
      }
      .track {
        flex: none;
        position: relative;
        inline-size: 3.25rem;
        block-size: 2rem;
        border: 1px solid var(--edge);
        border-radius: 999px;
        background: var(--sunken);
        transition: background var(--quick) var(--ease);
      }
      .track::after {
        content: "";
        position: absolute;
        inset-block-start: calc(50% - 0.75rem);
        inset-inline-start: 0.1875rem;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        border-radius: 50%;
        background: var(--quiet);
        transition: inset-inline-start var(--quick) var(--ease);
      }
      [aria-checked="true"] .track {
        border-color: var(--accent);
        background: var(--accent);
      }
      [aria-checked="true"] .track::after {
        inset-inline-start: calc(100% - 1.6875rem);
        background: var(--on-accent);
      }
      small {
        display: block;
        font-size: var(--text-s);
        color: var(--quiet);
      }
    `,
  ];

  @property({ type: Boolean }) checked = false;
  @property({ type: Boolean }) disabled = false;
  @property() label = "";
  @property() hint = "";

  override render(): TemplateResult {
    return html`<button
      type="button"
      role="switch"
      aria-checked=${this.checked ? "true" : "false"}
      ?disabled=${this.disabled}
      @click=${() => this.tell("switch", !this.checked)}
    >
      <span>${this.label}${this.hint ? html`<small>${this.hint}</small>` : ""}</span>
      <span class="track" aria-hidden="true"></span>
    </button>`;
  }
}
