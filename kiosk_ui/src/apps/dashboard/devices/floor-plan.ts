/**
 * The boutique's plan with its devices on it. A device is put where it hangs by dragging its pin,
 * or with the arrow keys; one that has no place yet waits below and is put down with a tap.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Asking } from "../../../elements/asking";
import { base, buttons } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { DeviceView } from "../../../lib/views";
import { look } from "../look";
import { condition, path, sign } from "./kinds";
import { at, type Point as Place } from "./outlines";
import type { FloorPlan as Plan } from "./views";

const STEP = 0.01;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

@customElement("accueil-floor-plan")
export class FloorPlan extends Asking {
  static override styles = [
    base,
    buttons,
    look,
    css`
      .plan {
        position: relative;
        max-inline-size: 44rem;
        margin-inline: auto;
        border: 1px solid var(--hairline);
        border-radius: var(--radius);
        background: #fcfaf7;
        overflow: hidden;
      }
      .plan.drawn {
        background: var(--surface);
      }
      .plan.putting {
        cursor: crosshair;
      }
      .plan img {
        display: block;
        inline-size: 100%;
        block-size: auto;
        user-select: none;
      }
      .pin {
        position: absolute;
        inline-size: var(--touch);
        padding: 0;
        transform: translate(-50%, -50%);
        border: 2px solid var(--surface);
        background: var(--accent);
        color: var(--on-accent);
        cursor: grab;
        touch-action: none;
      }
      .pin:active:not(:disabled) {
        transform: translate(-50%, -50%);
        cursor: grabbing;
      }
      @media (hover: hover) {
        .pin:hover:not(:disabled) {
          background: var(--accent-deep);
        }
      }
      @media (max-width: 34rem) {
        /* Neighbours on a small plan: the list below has the same doors at full size. */
        .pin {
          inline-size: 1.75rem;
          min-inline-size: 1.75rem;
          min-block-size: 1.75rem;
          font-size: var(--text-xs);
        }
      }
      .pin.alert {
        background: var(--attention);
        color: var(--surface);
      }
      .pin.quiet {
        background: var(--edge);
        color: var(--surface);
      }
      .unplaced {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: center;
        margin-block-start: var(--s4);
      }
      input[type="file"] {
        position: absolute;
        inline-size: 1px;
        opacity: 0;
      }
    `,
  ];

  @property({ attribute: false }) devices: DeviceView[] = [];
  @state() private plan: Plan | null = null;
  @state() private putting: DeviceView | null = null;
  @state() private held: { id: string; place: Place } | null = null;
  @query(".plan") private area!: HTMLElement;
  @query("input[type=file]") private chooser!: HTMLInputElement;
  private moved = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    const unplaced = this.devices.filter((device) => device.x === null);
    return html`<section class="panel">
      <div class="head">
        <h2>${t("plan.title")}</h2>
        <div class="end">
          ${this.plan?.own
            ? html`<button class="bare" @click=${this.forget}>${t("plan.draw")}</button>`
            : nothing}
          <button @click=${() => this.chooser.click()}>${t("plan.upload")}</button>
          <input
            type="file"
            accept="image/svg+xml,.svg"
            tabindex="-1"
            aria-label=${t("plan.upload")}
            @change=${this.upload}
          />
        </div>
      </div>
      ${this.wrong()}
      ${this.plan ? this.drawn(this.plan) : html`<p class="none" role="status">${t("common.loading")}</p>`}
      ${unplaced.length
        ? html`<div class="unplaced">
            <span class="quiet small"
              >${this.putting ? t("plan.tap") : t("plan.unplaced")}</span
            >
            ${unplaced.map(
              (device) => html`<button
                aria-pressed=${this.putting?.id === device.id ? "true" : "false"}
                @click=${() => this.choose(device)}
              >
                ${icon(sign(device.kind))}${device.name || device.id}
              </button>`,
            )}
          </div>`
        : nothing}
    </section>`;
  }

  private drawn(plan: Plan): TemplateResult {
    return html`<div class="plan ${plan.own ? "" : "drawn"} ${this.putting ? "putting" : ""}" @click=${this.put}>
      <img
        src=${plan.image_url}
        alt=${t("plan.alt")}
        width=${plan.width}
        height=${plan.height}
        draggable="false"
      />
      ${this.devices.filter((device) => device.x !== null).map((device) => this.pin(device))}
    </div>`;
  }

  private pin(device: DeviceView): TemplateResult {
    const place = this.held?.id === device.id ? this.held.place : { x: device.x ?? 0, y: device.y ?? 0 };
    const { word, tone } = condition(device);
    return html`<button
      class="pin ${tone}"
      .style=${at(place)}
      aria-label=${t("plan.pin", { name: device.name || device.id, state: word })}
      title=${device.name || device.id}
      @pointerdown=${(event: PointerEvent) => this.take(event, device)}
      @pointermove=${this.drag}
      @pointerup=${this.drop}
      @pointercancel=${() => (this.held = null)}
      @keydown=${(event: KeyboardEvent) => this.nudge(event, device)}
      @click=${(event: MouseEvent) => this.open(event, device)}
    >
      ${icon(sign(device.kind))}
    </button>`;
  }

  private choose(device: DeviceView): void {
    this.putting = this.putting?.id === device.id ? null : device;
  }

  private readonly put = (event: MouseEvent): void => {
    const device = this.putting;
    if (!device) return;
    this.putting = null;
    void this.save(device.id, this.under(event));
  };

  private take(event: PointerEvent, device: DeviceView): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.moved = false;
    this.held = { id: device.id, place: { x: device.x ?? 0, y: device.y ?? 0 } };
  }

  private readonly drag = (event: PointerEvent): void => {
    if (!this.held || event.buttons === 0) return;
    this.moved = true;
    this.held = { ...this.held, place: this.under(event) };
  };

  private readonly drop = (): void => {
    const { held } = this;
    if (held && this.moved) void this.save(held.id, held.place);
    else this.held = null;
  };

  private nudge(event: KeyboardEvent, device: DeviceView): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const from = this.held?.id === device.id ? this.held.place : { x: device.x ?? 0, y: device.y ?? 0 };
    void this.save(device.id, within({ x: from.x + step[0], y: from.y + step[1] }));
  }

  private open(event: MouseEvent, device: DeviceView): void {
    event.stopPropagation();
    if (!this.moved) location.hash = `places/${encodeURIComponent(device.id)}`;
    this.moved = false;
  }

  private under(event: MouseEvent): Place {
    const { left, top, width, height } = this.area.getBoundingClientRect();
    return within({ x: (event.clientX - left) / width, y: (event.clientY - top) / height });
  }

  private async save(id: string, place: Place): Promise<void> {
    this.held = { id, place };
    await this.change(() => api.patch(path(id), place));
    this.held = null;
  }

  private readonly upload = async (): Promise<void> => {
    const [file] = this.chooser.files ?? [];
    this.chooser.value = "";
    if (!file) return;
    const svg = new Blob([file], { type: "image/svg+xml" });
    await this.change(async () => {
      await api.putFile("/floor-plan", svg);
      await this.read();
    });
  };

  private readonly forget = (): Promise<void> =>
    this.change(async () => {
      await api.remove("/floor-plan");
      await this.read();
    });

  private async read(): Promise<void> {
    try {
      this.plan = await api.get<Plan>("/floor-plan");
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async change(act: () => Promise<unknown>): Promise<void> {
    if (await this.ask(act)) this.tell("changed");
  }
}

function within(place: Place): Place {
  const bound = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return { x: bound(place.x), y: bound(place.y) };
}
