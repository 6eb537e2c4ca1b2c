/** A link as a code that another phone reads, and as a link that is sent: both ways of giving it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { t } from "../lib/i18n";
import { icon } from "./icons";
import "./qr";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

const SAID_MS = 2500;

@customElement("accueil-qr-card")
export class QrCard extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--s4);
        text-align: center;
      }
      accueil-qr {
        inline-size: min(100%, 17rem, 46dvh);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--s2);
      }
      p {
        max-inline-size: 24em;
      }
    `,
  ];

  @property() url = "";
  /** What a screen reader says of the code. */
  @property() label = "";
  @property() hint = "";
  /** What is written beside the link when it is sent. */
  @property() message = "";
  @state() private copied = false;

  override render(): TemplateResult {
    return html`<accueil-qr .value=${this.url} label=${this.label}></accueil-qr>
      ${this.hint ? html`<p class="quiet">${this.hint}</p>` : nothing}
      <div class="ways">
        ${"share" in navigator
          ? html`<button @click=${this.send}>${icon("hand")}${t("link.send")}</button>`
          : nothing}
        <button @click=${this.copy}>
          ${icon(this.copied ? "check" : "ribbon")}${t(this.copied ? "link.copied" : "link.copy")}
        </button>
      </div>
      <p class="unseen" role="status">${this.copied ? t("link.copied") : ""}</p>`;
  }

  private readonly send = (): void => {
    // Closing the phone's own sheet is an answer, not a fault.
    void navigator.share({ url: this.url, text: this.message }).catch(() => undefined);
  };

  private readonly copy = async (): Promise<void> => {
    await copied(this.url);
    this.copied = true;
    setTimeout(() => (this.copied = false), SAID_MS);
  };
}

/** Over plain http a browser lends no clipboard; an old way still works there. */
async function copied(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
