/** Paid: the code for the door, bright and alone; green when it was used; or the hour of delivery. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/basket-lines";
import "../../elements/countdown";
import { secondsLeft } from "../../elements/countdown";
import { icon } from "../../elements/icons";
import "../../elements/qr";
import { Spoken } from "../../elements/spoken";
import "../../elements/typed-code";
import { base, buttons, marble } from "../../elements/styles";
import { t } from "../../lib/i18n";
import { dayThere, hoursThere } from "../../lib/said";
import type { Basket, Leave } from "../../lib/selling-views";
import { vibrate } from "../../lib/sound";
import { trouble } from "../../lib/trouble";
import { stayAwake } from "../../lib/wake";
import type { Lane } from "../../lib/selling/lane";
import { look } from "../../elements/selling/look";
import "../../elements/selling/receipts";

@customElement("accueil-lane-leaving")
export class LaneLeaving extends Spoken {
  static override styles = [
    base,
    buttons,
    marble,
    look,
    css`
      .content {
        display: grid;
        align-content: start;
        gap: var(--s5);
        padding-block-start: var(--s5);
      }
      .pass {
        display: grid;
        justify-items: center;
        align-content: center;
        min-block-size: calc(100dvh - 8rem);
        gap: var(--s3);
        padding: var(--s5) var(--s4);
        border-radius: var(--radius-l);
        /* As bright as paper, whatever the phone wears: a scanner reads it. */
        color-scheme: light;
        background: #fff;
        color: var(--ink);
        box-shadow: var(--shadow);
        text-align: center;
      }
      .pass accueil-qr {
        inline-size: min(100%, 22rem, 50dvh);
      }
      .pass h1 {
        font-size: var(--title-l);
      }
      .pass h2 {
        font-size: var(--title-l);
        font-variant-numeric: lining-nums;
      }
      .pass p {
        color: var(--quiet);
      }
      .gone,
      .home,
      .human {
        --marble: var(--marble-strip);
        display: grid;
        justify-items: center;
        align-content: center;
        gap: var(--s3);
        min-block-size: calc(100dvh - 8rem);
        padding: var(--s6) var(--s5);
        border-radius: var(--radius-l);
        text-align: center;
      }
      .gone {
        background: #1d4b40;
        color: #fbf9f4;
      }
      .gone svg {
        inline-size: 4rem;
        block-size: 4rem;
      }
      .home {
        background: var(--accent-wash);
      }
      .human {
        background: var(--attention-wash);
        color: var(--attention);
      }
      address {
        font-style: normal;
        white-space: pre-line;
      }
      @media (orientation: landscape) and (max-height: 30rem) {
        .page {
          grid-template-columns: minmax(0, 1fr);
        }
        .content {
          max-inline-size: 50rem;
        }
        .pass,
        .gone,
        .home,
        .human {
          min-block-size: calc(100dvh - 6.25rem);
        }
        .pass {
          grid-template-columns: auto 1fr;
          gap: var(--s2) var(--s5);
          padding: var(--s4);
        }
        .pass h1,
        .pass h2 {
          font-size: var(--title-m);
        }
        .pass accueil-qr {
          grid-row: 1 / span 6;
          inline-size: calc(100dvh - 8.5rem);
        }
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) basket!: Basket;
  @property() zone = "";
  @property({ type: Boolean }) busy = false;
  @state() private leave: Leave | null = null;
  @state() private said = "";
  private asking = false;
  private sleep: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.sleep = stayAwake();
  }

  override disconnectedCallback(): void {
    this.sleep();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("basket")) return;
    const before = changed.get("basket") as Basket | undefined;
    if (before?.state === "paid" && this.basket.state === "released") vibrate([60, 60, 160]);
    if (this.basket.exit_pass) void this.issue();
  }

  override render(): TemplateResult {
    return html`<main class="page">
      <div class="content">
        ${this.stands()}
        <div>
          <accueil-receipts .lane=${this.lane} .basket=${this.basket}></accueil-receipts>
          <accueil-basket-lines .basket=${this.basket}></accueil-basket-lines>
          <button class="wide" @click=${() => this.lane.leave()}>${t("bag.begin_new")}</button>
        </div>
      </div>
    </main>`;
  }

  private stands(): TemplateResult | typeof nothing {
    const { basket } = this;
    if (basket.needs_a_human) return this.human();
    if (basket.delivery) return this.home(basket.delivery);
    if (basket.state !== "paid") return this.gone();
    return basket.exit_pass ? this.pass() : this.human();
  }

  private pass(): TemplateResult {
    const { leave } = this;
    return html`<div class="pass">
      <p class="over">${t("leaving.paid")}</p>
      <h1>${t("leaving.show")}</h1>
      ${leave ? html`<accueil-qr .value=${leave.code} label=${t("leaving.code")}></accueil-qr>` : nothing}
      ${this.said ? html`<p role="alert">${this.said}</p>` : nothing}
      ${leave?.typed ? html`<accueil-typed-code .code=${leave.typed}></accueil-typed-code>` : nothing}
      ${leave
        ? html`<h2>${t("leaving.pieces", { count: leave.pieces })}</h2>
            <p class="left">
              ${t("leaving.lasts")}
              <accueil-countdown most="1800" until=${leave.valid_until} @over=${() => this.issue()}></accueil-countdown>
            </p>`
        : html`<p role="status">${t("common.loading")}</p>`}
    </div>`;
  }

  private gone(): TemplateResult {
    return html`<div class="gone" role="status">
      ${icon("check")}
      <h1>${t("leaving.gone")}</h1>
      <p>${t("leaving.gone_more")}</p>
    </div>`;
  }

  private home(delivery: NonNullable<Basket["delivery"]>): TemplateResult {
    return html`<div class="home marble clear">
      <p class="over">${t("leaving.paid")}</p>
      <h1>${dayThere(delivery.starts_at, this.zone)}</h1>
      <p class="figures"><bdi>${hoursThere(delivery.starts_at, delivery.ends_at, this.zone)}</bdi></p>
      <address><bdi>${delivery.name}</bdi>
<bdi>${delivery.address}</bdi></address>
    </div>`;
  }

  private human(): TemplateResult {
    return html`<div class="human" role="status">
      ${icon("person")}
      <h1>${t("leaving.human")}</h1>
      <p>${t("leaving.human_more")}</p>
      <button ?disabled=${this.busy || this.lane.helped} @click=${() => this.lane.help()}>
        ${t(this.lane.helped ? "bag.help_comes" : "bag.help")}
      </button>
    </div>`;
  }

  /** One pass for all tabs of this phone: a new one ends the one before. */
  private async issue(): Promise<void> {
    const kept = keptPass(this.basket.id);
    if (kept && kept.pieces === this.basket.pieces && secondsLeft(kept.valid_until) > 0) {
      this.leave = kept;
      return;
    }
    if (this.asking) return;
    this.asking = true;
    try {
      this.leave = await this.lane.door.leave();
      keepPass(this.basket.id, this.leave);
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.asking = false;
    }
  }
}

const KEPT = "accueil-exit:";

function keptPass(basketId: string): Leave | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT + basketId) ?? "null") as Leave | null;
  } catch {
    return null;
  }
}

function keepPass(basketId: string, leave: Leave): void {
  try {
    localStorage.setItem(KEPT + basketId, JSON.stringify(leave));
  } catch {
    // a browser that keeps nothing: each look makes a new one
  }
}
