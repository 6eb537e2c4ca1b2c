/** A QR code, drawn here: dark on light in both themes, with the quiet zone that scanners need. */

import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { encode } from "uqr";

import { base } from "./styles";

@customElement("accueil-qr")
export class Qr extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        inline-size: 100%;
        border-radius: var(--radius);
        background: #fff;
        fill: #14130f;
        shape-rendering: crispEdges;
      }
    `,
  ];

  @property() value = "";
  @property() label = "";

  override render(): TemplateResult | typeof nothing {
    if (!this.value) return nothing;
    const { data, size } = encode(this.value, { ecc: "M", border: 3 });
    const squares = data
      .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("");
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.label}>
      ${svg`<path d=${squares}></path>`}
    </svg>`;
  }
}
