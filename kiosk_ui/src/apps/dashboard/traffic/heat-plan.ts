/**
 * The boutique's plan, each zone tinted by how long people stay in it today, with who is there and
 * who queues. A zone is the plan's own shape that bears its id; where the plan has none, it is a
 * disc where the zone's devices hang. The list beside it says the same in words.
 */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { ZoneNow } from "../../../lib/traffic-views";
import type { DeviceView } from "../../../lib/views";
import type { FloorPlan as Plan } from "../devices/views";
import { look } from "../look";
import { figure } from "./words";

const SVG = "http://www.w3.org/2000/svg";
const DISC = 0.09; // of the plan's shorter side
const FAINTEST = 0.12;
const STRONGEST = 0.5;

@customElement("accueil-heat-plan")
export class HeatPlan extends Spoken {
  static override styles = [
    base,
    look,
    css`
      .plan {
        position: relative;
        max-inline-size: 40rem;
        margin-inline: auto;
      }
      .plan svg {
        display: block;
        inline-size: 100%;
        block-size: auto;
        max-block-size: 34rem;
      }
      .plan.own {
        border-radius: var(--radius);
        background: #fcfaf7;
        overflow: hidden;
      }
      .plan:not(.own) text {
        fill: var(--ink);
      }
      .zone {
        fill: var(--accent);
        transition: fill-opacity var(--calm) var(--ease);
      }
      .zone.queue {
        stroke: var(--attention);
        stroke-width: 3;
      }
      .key {
        display: flex;
        align-items: center;
        gap: var(--s2);
        margin-block-start: var(--s3);
      }
      .key i {
        inline-size: 6rem;
        block-size: 0.5rem;
        border-radius: 1rem;
        background: linear-gradient(to right, var(--accent-wash), var(--accent));
      }
      meter {
        display: block;
        inline-size: 100%;
        block-size: 3px;
        border: 0;
        border-radius: 3px;
        background: var(--sunken);
        appearance: none;
        overflow: hidden;
      }
      meter::-webkit-meter-bar {
        block-size: 3px;
        border: 0;
        background: var(--sunken);
      }
      meter::-webkit-meter-optimum-value {
        background: var(--accent);
      }
      meter::-moz-meter-bar {
        background: var(--accent);
      }
      .rows .main .small {
        display: block;
      }
      .rows > li {
        min-block-size: 2.75rem;
        padding-block: var(--s1);
      }
    `,
  ];

  @property({ attribute: false }) zones: ZoneNow[] = [];
  @property({ attribute: false }) devices: DeviceView[] = [];
  @state() private own = false;
  @query(".plan") private area!: HTMLElement;
  private drawn: SVGSVGElement | null = null;
  private places = "";

  override willUpdate(): void {
    const places = this.zones.map((one) => `${one.zone}/${one.name}`).join();
    if (places === this.places) return;
    this.places = places;
    void this.read();
  }

  override updated(_changed: PropertyValues<this>): void {
    if (!this.drawn) return;
    if (this.drawn.parentNode !== this.area) this.area.replaceChildren(this.drawn);
    this.tint(this.drawn);
  }

  override render(): TemplateResult {
    const seen = this.zones.filter((one) => one.people !== null || one.dwell_median_s !== null);
    if (!seen.length) return html`${nothing}`;
    const longest = Math.max(...seen.map((one) => one.dwell_median_s ?? 0));
    return html`<section class="panel">
      <div class="head"><h2>${t("traffic.plan")}</h2></div>
      <div class="plan ${this.own ? "own" : ""}" aria-hidden="true"></div>
      ${longest
        ? html`<p class="key small quiet">
            ${t("traffic.dwell_none")}<i aria-hidden="true"></i>${figure(longest, "seconds", "")}
          </p>`
        : nothing}
      <ul class="rows">
        ${seen.map(
          (one) => html`<li>
            <div class="main">
              ${one.name}
              <span class="small quiet">${words(one)}</span>
              ${one.attraction === null
                ? nothing
                : html`<meter
                    max="1"
                    value=${one.attraction}
                    title=${t("traffic.attraction")}
                    aria-label=${t("traffic.attraction")}
                  ></meter>`}
            </div>
            ${one.gap
              ? html`<span class="small alert">${t("traffic.gap")}</span>`
              : html`<span class="figures"
                  >${one.people === null ? "–" : whole(one.people)}${one.capacity
                    ? html` <span class="quiet">/ ${whole(one.capacity)}</span>`
                    : nothing}</span
                >`}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private tint(svg: SVGSVGElement): void {
    const longest = Math.max(0, ...this.zones.map((one) => one.dwell_median_s ?? 0));
    for (const zone of this.zones) {
      const shape = this.shapeOf(svg, zone);
      if (!shape) continue;
      shape.classList.add("zone");
      shape.classList.toggle("queue", (zone.queue ?? 0) > 0);
      shape.setAttribute("fill-opacity", String(shade(zone, longest)));
      shape.removeAttribute("fill");
    }
  }

  private shapeOf(svg: SVGSVGElement, zone: ZoneNow): Element | null {
    const id = CSS.escape(zone.zone);
    return svg.querySelector(`[data-zone="${id}"], #${id}`) ?? this.disc(svg, zone);
  }

  /** Where the zone's devices hang, in the middle of them. */
  private disc(svg: SVGSVGElement, zone: ZoneNow): Element | null {
    const here = this.devices.filter((one) => one.zone === zone.zone && one.x !== null);
    if (!here.length) return null;
    const { x, y, width, height } = svg.viewBox.baseVal;
    const middle = (of: (one: DeviceView) => number): number =>
      here.reduce((sum, one) => sum + of(one), 0) / here.length;
    const disc = document.createElementNS(SVG, "circle");
    disc.setAttribute("data-zone", zone.zone);
    disc.setAttribute("cx", String(x + width * middle((one) => one.x ?? 0)));
    disc.setAttribute("cy", String(y + height * middle((one) => one.y ?? 0)));
    disc.setAttribute("r", String(Math.min(width, height) * DISC));
    svg.prepend(disc);
    return disc;
  }

  private async read(): Promise<void> {
    try {
      const plan = await api.get<Plan>("/floor-plan");
      const answer = await fetch(plan.image_url);
      if (!answer.ok) return;
      const read = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
      const svg = document.importNode(read.documentElement, true);
      if (!(svg instanceof SVGSVGElement)) return;
      this.drawn = svg;
      this.own = plan.own;
      this.requestUpdate();
    } catch {
      this.drawn = null; // the list says it all
    }
  }
}

/** How strongly a zone is tinted: the longest stay of all zones is the strongest. */
export function shade(zone: Pick<ZoneNow, "dwell_median_s">, longest: number): number {
  if (!zone.dwell_median_s || !longest) return 0;
  const part = zone.dwell_median_s / longest;
  return Math.round((FAINTEST + (STRONGEST - FAINTEST) * part) * 100) / 100;
}

function words(zone: ZoneNow): string {
  return [
    zone.dwell_median_s === null
      ? ""
      : t("traffic.stays", { time: figure(zone.dwell_median_s, "seconds", "") }),
    zone.queue === null ? "" : t("traffic.queue_count", { count: zone.queue }),
  ]
    .filter(Boolean)
    .join(" · ");
}
