/** The receipt: read here, kept as a PDF, sent on. Nothing is printed unless it is asked for. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { t, type Key } from "../../lib/i18n";
import type { Basket, ReceiptLink } from "../../lib/selling-views";
import type { Lane } from "./lane";
import { look } from "./look";

@customElement("accueil-lane-receipt")
export class LaneReceipt extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: flex;
        align-items: end;
        gap: var(--s2);
        padding-block: var(--s3) var(--s4);
        border-block-end: 1px solid var(--hairline);
      }
      form label {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @state() private links: ReceiptLink[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("basket")) void this.read();
  }

  override render(): TemplateResult | typeof nothing {
    const sale = this.links.find((one) => !one.refund);
    if (!sale) return nothing;
    const { language } = this.basket;
    return html`<nav aria-label=${t("receipt.title")}>
      ${this.row("receipt", "receipt.read", `${sale.url}?lang=${language}`)}
      ${this.row("ribbon", "receipt.paper", `${sale.paper_url}?lang=${language}`)}
      ${this.basket.gift_receipt
        ? this.row("gift", "receipt.gift", `${sale.gift_url}?lang=${language}`)
        : nothing}
      ${this.links
        .filter((one) => one.refund)
        .map((one) => this.row("back", "receipt.refund", `${one.url}?lang=${language}`))}
      <button class="row" @click=${() => this.send(sale)}>
        ${icon("hand")}<span>${t("receipt.send")}</span>${icon("next")}
      </button>
      ${sale.by_mail ? this.mail() : nothing}
    </nav>`;
  }

  private mail(): TemplateResult {
    return html`<form @submit=${this.post}>
      <label class="field"
        >${t("receipt.address")}<input
          name="email"
          type="email"
          required
          maxlength="254"
          autocomplete="email"
      /></label>
      <button ?disabled=${this.lane.busy}>${t("link.send")}</button>
    </form>`;
  }

  private row(sign: Icon, words: Key, url: string): TemplateResult {
    return html`<a class="row" href=${url}>
      ${icon(sign)}<span>${t(words)}</span>${icon("next")}
    </a>`;
  }

  /** By the phone's own ways: its sheet of ways to send, else its mail. */
  private send(sale: ReceiptLink): void {
    const title = t("receipt.title");
    if ("share" in navigator) {
      void navigator.share({ title, url: sale.url }).catch(() => undefined);
      return;
    }
    const query = `subject=${encodeURIComponent(title)}&body=${encodeURIComponent(sale.url)}`;
    location.assign(`mailto:?${query}`);
  }

  private readonly post = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const email = String(new FormData(form).get("email") ?? "").trim();
    const sent = await this.lane.do((door) => door.mailReceipt(email), {
      invalid: "receipt.no_address",
      conflict: "receipt.not_sent",
    });
    if (!sent) return;
    form.reset();
    this.lane.tell(t("receipt.sent"));
  };

  private async read(): Promise<void> {
    try {
      this.links = await this.lane.door.receipts();
    } catch {
      // asked again with the next change of the basket
    }
  }
}
