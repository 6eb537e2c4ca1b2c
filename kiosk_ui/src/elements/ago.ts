/** How long ago, kept true while it is looked at. One clock for all of them. */

import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { age, since } from "../lib/format";
import { Spoken } from "./spoken";

const shown = new Set<Ago>();
let clock: ReturnType<typeof setInterval> | undefined;

@customElement("accueil-ago")
export class Ago extends Spoken {
  @property() at = "";
  /** `since` reads "4 min ago", `age` counts "4 min". */
  @property() as: "since" | "age" = "since";

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
    clock ??= setInterval(() => shown.forEach((ago) => ago.requestUpdate()), 1000);
  }

  override disconnectedCallback(): void {
    shown.delete(this);
    if (!shown.size) {
      clearInterval(clock);
      clock = undefined;
    }
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const text = this.as === "age" ? age(this.at) : since(this.at);
    return html`<time datetime=${this.at}>${text}</time>`;
  }
}
