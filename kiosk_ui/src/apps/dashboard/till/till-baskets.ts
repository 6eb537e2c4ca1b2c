/** Baskets of the house, the newest first; one of them with all that can be done about it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { Basket } from "../../../lib/selling-views";
import { shown } from "../../../lib/selling/amounts";
import { trouble } from "../../../lib/trouble";
import type { Me } from "../../../lib/views";
import { stateLook } from "../../associate/sell/sell-look";
import { look } from "../look";

type Shown = "open" | "all" | "refunds";
const SHOWN: Shown[] = ["open", "all", "refunds"];

@customElement("accueil-till-baskets")
export class TillBaskets extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    stateLook,
    css`
      .rows a {
        color: inherit;
        text-decoration: none;
      }
      .rows li > .figures {
        min-inline-size: 7rem;
        text-align: end;
      }
    `,
  ];

  @property() chosen = "";
  @property({ attribute: false }) me!: Me;
  @state() private shown: Shown = "all";
  @state() private baskets: Basket[] | null = null;
  @state() private disputed = false; // bank and basket do not agree about the chosen one
  @state() private busy = false;
  @state() private said = "";

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chosen") && !this.chosen) void this.read();
    if (!changed.has("chosen") || !this.chosen) return;
    void import("../../associate/sell/sell-basket");
    void this.look();
  }

  override render(): TemplateResult {
    if (this.chosen) return this.one();
    return html`<section class="panel">
      <div class="head">
        <h2>${t("till.leaf.baskets")}</h2>
        <div class="choices" role="group" aria-label=${t("till.leaf.baskets")}>
          ${SHOWN.map(
            (one) => html`<button
              aria-pressed=${one === this.shown ? "true" : "false"}
              @click=${() => this.choose(one)}
            >
              ${t(`till.show.${one}`)}
            </button>`,
          )}
        </div>
      </div>
      ${wrong(this.said)}
      ${this.list()}
    </section>`;
  }

  private list(): TemplateResult {
    if (!this.baskets) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    const baskets = this.baskets.filter((one) => this.shown !== "refunds" || one.refunds.length);
    if (!baskets.length) return html`<p class="none">${t("till.no_baskets")}</p>`;
    return html`<ul class="rows">
      ${baskets.map(
        (one) => html`<li>
          <a class="main" href="#till/baskets/${one.id}">
            <b><bdi>${one.lines.map((line) => line.label).join(", ") || t("sell.empty")}</bdi></b>
            <span class="small quiet">
              ${t("sell.number", { number: whole(one.number) })} · <accueil-ago at=${one.changed_at}></accueil-ago>
              ${one.tax_free ? html` · ${t("sell.tax_free")}` : nothing}
              ${one.refunded.units ? html` · ${t("refund.refunded")} <bdi>${shown(one.refunded.units, one.refunded)}</bdi>` : nothing}
            </span>
          </a>
          <span class="state ${one.needs_a_human ? "human" : one.state}"
            >${one.needs_a_human ? t("sell.state.human") : t(`sell.state.${one.state}`)}</span
          >
          <span class="figures"><bdi>${shown(one.total.units, one.total)}</bdi></span>
          ${icon("next")}
        </li>`,
      )}
    </ul>`;
  }

  private one(): TemplateResult {
    return html`<section class="panel">
      <accueil-sell-basket
        basket-id=${this.chosen}
        .me=${this.me}
        @back=${() => (location.hash = "#till/baskets")}
      ></accueil-sell-basket>
      ${wrong(this.said)}
      ${this.disputed
        ? html`<p class="small quiet">${t("till.resolve_more")}</p>
            <button ?disabled=${this.busy} @click=${this.resolve}>${t("till.resolve")}</button>`
        : nothing}
    </section>`;
  }

  private choose(shown: Shown): void {
    this.shown = shown;
    this.baskets = null;
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      const open = this.shown === "open";
      this.baskets = await api.get<Basket[]>(`/baskets?open_only=${open}&limit=100`);
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async look(): Promise<void> {
    this.disputed = false;
    const basket = await api.get<Basket>(`/baskets/${this.chosen}`).catch(() => null);
    this.disputed = basket?.needs_a_human ?? false;
  }

  private readonly resolve = async (): Promise<void> => {
    this.busy = true;
    try {
      await api.post(`/baskets/${this.chosen}/resolve`);
      this.said = "";
      await this.look();
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  };
}
