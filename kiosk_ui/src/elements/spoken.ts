/** An element that speaks: drawn again when the language changes. */

import { LitElement } from "lit";

export class Spoken extends LitElement {
  private readonly redraw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("accueil-language", this.redraw);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("accueil-language", this.redraw);
    super.disconnectedCallback();
  }

  protected tell<T>(name: string, detail?: T): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
