/** Somebody at a kiosk asks for a colleague: where, and "I am going". */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api } from "../lib/api";
import { since } from "../lib/format";
import { t } from "../lib/i18n";
import type { AssociateSocket, DashboardSocket } from "../lib/live";
import { Meanwhile } from "../lib/meanwhile";
import { chime, vibrate } from "../lib/sound";
import type { CallView } from "../lib/views";
import { icon } from "./icons";
import { Spoken } from "./spoken";
import { base, buttons } from "./styles";

@customElement("accueil-calls")
export class Calls extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      li {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: var(--s2) var(--s4);
        background: var(--attention-wash);
        color: var(--attention);
      }
      span {
        flex: 1;
      }
      button {
        border-color: currentColor;
        color: inherit;
      }
    `,
  ];

  @property({ attribute: false }) line: AssociateSocket | DashboardSocket | null = null;
  @state() private calls: readonly CallView[] = [];
  private readonly meanwhile = new Meanwhile<CallView[]>();

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("line")) return;
    this.unlisten(changed.get("line") ?? null);
    // The two sockets say it alike; TypeScript does not see that of a union.
    (this.line as AssociateSocket | null)?.on("calls", this.hear).on("connect", this.ask);
    if (this.line) this.ask();
  }

  override disconnectedCallback(): void {
    this.unlisten(this.line);
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.calls.length) return nothing;
    return html`<ul role="alert">
      ${this.calls.map(
        (call) => html`<li>
          ${icon("bell")}
          <span>${t("calls.asked", { kiosk: call.kiosk || t("paired.kind.kiosk") })} · ${since(call.at)}</span>
          <button @click=${() => this.go(call)}>${t("calls.go")}</button>
        </li>`,
      )}
    </ul>`;
  }

  private readonly hear = (calls: CallView[]): void => {
    const known = new Set(this.calls.map((one) => one.id));
    if (calls.some((one) => !known.has(one.id))) {
      chime("reminder");
      vibrate([60, 90, 60]);
    }
    this.calls = calls;
    this.meanwhile.heard(calls);
  };

  private readonly ask = (): void => {
    void this.meanwhile.newest(() => api.get<CallView[]>("/calls")).then(
      (calls) => (this.calls = calls ?? this.calls),
      () => undefined, // told again with the next call, or the next connection
    );
  };

  private async go(call: CallView): Promise<void> {
    await api.post(`/calls/${call.id}/answer`).catch(() => undefined);
    this.calls = this.calls.filter((one) => one.id !== call.id);
  }

  private unlisten(line: AssociateSocket | DashboardSocket | null): void {
    (line as AssociateSocket | null)?.off("calls", this.hear).off("connect", this.ask);
  }
}
