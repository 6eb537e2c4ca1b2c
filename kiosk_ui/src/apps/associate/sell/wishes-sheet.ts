/** From the client's wishes into the basket: each as it was noted, and what it may be. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import { money } from "../../../lib/selling/amounts";
import type { Article, Wish } from "../../../lib/selling-views";
import { trouble } from "../../../lib/trouble";
import type { Counter } from "./counter";

@customElement("accueil-wishes-sheet")
export class WishesSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      section {
        padding-block-end: var(--s5);
      }
      h3 {
        padding-block: var(--s3) var(--s1);
        font: italic 500 var(--title-s) / 1.25 var(--serif);
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: var(--s3);
        padding-block: var(--s3);
        border-block-end: 1px solid var(--hairline);
      }
      .few {
        color: var(--attention);
      }
      .said {
        padding-block: var(--s2);
        color: var(--refusal);
      }
    `,
  ];

  @property({ attribute: false }) counter!: Counter;
  @property({ type: Boolean }) open = false;
  @state() private wishes: Wish[] | null = null;
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) void this.read();
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("sell.wishes")} ?open=${this.open}>
      ${this.said ? html`<p class="said" role="alert">${this.said}</p>` : nothing}
      ${this.wishes?.length === 0 ? html`<p class="quiet">${t("sell.no_wishes")}</p>` : nothing}
      ${(this.wishes ?? []).map((wish) => this.wish(wish))}
    </accueil-sheet>`;
  }

  private wish(wish: Wish): TemplateResult {
    return html`<section>
      <h3><bdi>« ${wish.text} »</bdi></h3>
      ${wish.articles.length
        ? html`<ul>
            ${wish.articles.map((one) => this.article(one))}
          </ul>`
        : html`<p class="small quiet">${t("sell.wish_unknown")}</p>`}
    </section>`;
  }

  private article(one: Article): TemplateResult {
    const price = one.prices.find((money) => money.currency === this.counter.basket?.currency);
    return html`<li>
      <div>
        <p><bdi>${one.name}</bdi></p>
        <p class="small quiet"><bdi>${[one.sku, money(price)].filter(Boolean).join(" · ")}</bdi></p>
        ${one.free ? nothing : html`<p class="small few">${t("bag.missing.sold_out")}</p>`}
      </div>
      ${one.free && price
        ? html`<button aria-label=${t("bag.put_in_named", { name: one.name })} @click=${() => this.add(one)}>
            ${icon("plus")}${t("bag.put_in")}
          </button>`
        : nothing}
    </li>`;
  }

  private async read(): Promise<void> {
    this.said = "";
    try {
      this.wishes = await this.counter.wishes();
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async add(article: Article): Promise<void> {
    if (await this.counter.putArticle(article.id)) this.tell("closed");
    else this.said = this.counter.said;
  }
}
