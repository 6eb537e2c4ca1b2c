/** How one payment stands, calmly, whatever the bank says or does not say. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import { t } from "../../lib/i18n";
import { wordOf } from "../../lib/selling/paying";
import type { Share } from "../../lib/selling-views";
import type { Lane } from "../../lib/selling/lane";

type Standing = "begun" | "back" | "checking" | "ready" | "among" | "declined" | "cancelled" | "returned" | "human";

const SIGNS: Record<Standing, Icon> = {
  begun: "phone",
  back: "hourglass",
  checking: "hourglass",
  ready: "check",
  among: "check",
  declined: "close",
  cancelled: "back",
  returned: "back",
  human: "person",
};

@customElement("accueil-lane-one-share")
export class LaneOneShare extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      div {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding-block: var(--s5) var(--s6);
        text-align: center;
      }
      .sign {
        display: grid;
        place-items: center;
        inline-size: 4rem;
        block-size: 4rem;
        border-radius: 50%;
        background: var(--accent-wash);
        color: var(--accent);
      }
      .sign svg {
        inline-size: 2rem;
        block-size: 2rem;
      }
      .declined .sign,
      .human .sign {
        background: var(--refusal-wash);
        color: var(--refusal);
      }
      .checking .sign,
      .back .sign,
      .cancelled .sign {
        background: var(--attention-wash);
        color: var(--attention);
      }
      .back .sign svg,
      .checking .sign svg {
        animation: turn 2.4s var(--ease) infinite;
      }
      @keyframes turn {
        60%,
        100% {
          transform: rotate(180deg);
        }
      }
      h1 {
        font-size: var(--title-l);
      }
      p {
        max-inline-size: 28em;
      }
      a.button {
        margin-block-start: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) share!: Share;
  /** One of several: nobody is charged before all are ready. */
  @property({ type: Boolean }) among = false;
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult | typeof nothing {
    const standing = this.standing();
    if (!standing) return nothing;
    return html`<div class=${standing} role="status">
      <span class="sign">${icon(SIGNS[standing])}</span>
      <h1>${t(`payment.${standing}`)}</h1>
      <p class="quiet">${t(`payment.${standing}_more`)}</p>
      ${standing === "begun"
        ? html`<button
            class="primary great"
            ?disabled=${this.busy}
            @click=${() => this.lane.pay(this.share.id)}
          >
            ${t("bag.to_the_bank")}
          </button>`
        : nothing}
    </div>`;
  }

  private standing(): Standing | "" {
    switch (wordOf(this.share.state)) {
      case "waiting":
        return "";
      case "paying":
        return this.lane.justBack(this.share) || !this.share.page ? "back" : "begun";
      case "declined":
        return this.share.reason === "cancelled" ? "cancelled" : "declined";
      case "checking":
        return "checking";
      case "returned":
        return "returned";
      case "human":
        return "human";
      default:
        return this.among ? "among" : "ready";
    }
  }
}
