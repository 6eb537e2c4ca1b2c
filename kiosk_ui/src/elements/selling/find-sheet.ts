/** A piece by its name or its number, where no camera reads it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons";
import "../sheet";
import { Spoken } from "../spoken";
import { base, buttons, fields } from "../styles";
import { wrong } from "../wrong";
import { t } from "../../lib/i18n";
import { money } from "../../lib/selling/amounts";
import { trouble } from "../../lib/trouble";
import type { Article, Basket } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";

const TYPED_MS = 250;

@customElement("accueil-lane-find-sheet")
export class LaneFindSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: end;
        gap: var(--s2);
      }
      ul {
        min-block-size: 12rem;
        padding-block: var(--s3);
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: var(--s3);
        padding-block: var(--s3);
        border-block-end: 1px solid var(--hairline);
      }
      .name {
        font: 500 var(--title-s) / 1.2 var(--serif);
      }
      .about {
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .few {
        color: var(--attention);
      }
      .wrong {
        margin-block-start: var(--s3);
      }
      .said {
        padding-block: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property({ type: Boolean }) open = false;
  @state() private found: Article[] | null = null;
  @state() private said = "";
  @query("input") private input!: HTMLInputElement | null;
  private timer = 0;
  private asked = 0;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.input?.focus();
    void this.look("");
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("bag.find")} ?open=${this.open}>
      ${this.open
        ? html`<form @submit=${this.put}>
              <label class="field"
                >${t("bag.name_or_number")}<input
                  type="search"
                  maxlength="100"
                  autocomplete="off"
                  autocapitalize="characters"
                  spellcheck="false"
                  @input=${this.typed}
              /></label>
              <button>${t("bag.put_in")}</button>
            </form>
            ${wrong(this.said)}
            ${this.found?.length === 0 && !this.said
              ? html`<p class="said quiet" role="status">${t("bag.found_nothing")}</p>`
              : nothing}
            <ul>
              ${(this.found ?? []).map((one) => this.article(one))}
            </ul>`
        : nothing}
    </accueil-sheet>`;
  }

  private article(one: Article): TemplateResult {
    const price = one.prices.find((money) => money.currency === this.basket.currency);
    const gone = one.stock === 0 ? "sold_out" : one.free === 0 ? "reserved" : "";
    return html`<li>
      <div>
        <p class="name"><bdi>${one.name}</bdi></p>
        <p class="about"><bdi>${[one.sku, money(price)].filter(Boolean).join(" · ")}</bdi></p>
        ${gone ? html`<p class="about few">${t(`bag.missing.${gone}`)}</p>` : nothing}
      </div>
      ${gone || !price
        ? nothing
        : html`<button
            aria-label=${t("bag.put_in_named", { name: one.name })}
            @click=${() => this.choose(one)}
          >
            ${icon("plus")}${t("bag.put_in")}
          </button>`}
    </li>`;
  }

  private readonly typed = (event: InputEvent): void => {
    window.clearTimeout(this.timer);
    const text = (event.target as HTMLInputElement).value.trim();
    this.timer = window.setTimeout(() => void this.look(text), TYPED_MS);
  };

  private async look(text: string): Promise<void> {
    const turn = ++this.asked;
    try {
      const found = await this.lane.door.find(text, this.basket.language);
      if (turn !== this.asked) return;
      this.found = found;
      this.said = "";
    } catch (error) {
      if (turn === this.asked) this.said = trouble(error);
    }
  }

  private async choose(article: Article): Promise<void> {
    const there = await this.lane.putArticle(article.id);
    if (there) this.tell("closed");
    else this.said = this.lane.said;
  }

  /** What was typed is a number as it stands on the label; else the one that was found is meant. */
  private readonly put = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = this.input?.value.trim() ?? "";
    if (!text) return;
    window.clearTimeout(this.timer); // what it finds would unsay what is said here
    if (await this.lane.put(text)) return this.tell("closed");
    const refused = this.lane.said;
    await this.look(text);
    const [only, ...others] = this.found ?? [];
    if (only && !others.length) return this.choose(only);
    this.said = refused;
  };
}
