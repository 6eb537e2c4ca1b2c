/** "Call someone": one tap, and then who is on the way. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import { api } from "../../lib/api";
import type { KioskSocket } from "../../lib/live";
import { t } from "../../lib/i18n";
import type { CallView } from "../../lib/views";

const SAID_MS = 60_000;

@customElement("accueil-call")
export class Call extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      button,
      p {
        min-block-size: max(3.5rem, calc(var(--unit) * 2.6));
        padding-inline: calc(var(--unit) * 1.4);
        font: 500 max(1.0625rem, calc(var(--unit) * 0.9)) / 1.2 var(--sans);
      }
      p {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) line: KioskSocket | null = null;
  @state() private call: CallView | null = null;
  @state() private failed = false;
  private over: ReturnType<typeof setTimeout> | undefined;

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("line")) this.line?.on("call", this.heard);
  }

  override disconnectedCallback(): void {
    this.line?.off("call", this.heard);
    clearTimeout(this.over);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (this.failed) return html`<p role="status">${t("kiosk.call_failed")}</p>`;
    if (!this.call) return html`<button @click=${this.ask}>${icon("bell")} ${t("kiosk.call")}</button>`;
    const { answered_by: name } = this.call;
    return html`<p role="status">
      ${icon(name ? "check" : "bell")} ${name ? t("kiosk.host", { name }) : t("kiosk.called")}
    </p>`;
  }

  private readonly ask = async (): Promise<void> => {
    try {
      this.call = await api.post<CallView>("/kiosk/calls");
    } catch {
      this.failed = true; // a person is better than a machine: the guest reads to turn to the team
    }
    this.forgetLater();
  };

  private readonly heard = (call: CallView): void => {
    if (call.id !== this.call?.id) return;
    this.call = call;
    this.forgetLater();
  };

  private forgetLater(): void {
    clearTimeout(this.over);
    this.over = setTimeout(() => {
      this.call = null;
      this.failed = false;
    }, SAID_MS);
  }
}
