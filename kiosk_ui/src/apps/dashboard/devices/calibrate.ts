/**
 * Where a counting camera counts: its blurred picture, the line and the zones drawn on it, and what
 * it counts while somebody walks through.
 */

import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { look } from "../look";
import { path } from "./kinds";
import {
  arrow,
  at,
  lineOf,
  lineText,
  zoneOf,
  zoneText,
  type Line,
  type Point,
  type Zone,
} from "./outlines";
import type { Command } from "./views";

const ASK_MS = 500;
const WAIT_MS = 12_000;
const NUDGE = 0.01;
const STEPS: Record<string, Point> = {
  ArrowLeft: { x: -NUDGE, y: 0 },
  ArrowRight: { x: NUDGE, y: 0 },
  ArrowUp: { x: 0, y: -NUDGE },
  ArrowDown: { x: 0, y: NUDGE },
};
const A_LINE: Line = { name: "door", from: { x: 0.15, y: 0.5 }, to: { x: 0.85, y: 0.5 } };

/** A point that can be taken hold of: which line or zone, and which of its points. */
type Handle = { of: "line" | "zone"; number: number; point: number };

@customElement("accueil-calibrate")
export class Calibrate extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .picture {
        position: relative;
        margin-block: var(--s3);
        border-radius: var(--radius);
        background: var(--sunken);
        overflow: hidden;
      }
      .picture img {
        display: block;
        inline-size: 100%;
        block-size: auto;
      }
      .picture svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        touch-action: none;
      }
      svg .line,
      svg .in {
        stroke: #9fcdbb;
        stroke-width: 3;
        vector-effect: non-scaling-stroke;
        fill: none;
      }
      svg .zone {
        fill: rgb(230 181 125 / 22%);
        stroke: #e6b57d;
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
      .handle {
        position: absolute;
        inline-size: var(--touch);
        min-block-size: var(--touch);
        padding: 0;
        transform: translate(-50%, -50%);
        border: 0;
        background: radial-gradient(#fff 0 0.4rem, #1d4b40 0.4rem 0.55rem, transparent 0.6rem);
        touch-action: none;
        cursor: grab;
      }
      .handle:active:not(:disabled),
      .handle:hover:not(:disabled) {
        transform: translate(-50%, -50%);
        background: radial-gradient(#fff 0 0.4rem, #1d4b40 0.4rem 0.7rem, transparent 0.75rem);
      }
    `,
  ];

  @property({ attribute: "device-id" }) deviceId = "";
  @state() private image = "";
  @state() private lines: Line[] = [A_LINE];
  @state() private zones: Zone[] = [];
  @state() private saved = false;
  @query(".picture") private picture!: HTMLElement;
  private held: Handle | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.recall();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("calibrate.title")}</h2>
        <button ?disabled=${this.busy} @click=${this.look}>
          ${t(this.image ? "calibrate.look_again" : "calibrate.look")}
        </button>
      </div>
      <p class="quiet small">${t("calibrate.how")}</p>
      ${this.wrong()}
      ${this.image ? this.drawing() : nothing}
    </section>`;
  }

  private drawing(): TemplateResult {
    return html`<div class="picture">
        <img src=${this.image} alt=${t("calibrate.alt")} draggable="false" />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          ${this.zones.map(
            (zone) =>
              svg`<polygon class="zone" points=${zone.corners.map(({ x, y }) => `${x},${y}`).join(" ")}></polygon>`,
          )}
          ${this.lines.map(drawn)}
        </svg>
        ${this.lines.flatMap((line, number) =>
          [line.from, line.to].map((point, end) =>
            this.handle({ of: "line", number, point: end }, point, line.name),
          ),
        )}
        ${this.zones.flatMap((zone, number) =>
          zone.corners.map((point, corner) =>
            this.handle({ of: "zone", number, point: corner }, point, zone.name),
          ),
        )}
      </div>
      <div class="end">
        <button @click=${this.turn}>${t("calibrate.turn")}</button>
        <button @click=${this.addZone}>${t("calibrate.add_zone")}</button>
        ${this.zones.length
          ? html`<button @click=${() => (this.zones = this.zones.slice(0, -1))}>
              ${t("calibrate.drop_zone")}
            </button>`
          : nothing}
        <button class="primary" ?disabled=${this.busy} @click=${this.save}>${t("common.save")}</button>
        ${this.saved ? html`<span role="status" class="good">${t("calibrate.walk")}</span>` : nothing}
      </div>`;
  }

  private handle(handle: Handle, point: Point, name: string): TemplateResult {
    return html`<button
      class="handle"
      .style=${at(point)}
      aria-label=${t("calibrate.point", { name, number: handle.point + 1 })}
      @pointerdown=${(event: PointerEvent) => this.take(event, handle)}
      @pointermove=${this.drag}
      @pointerup=${() => (this.held = null)}
      @keydown=${(event: KeyboardEvent) => this.nudge(event, handle, point)}
    ></button>`;
  }

  private take(event: PointerEvent, handle: Handle): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.held = handle;
  }

  private readonly drag = (event: PointerEvent): void => {
    if (!this.held || event.buttons === 0) return;
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    this.move(this.held, { x: (event.clientX - left) / width, y: (event.clientY - top) / height });
  };

  private nudge(event: KeyboardEvent, handle: Handle, from: Point): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(handle, { x: from.x + step.x, y: from.y + step.y });
  }

  private move(handle: Handle, to: Point): void {
    const point = { x: Math.min(1, Math.max(0, to.x)), y: Math.min(1, Math.max(0, to.y)) };
    this.saved = false;
    if (handle.of === "zone") {
      this.zones = this.zones.map((zone, number) =>
        number === handle.number
          ? { ...zone, corners: zone.corners.map((old, i) => (i === handle.point ? point : old)) }
          : zone,
      );
    } else {
      this.lines = this.lines.map((line, number) =>
        number === handle.number ? { ...line, [handle.point === 0 ? "from" : "to"]: point } : line,
      );
    }
  }

  private readonly turn = (): void => {
    this.saved = false;
    this.lines = this.lines.map(({ name, from, to }) => ({ name, from: to, to: from }));
  };

  private readonly addZone = (): void => {
    this.saved = false;
    const corners = [
      { x: 0.3, y: 0.6 },
      { x: 0.7, y: 0.6 },
      { x: 0.7, y: 0.9 },
      { x: 0.3, y: 0.9 },
    ];
    this.zones = [...this.zones, { name: `zone-${this.zones.length + 1}`, corners }];
  };

  private readonly look = (): Promise<boolean> =>
    this.ask(async () => {
      const { id } = await this.command("preview", {});
      this.image = `/api/v1${path(this.deviceId)}/commands/${id}/preview`;
    });

  private readonly save = (): Promise<boolean> =>
    this.ask(async () => {
      this.saved = false;
      await this.command("configure", {
        lines: this.lines.map(lineText),
        zones: this.zones.map(zoneText),
      });
      this.saved = true;
    });

  /** Ask the camera, and wait for its answer; what it refuses is said in its own words. */
  private async command(what: "preview" | "configure", parameters: object): Promise<Command> {
    const at = `${path(this.deviceId)}/commands`;
    let command = await api.post<Command>(at, { do: what, parameters });
    const until = performance.now() + WAIT_MS;
    while ((command.state === "waiting" || command.state === "sent") && performance.now() < until) {
      await new Promise((done) => setTimeout(done, ASK_MS));
      command = await api.get<Command>(`${at}/${command.id}`);
    }
    if (command.state !== "done") throw new NoAnswer(command.reason || t("calibrate.no_answer"));
    return command;
  }

  /** What it was told last, as far as we know. */
  private async recall(): Promise<void> {
    const told = await api.get<Command[]>(`${path(this.deviceId)}/commands`).catch(() => []);
    const last = told.find((one) => one.do === "configure" && one.state === "done")?.parameters;
    if (!last) return;
    const lines = texts(last["lines"]).flatMap((text) => lineOf(text) ?? []);
    if (lines.length) this.lines = lines;
    this.zones = texts(last["zones"]).flatMap((text) => zoneOf(text) ?? []);
  }

  protected override inWords(error: unknown): string {
    return error instanceof NoAnswer ? error.message : super.inWords(error);
  }
}

class NoAnswer extends Error {}

function drawn(line: Line): SVGTemplateResult {
  const { from, to } = line;
  const inwards = arrow(line);
  return svg`<line class="line" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>
    <line class="in" x1=${inwards.from.x} y1=${inwards.from.y} x2=${inwards.to.x} y2=${inwards.to.y}></line>
    <circle class="in" cx=${inwards.to.x} cy=${inwards.to.y} r="0.008"></circle>`;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
