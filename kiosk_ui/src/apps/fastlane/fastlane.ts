/** The fast lane on a client's own phone: from the shop's code to the exit, alone or with friends. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon } from "../../elements/icons";
import { languages, languagesLook } from "../../elements/languages";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import { whole } from "../../lib/format";
import { t } from "../../lib/i18n";
import "./bag";
import { Lane } from "../../lib/selling/lane";
import "./paying";
import "./welcome";

@customElement("accueil-fastlane")
export class Fastlane extends Spoken {
  static override styles = [
    base,
    buttons,
    languagesLook,
    marble,
    css`
      :host {
        min-block-size: 100dvh;
        background: var(--surface);
      }
      header {
        position: sticky;
        inset-block-start: 0;
        z-index: 3;
        display: flex;
        align-items: center;
        gap: var(--s3);
        block-size: 3.75rem;
        padding-inline: max(var(--s5), env(safe-area-inset-left))
          max(var(--s4), env(safe-area-inset-right));
        border-block-end: 1px solid var(--hairline);
        background: var(--surface);
      }
      header > p {
        flex: 1;
        min-inline-size: 0;
      }
      header .over {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      header .number {
        font: 500 var(--text-l) / 1.1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      .offline,
      .said,
      .done {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: var(--s3) max(var(--s5), env(safe-area-inset-left));
        font-size: var(--text-s);
      }
      .offline {
        background: var(--attention-wash);
        color: var(--attention);
      }
      .said {
        background: var(--refusal-wash);
        color: var(--refusal);
      }
      .done {
        background: var(--accent-wash);
        color: var(--accent);
      }
      .languages {
        padding: var(--s4);
      }
      .alone {
        --marble: var(--marble-strip);
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s5);
        min-block-size: 100dvh;
        padding: var(--s5);
        background: var(--ground);
        text-align: center;
      }
    `,
  ];

  @state() private readonly lane = new Lane(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.open);
    window.addEventListener("pageshow", this.back);
    window.addEventListener("accueil-language", this.speak);
    this.open();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.open);
    window.removeEventListener("pageshow", this.back);
    window.removeEventListener("accueil-language", this.speak);
    this.lane.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { lane } = this;
    if (lane.refused) return this.alone(t("bag.unknown"), true);
    if (!lane.token) {
      return html`<accueil-lane-welcome
          brand=${this.dataset["brandName"] ?? ""}
          boutique=${this.dataset["boutiqueName"] ?? ""}
          .said=${lane.said}
          ?busy=${lane.busy}
          ?kept=${Boolean(lane.kept)}
          @begin=${() => lane.begin()}
          @resume=${() => lane.enter(lane.kept)}
        ></accueil-lane-welcome>
        ${languages()}`;
    }
    if (!lane.basket) return this.alone(t(lane.online ? "common.loading" : "trouble.offline"), false);
    return html`${this.head()} ${this.notices()} ${this.stage()} ${languages()}`;
  }

  private head(): TemplateResult {
    const { lane } = this;
    return html`<header>
      <p>
        <span class="over">${this.dataset["brandName"]}</span><br />
        <span class="number">${t("bag.number", { number: whole(lane.basket!.number) })}</span>
      </p>
      <button class="bare" ?disabled=${lane.busy || lane.helped} @click=${() => lane.help()}>
        ${icon(lane.helped ? "check" : "bell")}${t(lane.helped ? "bag.help_comes" : "bag.help")}
      </button>
    </header>`;
  }

  private notices(): TemplateResult {
    const { lane } = this;
    return html`${lane.online
        ? nothing
        : html`<p class="offline" role="status">${icon("offline")}${t("bag.offline")}</p>`}
      ${lane.said ? html`<p class="said" role="alert">${lane.said}</p>` : nothing}
      <p class=${lane.done ? "done" : "unseen"} role="status">
        ${lane.done ? html`${icon("check")}${lane.done}` : nothing}
      </p>`;
  }

  private stage(): TemplateResult {
    const { lane } = this;
    const basket = lane.basket!;
    const zone = this.dataset["timeZone"] ?? "";
    if (lane.pays) return this.payer();
    switch (basket.state) {
      case "open":
        return html`<accueil-lane-bag .lane=${lane} .basket=${basket} zone=${zone} ?busy=${lane.busy}>
        </accueil-lane-bag>`;
      case "locked":
      case "paying":
        return html`<accueil-lane-paying .lane=${lane} .basket=${basket} ?busy=${lane.busy}>
        </accueil-lane-paying>`;
      case "abandoned":
        return this.away();
      default:
        void import("./leaving");
        return html`<accueil-lane-leaving .lane=${lane} .basket=${basket} zone=${zone} ?busy=${lane.busy}>
        </accueil-lane-leaving>`;
    }
  }

  private payer(): TemplateResult {
    void import("./payer");
    return html`<accueil-lane-payer
      .lane=${this.lane}
      .basket=${this.lane.basket!}
      ?busy=${this.lane.busy}
    ></accueil-lane-payer>`;
  }

  private away(): TemplateResult {
    return html`<div class="alone">
      <h1>${t("bag.away")}</h1>
      <button class="primary great" @click=${() => this.lane.leave()}>${t("bag.begin_new")}</button>
    </div>`;
  }

  private alone(words: string, lost: boolean): TemplateResult {
    return html`<main class="alone ${lost ? "marble clear" : ""}">
      <p class="over">${this.dataset["brandName"]}</p>
      <h1>${t("fastlane.title")}</h1>
      <p class="quiet" role="status">${words}</p>
      ${lost
        ? html`<button class="primary great" @click=${() => this.lane.leave()}>
            ${t("bag.begin_new")}
          </button>`
        : nothing}
    </main>`;
  }

  private readonly open = (): void => this.lane.open();
  private readonly speak = (): void => this.lane.speak();
  private readonly back = (event: PageTransitionEvent): void => {
    if (event.persisted) this.lane.wake();
  };
}
