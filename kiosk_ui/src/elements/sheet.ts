/** A sheet over the page: from below on a phone, in the middle on a desk. Tells `closed`. */

import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import { t } from "../lib/i18n";
import { icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

@customElement("accueil-sheet")
export class Sheet extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      dialog {
        inline-size: min(100%, 34rem);
        max-inline-size: none;
        max-block-size: min(92dvh, 100%);
        margin: auto auto 0;
        padding: 0 max(var(--s5), env(safe-area-inset-right))
          max(var(--s5), env(safe-area-inset-bottom)) max(var(--s5), env(safe-area-inset-left));
        border: 0;
        border-start-start-radius: var(--radius-l);
        border-start-end-radius: var(--radius-l);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow);
        overscroll-behavior: contain;
      }
      dialog::backdrop {
        background: var(--scrim);
      }
      dialog[open] {
        animation: rise var(--calm) var(--ease);
      }
      @keyframes rise {
        from {
          transform: translateY(1.5rem);
          opacity: 0;
        }
      }
      @media (min-width: 48rem) {
        dialog {
          margin: auto;
          border-radius: var(--radius-l);
        }
      }
      header {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
        margin-inline-end: calc(var(--s3) * -1);
        padding-block: var(--s4) var(--s3);
        background: var(--surface);
      }
      h2 {
        font-size: var(--title-m);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @property() label = "";
  @query("dialog") private dialog!: HTMLDialogElement;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open")) return;
    if (this.open && !this.dialog.open) this.dialog.showModal();
    if (!this.open && this.dialog.open) this.dialog.close();
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-label=${this.label}
      @close=${() => this.open && this.tell("closed")}
      @click=${(click: MouseEvent) => click.target === this.dialog && this.tell("closed")}
    >
      <header>
        <h2>${this.label}</h2>
        <button class="round" aria-label=${t("common.close")} @click=${() => this.tell("closed")}>
          ${icon("close")}
        </button>
      </header>
      <slot></slot>
    </dialog>`;
  }
}
