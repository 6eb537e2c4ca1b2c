/** The cash drawer: begun with what is counted in the morning, counted again when it is closed. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { amountField } from "../../../elements/selling/amount-field";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { time } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { decimals, money, plain, shown, unitsOf } from "../../../lib/selling/amounts";
import type { Drawer } from "../../../lib/selling-views";
import { trouble } from "../../../lib/trouble";
import { sellLook } from "./sell-look";

@customElement("accueil-drawer-sheet")
export class DrawerSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    sellLook,
    css`
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        row-gap: var(--s2);
        margin: 0;
      }
      dd {
        margin: 0;
        padding-inline-start: var(--s4);
        text-align: end;
      }
      .should {
        padding-block-start: var(--s2);
        border-block-start: 1px solid var(--hairline);
        font: 500 var(--title-s) / 1.2 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .count {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        padding-block: var(--s2);
        border-block-end: 1px solid var(--hairline);
      }
      .less {
        color: var(--refusal);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @state() private drawer: Drawer | null = null;
  @state() private typed = "";
  @state() private said = "";
  @state() private busy = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.typed = "";
    void this.do(() => api.get<Drawer>("/till/drawer"));
  }

  override render(): TemplateResult {
    const { drawer } = this;
    return html`<accueil-sheet label=${t("drawer.title")} ?open=${this.open}>
      ${this.open && drawer ? this.inside(drawer) : nothing}
      ${wrong(this.said)}
    </accueil-sheet>`;
  }

  private inside(drawer: Drawer): TemplateResult {
    const { begun_at, begun_by_id } = drawer;
    const units = unitsOf(this.typed.trim() || "-", decimals(drawer.expected));
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <p class="quiet">
        ${begun_at
          ? t("drawer.begun", { time: time(begun_at), name: drawer.names[begun_by_id ?? ""] ?? t("till.nobody") })
          : t("drawer.never")}
      </p>
      <dl class="figures">
        <dt>${t("drawer.float")}</dt><dd><bdi>${money(drawer.begun_with)}</bdi></dd>
        <dt>${t("drawer.taken")}</dt><dd><bdi>${money(drawer.taken)}</bdi></dd>
        <dt>${t("drawer.given_back")}</dt><dd><bdi>${money(drawer.given_back)}</bdi></dd>
        <dt class="should">${t("drawer.expected")}</dt><dd class="should"><bdi>${money(drawer.expected)}</bdi></dd>
      </dl>
      ${drawer.counts.map((count) => this.count(drawer, count))}
      ${amountField(
        t("drawer.counted_in", { currency: drawer.expected.currency }),
        this.typed,
        (typed) => (this.typed = typed),
      )}
      <div class="two">
        <button type="button" ?disabled=${this.busy || units === null} @click=${() => this.send("put", units)}>
          ${t("drawer.begin")}
        </button>
        <button
          type="button"
          class="primary"
          ?disabled=${this.busy || units === null}
          @click=${() => this.send("post", units)}
        >
          ${t("drawer.count")}
        </button>
      </div>
      <p class="small quiet">${t("drawer.more")}</p>
    </form>`;
  }

  private count(drawer: Drawer, one: Drawer["counts"][number]): TemplateResult {
    const { units } = one.difference;
    const name = drawer.names[one.by_id ?? ""] ?? t("till.nobody");
    const amount = shown(Math.abs(units), one.difference);
    return html`<p class="count">
      <span>${t("drawer.count_of", { time: time(one.at), name })}</span>
      <span class="figures ${units < 0 ? "less" : ""}"
        >${units < 0
          ? t("drawer.missing", { amount })
          : units > 0
            ? t("drawer.too_much", { amount })
            : t("drawer.right")}</span
      >
    </p>`;
  }

  private async send(how: "put" | "post", units: number | null): Promise<void> {
    if (units === null || !this.drawer) return;
    const amount = plain(units, decimals(this.drawer.expected));
    const at = how === "put" ? "/till/drawer" : "/till/drawer/counts";
    await this.do(() => api[how]<Drawer>(at, { amount }));
    this.typed = "";
  }

  private async do(ask: () => Promise<Drawer>): Promise<void> {
    this.busy = true;
    try {
      this.drawer = await ask();
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }
}
