/** A client's photo, or their initials as they would be engraved. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import type { Tier } from "../lib/views";
import { base } from "./styles";

@customElement("accueil-monogram")
export class Monogram extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        --size: 3.25rem;
        flex: none;
        inline-size: var(--size);
        block-size: var(--size);
      }
      :host([size="l"]) {
        --size: 5.5rem;
      }
      :host([size="s"]) {
        --size: 2.5rem;
      }
      span,
      img {
        display: grid;
        place-items: center;
        inline-size: 100%;
        block-size: 100%;
        border-radius: 50%;
        border: 1px solid var(--hairline);
        background: var(--raised);
        font: 500 calc(var(--size) * 0.38) / 1 var(--serif);
        letter-spacing: 0.04em;
        color: var(--ink);
        object-fit: cover;
      }
      :host([tier="vip"]) > *,
      :host([tier="circle"]) > * {
        border-color: var(--accent);
      }
      :host([tier="circle"]) > * {
        box-shadow:
          0 0 0 3px var(--surface),
          0 0 0 4px var(--accent);
      }
    `,
  ];

  @property() text = "";
  @property({ reflect: true }) tier: Tier = "client";
  @property({ reflect: true }) size: "s" | "m" | "l" = "m";
  @property() photo: string | null = null;

  override render(): TemplateResult {
    return this.photo
      ? html`<img src=${this.photo} alt="" @error=${() => (this.photo = null)} />`
      : html`<span aria-hidden="true">${this.text || nothing}</span>`;
  }
}
