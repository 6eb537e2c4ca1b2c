/** How long something still lasts: "9:41". Tells `over` once, when it is. */

import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { locale } from "../lib/format";
import { Spoken } from "./spoken";
import { base } from "./styles";

const TICK_MS = 1000;

@customElement("accueil-countdown")
export class Countdown extends Spoken {
  static override styles = [base];

  /** The moment of its end, as the house writes it. */
  @property() until = "";
  /** It never lasts longer than this, whatever this device's own clock says. */
  @property({ type: Number }) most = Infinity;
  @state() private leftS = 0;
  private timer = 0;
  private told = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(this.tick, TICK_MS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.timer);
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("until")) return;
    this.told = false;
    this.leftS = secondsLeft(this.until);
  }

  override render(): TemplateResult {
    return html`<span class="figures" role="timer">${clock(Math.min(this.leftS, this.most))}</span>`;
  }

  private readonly tick = (): void => {
    this.leftS = secondsLeft(this.until);
    if (this.leftS || this.told || !this.until) return;
    this.told = true;
    this.tell("over");
  };
}

export function secondsLeft(until: string, now: number = Date.now()): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

/** "9:41", in the reader's own digits. */
export function clock(seconds: number): string {
  const figures = new Intl.NumberFormat(locale(), { minimumIntegerDigits: 2 });
  const minutes = new Intl.NumberFormat(locale()).format(Math.floor(seconds / 60));
  return `${minutes}:${figures.format(seconds % 60)}`;
}
