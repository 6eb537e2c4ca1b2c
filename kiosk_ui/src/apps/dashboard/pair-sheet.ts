/** A code and its QR, for a colleague's phone, a kiosk or a client's own page; it runs out. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/qr";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { AssociateView, Paired, Pairing } from "../../lib/views";

export interface Wanted {
  kind: Paired["kind"];
  associate_id?: string;
  client_id?: string;
  name?: string;
}

@customElement("accueil-pair-sheet")
export class PairSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .offer {
        display: grid;
        justify-items: center;
        gap: var(--s4);
        text-align: center;
      }
      accueil-qr {
        inline-size: min(15rem, 70vw, 46dvh);
      }
      @media (max-height: 34rem) and (orientation: landscape) {
        .offer {
          grid-template-columns: auto 1fr;
          align-items: center;
          justify-items: start;
          gap: 0 var(--s5);
          text-align: start;
        }
        .offer accueil-qr {
          grid-row: 1 / span 4;
        }
      }
      .code {
        font: 600 2.75rem/1 var(--serif);
        font-variant-numeric: lining-nums;
        letter-spacing: 0.08em;
        white-space: nowrap;
      }
      .people {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) wanted: Wanted | "choose" | null = null;
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private offer: Pairing | null = null;
  @state() private forWhom = "";
  @state() private left = 0;
  @state() private said = "";
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("wanted")) return;
    this.offer = null;
    this.said = "";
    clearInterval(this.clock);
    if (this.wanted && this.wanted !== "choose") void this.ask(this.wanted);
  }

  override render(): TemplateResult {
    return html`<accueil-sheet
      label=${t("pairing.title")}
      ?open=${this.wanted !== null}
      @closed=${() => this.tell("done")}
    >
      <div class="sheet">
        ${wrong(this.said)}
        ${this.offer ? this.shown(this.offer) : this.wanted === "choose" ? this.choice() : nothing}
      </div>
    </accueil-sheet>`;
  }

  private choice(): TemplateResult {
    return html`<p class="quiet">${t("pairing.for_whom")}</p>
      <div class="people">
        ${this.associates.map(
          (one) => html`<button
            @click=${() =>
              this.ask({ kind: "associate", associate_id: one.id, name: one.display_name })}
          >
            ${one.display_name}
          </button>`,
        )}
        <button @click=${() => this.ask({ kind: "kiosk" })}>${t("pairing.kiosk")}</button>
      </div>`;
  }

  private shown(offer: Pairing): TemplateResult {
    const over = this.left <= 0;
    return html`<div class="offer">
      <p>${this.forWhom}</p>
      ${over
        ? html`<p class="wrong" role="status">${t("pairing.over")}</p>
            <button class="primary" @click=${() => this.again()}>${t("pairing.again")}</button>`
        : html`<accueil-qr value=${offer.url} label=${t("pairing.qr")}></accueil-qr>
            <p class="code">${offer.code}</p>
            <p class="quiet">${t("pairing.how", { address: offer.url.split("#")[0] ?? "" })}</p>
            <p class="quiet figures" role="timer">${t("pairing.left", { time: clock(this.left) })}</p>`}
    </div>`;
  }

  private last: Wanted | null = null;

  private again(): void {
    if (this.last) void this.ask(this.last);
  }

  private async ask(wanted: Wanted): Promise<void> {
    this.last = wanted;
    this.said = "";
    const { name, ...body } = wanted;
    this.forWhom = name ?? t(wanted.kind === "kiosk" ? "pairing.kiosk" : "pairing.client");
    try {
      this.offer = await api.post<Pairing>("/pairings", body);
      this.count();
      clearInterval(this.clock);
      this.clock = setInterval(() => this.count(), 1000);
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private count(): void {
    this.left = Math.round((Date.parse(this.offer?.expires_at ?? "") - Date.now()) / 1000) || 0;
    if (this.left <= 0) clearInterval(this.clock);
  }
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
