/** The list of live signals; tells `open` with the id of the one that was touched. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import "../../elements/ago";
import { icon } from "../../elements/icons";
import "../../elements/monogram";
import { Spoken } from "../../elements/spoken";
import { base } from "../../elements/styles";
import { asleep, waiting } from "../../lib/feed";
import { time } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { SignalView } from "../../lib/views";

@customElement("accueil-signal-list")
export class SignalList extends Spoken {
  static override styles = [
    base,
    css`
      button {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: var(--s4);
        inline-size: 100%;
        padding: var(--s4);
        border: 0;
        border-block-end: 1px solid var(--hairline);
        border-inline-start: 3px solid var(--tone, transparent);
        background: linear-gradient(to right, var(--wash, transparent), transparent 70%);
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
        -webkit-tap-highlight-color: transparent;
      }
      button:dir(rtl) {
        background: linear-gradient(to left, var(--wash, transparent), transparent 70%);
      }
      li.waiting {
        --tone: var(--accent);
        --wash: var(--accent-wash);
      }
      li.old {
        --tone: var(--attention);
        --wash: var(--attention-wash);
      }
      button[aria-current="true"] {
        background: var(--sunken);
      }
      li.new {
        animation: in var(--calm) var(--ease);
      }
      @keyframes in {
        from {
          opacity: 0;
          transform: translateY(-0.5rem);
        }
      }
      .name {
        display: block;
        font: 600 1.5rem/1.15 var(--serif);
        overflow-wrap: anywhere;
      }
      .colleague .name {
        color: var(--quiet);
      }
      .line {
        display: block;
        margin-block-start: 0.15rem;
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .line.mine {
        color: var(--accent);
        font-weight: 600;
      }
      .line.late {
        color: var(--attention);
      }
      .over {
        font-size: 0.6875rem;
      }
      .over.tier {
        color: var(--accent);
      }
      :host {
        container: list / inline-size;
      }
      /* Large letters in a narrow list: the name has the whole line. */
      @container list (max-width: 17rem) {
        button {
          grid-template-columns: 1fr auto;
          gap: var(--s1) var(--s2);
          padding: var(--s3);
        }
        accueil-monogram {
          display: none;
        }
      }
      .end {
        display: grid;
        justify-items: end;
        gap: var(--s1);
        color: var(--quiet);
        font-size: var(--text-s);
      }
      @media (hover: hover) {
        button:hover {
          background-color: var(--accent-wash);
        }
      }
    `,
  ];

  @property({ attribute: false }) signals: SignalView[] = [];
  @property({ attribute: false }) pending: (signalId: string) => boolean = () => false;
  @property() current = "";

  override render(): TemplateResult {
    return html`<ul aria-label=${t("list.title")}>
      ${repeat(
        this.signals,
        (signal) => signal.id,
        (signal) => this.row(signal),
      )}
    </ul>`;
  }

  private row(signal: SignalView): TemplateResult | typeof nothing {
    const { card } = signal;
    if (!card) return nothing;
    const looks = [
      "new",
      waiting(signal) ? "waiting" : "",
      signal.state === "unanswered" ? "old" : "",
      !signal.mine && signal.claimed_by ? "colleague" : "",
    ];
    return html`<li class=${looks.join(" ")}>
      <button
        aria-current=${signal.id === this.current ? "true" : "false"}
        @click=${() => this.tell("open", signal.id)}
      >
        <accueil-monogram
          .text=${card.monogram}
          .tier=${card.tier}
          .photo=${card.photo_url}
        ></accueil-monogram>
        <span>
          ${card.tier === "client"
            ? nothing
            : html`<span class="over tier">${t(`tier.${card.tier}`)}</span>`}
          <span class="name">${card.display_name}</span>
          ${this.line(signal)}
        </span>
        <span class="end">
          <accueil-ago as="age" at=${signal.arrived_at}></accueil-ago>
          ${signal.silent ? icon("discreet") : icon("next")}
        </span>
      </button>
    </li>`;
  }

  private line(signal: SignalView): TemplateResult {
    const place =
      signal.whereabouts === "not_known"
        ? t("card.not_known")
        : [signal.zone_name ?? t("card.in_shop"), signal.privatised ? t("floor.privatised") : ""]
            .filter(Boolean)
            .join(" · ");
    if (this.pending(signal.id)) return html`<span class="line late">${t("list.pending")}</span>`;
    if (signal.mine) {
      return html`<span class="line mine">${t(`state.mine.${mineState(signal)}`)} · ${place}</span>`;
    }
    if (signal.claimed_by) {
      return html`<span class="line">${t("list.with", { name: signal.claimed_by })} · ${place}</span>`;
    }
    if (asleep(signal)) {
      return html`<span class="line"
        >${t("list.asleep", { time: time(signal.snoozed_until ?? "") })} · ${place}</span
      >`;
    }
    return signal.state === "unanswered"
      ? html`<span class="line late">${t("list.unanswered")} · ${place}</span>`
      : html`<span class="line">${place}</span>`;
  }
}

function mineState(signal: SignalView): "claimed" | "welcomed" | "with_client" {
  return signal.state === "welcomed" || signal.state === "with_client" ? signal.state : "claimed";
}
