/**
 * The code of a live pass, made anew here every thirty seconds: with a network or without.
 *
 *     <accueil-live-pass data-text="…" data-key="…" data-now="…" data-url="…" data-label="…">
 *
 * `data-now` is the house's time in milliseconds when the page was written, for phones whose clock
 * is off. Where the browser computes nothing (a page without TLS) the house is asked instead, at
 * `data-url`.
 */

import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../elements/qr";
import { liveText, WINDOW_MS } from "../../lib/gate/pass";
import { stayAwake } from "../../lib/wake";

@customElement("accueil-live-pass")
export class LivePass extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .left {
      block-size: 3px;
      margin-block-start: var(--s4);
      border-radius: 2px;
      background: var(--hairline);
      overflow: hidden;
    }
    .left > span {
      display: block;
      block-size: 100%;
      inline-size: 100%;
      background: var(--accent);
      transform-origin: left;
    }
    :host-context([dir="rtl"]) .left > span {
      transform-origin: right;
    }
    @media (prefers-reduced-motion: reduce) {
      .left {
        display: none;
      }
    }
  `;

  @state() private shown = "";
  private aheadMs = 0;
  private timer = 0;
  private sleep: () => void = () => undefined;
  private readonly again = (): void => void this.draw();

  override connectedCallback(): void {
    super.connectedCallback();
    this.aheadMs = Number(this.dataset["now"]) - Date.now();
    this.sleep = stayAwake();
    document.addEventListener("visibilitychange", this.again);
    void this.draw();
  }

  override disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.again);
    this.sleep();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<accueil-qr .value=${this.shown} label=${this.dataset["label"] ?? ""}></accueil-qr>
      <p class="left" aria-hidden="true"><span></span></p>`;
  }

  /** The line under the code runs out with its thirty seconds. */
  override updated(): void {
    const passed = this.nowMs() % WINDOW_MS;
    const frames = [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }];
    const line = this.renderRoot.querySelector<HTMLElement>(".left > span");
    if (line?.animate) line.animate(frames, WINDOW_MS).currentTime = passed;
  }

  private nowMs(): number {
    return Date.now() + this.aheadMs;
  }

  private async draw(): Promise<void> {
    window.clearTimeout(this.timer);
    const now = this.nowMs();
    this.timer = window.setTimeout(this.again, WINDOW_MS - (now % WINDOW_MS) + 20);
    this.shown = await this.made(now).catch(() => this.shown);
  }

  private async made(now: number): Promise<string> {
    const { text = "", key = "", url = "" } = this.dataset;
    if (globalThis.crypto?.subtle) return liveText(text, key, now);
    const answer = await fetch(url, { cache: "no-store" });
    return ((await answer.json()) as { text: string }).text;
  }
}
