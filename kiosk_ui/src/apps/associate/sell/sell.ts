/** The associate's till: the baskets that are open, and a new one for a client or for nobody. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { whole } from "../../../lib/format";
import { language, t } from "../../../lib/i18n";
import { money } from "../../../lib/selling/amounts";
import type { AssociateSocket } from "../../../lib/live";
import { Meanwhile } from "../../../lib/meanwhile";
import type { Basket, BasketLink, TillAlert } from "../../../lib/selling-views";
import { trouble } from "../../../lib/trouble";
import type { Me } from "../../../lib/views";
import { keepLink } from "./counter";
import "./sell-basket";
import { sellLook } from "./sell-look";

/** For whom a basket is opened. */
export interface Buyer {
  client_id: string;
  display_name: string;
  language: string;
}

const DONE = new Set(["released", "closed", "abandoned"]);

@customElement("accueil-sell")
export class Sell extends Spoken {
  static override styles = [base, buttons, sellLook];

  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) line: AssociateSocket | null = null;
  /** Somebody whose sheet was open when "sell" was tapped. */
  @property({ attribute: false }) buyer: Buyer | null = null;
  @state() private baskets: Basket[] | null = null;
  @state() private alerts: readonly TillAlert[] = [];
  @state() private chosen = "";
  @state() private said = "";
  @state() private busy = false;
  @state() private counting = false;
  private readonly meanwhile = new Meanwhile<readonly TillAlert[]>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("buyer") && this.buyer) void this.begin(this.buyer);
    if (!changed.has("line")) return;
    changed.get("line")?.off("till", this.heard);
    this.line?.on("till", this.heard);
  }

  override disconnectedCallback(): void {
    this.line?.off("till", this.heard);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    if (this.chosen) {
      return html`<accueil-sell-basket
        basket-id=${this.chosen}
        .me=${this.me}
        @back=${this.back}
        @exchange=${(event: CustomEvent<Basket>) => this.exchange(event.detail)}
      ></accueil-sell-basket>`;
    }
    return html`<div class="page">
        <div class="content">
          <h1>${t("sell.title")}</h1>
          ${wrong(this.said)}
          ${this.alerts.map((one) => this.alert(one))} ${this.list()} ${this.drawer()}
        </div>
      </div>
      <div class="bar">
        <button class="primary great wide" ?disabled=${this.busy} @click=${() => this.begin(null)}>
          ${icon("plus")}${t("sell.new")}
        </button>
      </div>`;
  }

  private drawer(): TemplateResult | typeof nothing {
    if (!this.me.takes_cash) return nothing;
    return html`<button class="row" @click=${this.count}>
        ${icon("coins")}<span>${t("drawer.title")}<small>${t("drawer.about")}</small></span>${icon("next")}
      </button>
      <accueil-drawer-sheet ?open=${this.counting} @closed=${() => (this.counting = false)}></accueil-drawer-sheet>`;
  }

  private readonly count = (): void => {
    void import("./drawer-sheet");
    this.counting = true;
  };

  private list(): TemplateResult {
    const { baskets } = this;
    if (!baskets) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    if (!baskets.length) return html`<p class="none">${t("sell.none")}</p>`;
    const own = baskets.filter((one) => one.associate_id === this.me.associate.id);
    const others = baskets.filter((one) => !own.includes(one));
    return html`${this.group(t("sell.mine"), own)} ${this.group(t("sell.others"), others)}`;
  }

  private group(title: string, baskets: readonly Basket[]): TemplateResult | typeof nothing {
    if (!baskets.length) return nothing;
    return html`<h2 class="over">${title}</h2>
      <ul class="baskets">
        ${baskets.map(
          (one) => html`<li>
            <button @click=${() => (this.chosen = one.id)}>
              <span>
                <b><bdi>${one.lines[0]?.label ?? t("sell.empty")}</bdi></b>
                <span class="small quiet">
                  ${t("sell.number", { number: whole(one.number) })} ·
                  ${t("sell.pieces", { count: one.pieces })} ·
                  <accueil-ago at=${one.changed_at}></accueil-ago>
                </span>
              </span>
              <span class="end">
                <span class="figures"><bdi>${money(one.total)}</bdi></span>
                <span class="state ${one.needs_a_human ? "human" : one.state}"
                  >${one.needs_a_human ? t("sell.state.human") : t(`sell.state.${one.state}`)}</span
                >
              </span>
            </button>
          </li>`,
        )}
      </ul>`;
  }

  private alert(one: TillAlert): TemplateResult {
    return html`<button class="alert" @click=${() => (this.chosen = one.basket_id)}>
      ${icon("bell")}<span>${t(`till.alert.${one.kind}`, { number: whole(one.number), amount: money(one.amount) })}</span>
    </button>`;
  }

  private readonly read = async (): Promise<void> => {
    try {
      const [baskets, alerts] = await Promise.all([
        api.get<Basket[]>("/baskets?limit=40"),
        this.meanwhile.newest(() => api.get<TillAlert[]>("/till/alerts")),
      ]);
      this.baskets = baskets.filter((one) => !DONE.has(one.state));
      this.alerts = alerts ?? this.alerts;
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private async begin(buyer: Buyer | null, exchangeOf = ""): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const made = await api.post<BasketLink>("/baskets", {
        id: crypto.randomUUID(), // sent twice, it is one basket
        language: buyer?.language ?? language(),
        ...(buyer ? { client_id: buyer.client_id } : {}),
        ...(exchangeOf ? { exchange_of_id: exchangeOf } : {}),
      });
      keepLink(made);
      this.chosen = made.basket.id;
      this.tell("sold-to"); // whoever asked need not ask again
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }

  private async exchange(of: Basket): Promise<void> {
    const buyer = of.client_id
      ? { client_id: of.client_id, display_name: "", language: of.language }
      : null;
    await this.begin(buyer, of.id);
  }

  private readonly back = (): void => {
    this.chosen = "";
    void this.read();
  };

  private readonly heard = (alerts: TillAlert[]): void => {
    this.alerts = alerts;
    this.meanwhile.heard(alerts);
  };
}
