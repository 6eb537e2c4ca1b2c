/** What can be done with one signal, in the thumb's reach; each step is told as `step`. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { api } from "../../lib/api";
import { asleep } from "../../lib/feed";
import { languageName, time } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Tap } from "../../lib/outbox";
import { trouble } from "../../lib/trouble";
import type { AssociateView, SignalView } from "../../lib/views";
import type { Finished } from "./finish-sheet";
import "./finish-sheet";

export interface Step {
  step: Tap["step"];
  body: Record<string, unknown>;
}

const SNOOZES_MIN = [2, 5, 10] as const;
const REASONS = ["with_someone", "on_break", "better_colleague"] as const;

@customElement("accueil-steps")
export class Steps extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .bar {
        display: grid;
        gap: var(--s2);
        padding: var(--s3) var(--s4) max(var(--s3), env(safe-area-inset-bottom));
        border-block-start: 1px solid var(--hairline);
        background: color-mix(in srgb, var(--surface) 94%, transparent);
        backdrop-filter: blur(14px);
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s2);
      }
      .said {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--s2);
        min-block-size: var(--touch);
        text-align: center;
      }
      .said strong {
        font: 600 1.375rem/1.2 var(--serif);
      }
      .path {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s2);
        margin-block-end: var(--s1);
      }
      .path li {
        padding-block-start: var(--s2);
        border-block-start: 2px solid var(--hairline);
        font-size: var(--text-xs);
        text-align: center;
        color: var(--quiet);
      }
      .path li.past {
        border-color: var(--accent);
        color: var(--accent);
        font-weight: 600;
      }
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .colleagues {
        border-block-start: 1px solid var(--hairline);
      }
      .colleagues button {
        justify-content: flex-start;
        inline-size: 100%;
        min-block-size: 3.75rem;
        padding-inline: var(--s3);
        border: 0;
        border-block-end: 1px solid var(--hairline);
        border-radius: 0;
        text-align: start;
      }
      .colleagues span {
        flex: 1;
      }
      .colleagues b {
        display: block;
        font: 600 1.375rem/1.2 var(--serif);
      }
      .snooze {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s2);
      }
      .snooze button {
        flex-direction: column;
        gap: 0;
        min-block-size: 4.5rem;
        border-radius: var(--radius);
      }
      .snooze b {
        font: 600 1.75rem/1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      @media (max-height: 30rem) and (orientation: landscape) {
        .bar {
          padding-block: var(--s2);
        }
        .bar:not(.mine) {
          grid-template-columns: 1fr auto;
          align-items: center;
        }
        .bar .bare {
          white-space: nowrap;
        }
        .bar .great {
          min-block-size: 2.75rem;
        }
        .bar.mine {
          gap: var(--s2);
        }
        .path {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) signal!: SignalView;
  @property({ attribute: false }) pending: Tap | undefined;
  @property() me = "";
  @state() private sheet: "" | "not-now" | "hand-over" | "finish" = "";
  @state() private colleagues: AssociateView[] | null = null;
  @state() private said = "";

  override render(): TemplateResult {
    return html`${this.bar()}${this.notNow()}${this.handOver()}
      <accueil-finish-sheet
        ?open=${this.sheet === "finish"}
        @closed=${this.close}
        @finished=${(event: CustomEvent<Finished>) => this.step("finish", { ...event.detail })}
      ></accueil-finish-sheet>`;
  }

  private bar(): TemplateResult {
    const { signal } = this;
    if (this.pending) {
      return html`<div class="bar">
        <p class="said quiet" role="status">${icon("hourglass")}${t("steps.waiting")}</p>
      </div>`;
    }
    if (signal.mine) return this.mineBar();
    if (signal.claimed_by) {
      return html`<div class="bar">
        <p class="said" role="status">
          ${icon("check")}<strong>${t("steps.taken", { name: signal.claimed_by })}</strong>
        </p>
      </div>`;
    }
    return html`<div class="bar">
      <button class="primary great wide" @click=${() => this.step("claim")}>
        ${t("steps.claim")}
      </button>
      ${asleep(signal)
        ? html`<p class="said quiet small">
            ${icon("clock")}${t("list.asleep", { time: time(signal.snoozed_until ?? "") })}
          </p>`
        : html`<button class="bare wide" @click=${() => (this.sheet = "not-now")}>
            ${t("steps.not_now")}
          </button>`}
    </div>`;
  }

  private mineBar(): TemplateResult {
    const { state } = this.signal;
    const past = ["claimed", "welcomed", "with_client"].indexOf(state);
    const next = {
      claimed: html`<button class="primary great wide" @click=${() => this.step("welcome")}>
        ${t("steps.welcome")}
      </button>`,
      welcomed: html`<button class="primary great wide" @click=${() => this.step("with-client")}>
        ${t("steps.with_client")}
      </button>`,
    };
    return html`<div class="bar mine">
      <ol class="path" aria-label=${t("steps.path")}>
        ${(["claimed", "welcomed", "with_client"] as const).map(
          (one, place) => html`<li
            class=${place <= past ? "past" : ""}
            aria-current=${place === past ? "step" : nothing}
          >
            ${t(`steps.past.${one}`)}
          </li>`,
        )}
      </ol>
      ${state === "claimed" || state === "welcomed"
        ? next[state]
        : html`<button class="primary great wide" @click=${() => (this.sheet = "finish")}>
            ${t("steps.finish")}
          </button>`}
      <div class="pair">
        <button @click=${this.openHandOver}>${t("steps.hand_over")}</button>
        ${state === "claimed"
          ? html`<button @click=${() => (this.sheet = "not-now")}>${t("steps.give_back")}</button>`
          : state === "welcomed"
            ? html`<button @click=${() => (this.sheet = "finish")}>${t("steps.finish")}</button>`
            : nothing}
      </div>
    </div>`;
  }

  private notNow(): TemplateResult {
    return html`<accueil-sheet
      label=${t("not_now.title")}
      ?open=${this.sheet === "not-now"}
      @closed=${this.close}
    >
      <div class="sheet">
        <p class="quiet">${t("not_now.remind")}</p>
        <div class="snooze" role="group" aria-label=${t("not_now.remind")}>
          ${SNOOZES_MIN.map(
            (minutes) => html`<button
              @click=${() => this.step("decline", { snooze_min: minutes })}
            >
              <b aria-hidden="true">${minutes}</b>
              <span class="small" aria-hidden="true">min</span>
              <span class="unseen">${t("not_now.minutes", { count: minutes })}</span>
            </button>`,
          )}
        </div>
        <p class="quiet">${t("not_now.or")}</p>
        <div class="choices">
          ${REASONS.map(
            (reason) => html`<button
              @click=${() => this.step("decline", { reason: t(`not_now.reason.${reason}`) })}
            >
              ${t(`not_now.reason.${reason}`)}
            </button>`,
          )}
        </div>
      </div>
    </accueil-sheet>`;
  }

  private handOver(): TemplateResult {
    return html`<accueil-sheet
      label=${t("hand_over.title")}
      ?open=${this.sheet === "hand-over"}
      @closed=${this.close}
    >
      <div class="sheet">
        <label class="field"
          >${t("hand_over.note")}
          <input id="handover-note" maxlength="280" placeholder=${t("hand_over.note_example")} />
        </label>
        ${this.said ? html`<p class="wrong">${this.said}</p>` : nothing}
        ${this.colleagues === null && !this.said
          ? html`<p class="quiet" role="status">${t("common.loading")}</p>`
          : nothing}
        ${this.colleagues?.length === 0 ? html`<p>${t("hand_over.nobody")}</p>` : nothing}
        <ul class="colleagues">
          ${(this.colleagues ?? []).map(
            (colleague) => html`<li>
              <button @click=${() => this.handTo(colleague)}>
                <span
                  ><b>${colleague.display_name}</b>
                  <span class="quiet small"
                    >${colleague.languages.map(languageName).join(", ")} ·
                    ${t("hand_over.load", { count: colleague.engaged })}</span
                  ></span
                >
                ${icon("next")}
              </button>
            </li>`,
          )}
        </ul>
      </div>
    </accueil-sheet>`;
  }

  private async openHandOver(): Promise<void> {
    this.sheet = "hand-over";
    this.said = "";
    try {
      const everyone = await api.get<AssociateView[]>("/associates");
      this.colleagues = everyone
        .filter((one) => one.on_shift && one.id !== this.me)
        .sort((a, b) => a.engaged - b.engaged || a.display_name.localeCompare(b.display_name));
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private handTo(colleague: AssociateView): void {
    this.step("hand-over", { to_id: colleague.id, note: this.words("#handover-note") });
  }

  private words(field: string): string {
    const input = this.renderRoot.querySelector<HTMLInputElement>(field);
    const text = input?.value.trim() ?? "";
    if (input) input.value = "";
    return text;
  }

  private readonly close = (): void => {
    this.sheet = "";
  };

  private step(step: Tap["step"], body: Record<string, unknown> = {}): void {
    this.close();
    this.tell<Step>("step", { step, body });
  }
}
