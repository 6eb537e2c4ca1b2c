/**
 * The picture of the tables: who sits where. Tells `chair` with the chair that is tapped, and while
 * the tables are being set `piece` with the one that is tapped and `moved` with one that was moved.
 */

import { css, html, svg, nothing, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import type { FurnitureView, SeatView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { CHAIR, drawn, HIGH, movedBy, WIDE, type Point } from "./furniture";

export interface Chair {
  furniture_id: string;
  number: number;
  taken: SeatView | null;
}

const STEP = 0.02;
const NAME_PX = 24;
const NAME_ROOM = 8; // between a name and the edge of its table
const WIDTH_OF_A_LETTER = 0.5; // of its height, in the serif
const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

@customElement("accueil-seat-plan")
export class SeatPlan extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        overflow-x: auto;
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: var(--sunken);
      }
      svg.plan {
        display: block;
        inline-size: 100%;
        min-inline-size: 46rem;
        touch-action: pan-x pan-y;
      }
      .top {
        fill: var(--surface);
        stroke: var(--edge);
        stroke-width: 1.5;
      }
      .name {
        fill: var(--ink);
        font: 600 24px var(--serif);
        text-anchor: middle;
        dominant-baseline: central;
        font-variant-numeric: lining-nums;
      }
      .row .top {
        fill: none;
        stroke: none;
      }
      .row .name {
        fill: var(--quiet);
        text-anchor: end;
      }
      .chair circle {
        fill: var(--raised);
        stroke: var(--edge);
        stroke-width: 1.5;
      }
      .chair text {
        fill: var(--quiet);
        font: 500 17px var(--sans);
        text-anchor: middle;
        dominant-baseline: central;
        font-variant-numeric: lining-nums;
        pointer-events: none;
      }
      .chair.taken circle {
        fill: var(--accent);
        stroke: var(--accent);
      }
      .chair.taken text {
        fill: var(--on-accent);
        font-weight: 650;
      }
      .chair.chosen circle {
        stroke: var(--attention);
        stroke-width: 5;
      }
      .chair[role="button"],
      .piece[role="button"] {
        cursor: pointer;
      }
      .free .chair:not(.taken) circle {
        stroke: var(--accent);
        stroke-width: 2.5;
      }
      g:focus,
      g:focus-visible {
        outline: none; /* the ring is drawn on the chair, or on the table */
      }
      .chair:focus-visible circle,
      .piece:focus-visible > .top {
        stroke: var(--accent);
        stroke-width: 5;
      }
      .setting .piece {
        cursor: grab;
        touch-action: none;
      }
      .piece.chosen > .top {
        stroke: var(--accent);
        stroke-width: 4;
      }
      .row.chosen > .name {
        fill: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) furniture: FurnitureView[] = [];
  @property({ attribute: false }) seats: SeatView[] = [];
  @property({ attribute: false }) chosen: SeatView | null = null;
  @property({ type: Boolean }) seating = false; // somebody is chosen who wants a chair
  @property({ type: Boolean }) setting = false; // the tables are being set
  @property() piece = "";
  @query("svg.plan") private plan!: SVGSVGElement;
  private held: { id: string; at: Point } | null = null;

  override render(): TemplateResult {
    return html`<svg
      class="plan ${this.setting ? "setting" : ""} ${this.seating ? "free" : ""}"
      viewBox="0 0 ${WIDE} ${HIGH}"
      role="group"
      aria-label=${t("events.part.seats")}
      @pointermove=${this.drag}
      @pointerup=${this.letGo}
      @pointercancel=${this.letGo}
    >
      ${this.furniture.map((one) => this.drawPiece(one))}
    </svg>`;
  }

  private drawPiece(piece: FurnitureView): SVGTemplateResult {
    const { half, chairs } = drawn(piece);
    const { setting } = this;
    const name = t("events.piece", { name: piece.name, count: piece.seats });
    const chosen = setting && piece.id === this.piece ? "chosen" : "";
    return svg`<g
      class="piece ${piece.shape} ${chosen}"
      transform="translate(${piece.x * WIDE} ${piece.y * HIGH})"
      role=${setting ? "button" : "group"}
      tabindex=${setting ? 0 : nothing}
      aria-label=${name}
      @click=${() => setting && this.tell("piece", piece.id)}
      @keydown=${(event: KeyboardEvent) => this.key(event, piece)}
      @pointerdown=${(event: PointerEvent) => this.hold(event, piece)}
    >
      ${
        piece.shape === "round"
          ? svg`<circle class="top" r=${half.x}></circle>`
          : svg`<rect class="top" x=${-half.x} y=${-half.y} width=${2 * half.x} height=${2 * half.y} rx="10"></rect>`
      }
      ${this.drawName(piece, half)}
      ${chairs.map((at, index) => this.drawChair(piece, index + 1, at))}
    </g>`;
  }

  private drawName(piece: FurnitureView, half: Point): SVGTemplateResult {
    if (piece.shape !== "row") {
      const fits = Math.min(NAME_PX, (2 * half.x - 2 * NAME_ROOM) / (piece.name.length * WIDTH_OF_A_LETTER));
      return svg`<text class="name" .style=${`font-size: ${fits.toFixed(1)}px`}>${piece.name}</text>`;
    }
    return piece.turned
      ? svg`<text class="name" x=${half.x} y=${-half.y - 18}>${piece.name}</text>`
      : svg`<text class="name" x=${-half.x - 8}>${piece.name}</text>`;
  }

  private drawChair(piece: FurnitureView, number: number, at: Point): SVGTemplateResult {
    const taken =
      this.seats.find((one) => one.furniture_id === piece.id && one.number === number) ?? null;
    const chosen = taken !== null && taken === this.chosen ? "chosen" : "";
    const who = taken ? taken.name : t("events.free_chair");
    const chair: Chair = { furniture_id: piece.id, number, taken };
    const tap = (): void => {
      if (!this.setting) this.tell("chair", chair);
    };
    return svg`<g
      class="chair ${taken ? "taken" : ""} ${chosen}"
      transform="translate(${at.x} ${at.y})"
      role=${this.setting ? nothing : "button"}
      tabindex=${this.setting ? nothing : 0}
      aria-label=${this.setting ? nothing : `${piece.name}, ${number}: ${who}`}
      @click=${tap}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        tap();
      }}
    >
      <title>${who}</title>
      <circle r=${CHAIR}></circle>
      <text>${taken ? initials(taken.name) : number}</text>
    </g>`;
  }

  private key(event: KeyboardEvent, piece: FurnitureView): void {
    if (!this.setting) return;
    const by = ARROWS[event.key];
    if (by) this.tell("moved", movedBy(piece, by.x, by.y));
    else if (event.key === "Enter" || event.key === " ") this.tell("piece", piece.id);
    else return;
    event.preventDefault();
  }

  private hold(event: PointerEvent, piece: FurnitureView): void {
    if (!this.setting) return;
    this.held = { id: piece.id, at: this.place(event) };
    this.plan.setPointerCapture(event.pointerId);
    this.tell("piece", piece.id);
  }

  private readonly drag = (event: PointerEvent): void => {
    const { held } = this;
    const piece = held && this.furniture.find((one) => one.id === held.id);
    if (!held || !piece) return;
    const now = this.place(event);
    this.tell("moved", movedBy(piece, now.x - held.at.x, now.y - held.at.y));
    this.held = { id: held.id, at: now };
  };

  private readonly letGo = (): void => {
    this.held = null;
  };

  private place(event: PointerEvent): Point {
    const box = this.plan.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
