/** The receipt: read here, kept as a PDF, sent on. Nothing is printed unless it is asked for. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon, type Icon } from "../icons";
import { Spoken } from "../spoken";
import { base, buttons, fields } from "../styles";
import { t, type Key } from "../../lib/i18n";
import type { Basket, ReceiptLink } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";
import { look } from "./look";

@customElement("accueil-receipts")
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
      }
      .sent:not(:empty) {
        padding-block-end: var(--s4);
        color: var(--accent);
      }
      .sent.no {
        color: var(--refusal);
      }
      form label {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  /** In a tab of its own, so that whoever serves stays where they are. */
  @property({ type: Boolean }) apart = false;
  /** Read by whoever serves, who sends it to the client. */
  @property({ type: Boolean }) serves = false;
  @state() private links: ReceiptLink[] = [];
  @state() private answer = "";
  @state() private refused = false;

  private asked = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("basket")) return;
    const { id, captured, paid_at, refunds } = this.basket;
    const news = [id, captured.units, paid_at, ...refunds.map((one) => one.state)].join();
    if (news === this.asked) return;
    this.asked = news;
    void this.read();
  }

  override render(): TemplateResult | typeof nothing {
    const sold = this.links.find((one) => !one.refund && !one.deposit);
    const sale = sold ?? this.links.find((one) => one.deposit);
    if (!sale) return nothing;
    const { language } = this.basket;
    return html`<nav aria-label=${t("receipt.title")}>
      ${this.row("receipt", sold ? "receipt.read" : "receipt.deposit", `${sale.url}?lang=${language}`)}
      ${this.row("ribbon", "receipt.paper", `${sale.paper_url}?lang=${language}`)}
      ${this.basket.gift_receipt && sold
        ? this.row("gift", "receipt.gift", `${sale.gift_url}?lang=${language}`)
        : nothing}
      ${this.links
        .filter((one) => one !== sale)
        .map((one) =>
          this.row(
            one.deposit ? "hourglass" : "back",
            one.deposit ? "receipt.deposit" : "receipt.refund",
            `${one.url}?lang=${language}`,
          ),
        )}
      <button class="row" @click=${() => this.send(sale)}>
        ${icon("hand")}<span>${t(this.serves ? "receipt.send_client" : "receipt.send")}</span>${icon("next")}
      </button>
      ${sale.by_mail ? this.mail() : nothing}
    </nav>`;
  }

  private mail(): TemplateResult {
    return html`<form novalidate @submit=${this.post}>
      <label class="field"
        >${t("receipt.address")}<input
          name="email"
          type="email"
          required
          maxlength="254"
          autocomplete="email"
      /></label>
      <button ?disabled=${this.lane.busy}>${t("link.send")}</button>
      </form>
      <p class="sent ${this.refused ? "no" : ""}" role="status">${this.answer}</p>`;
  }

  private row(sign: Icon, words: Key, url: string): TemplateResult {
    return html`<a class="row" href=${url} target=${this.apart ? "_blank" : "_self"} rel="noopener">
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
    this.answer = "";
    if (!form.checkValidity()) {
      this.refused = true;
      this.answer = t("receipt.no_address");
      return form.querySelector("input")?.focus();
    }
    const sent = await this.lane.do((door) => door.mailReceipt(email), {
      invalid: "receipt.no_address",
      conflict: this.serves ? "receipt.not_sent_client" : "receipt.not_sent",
    });
    this.refused = !sent;
    this.answer = sent ? t("receipt.sent") : this.lane.said;
    if (sent) form.reset();
  };

  private async read(): Promise<void> {
    try {
      this.links = await this.lane.door.receipts();
    } catch {
      this.asked = ""; // it is in the ledger a moment later, and read with the next change
    }
  }
}
