/**
 * A chart over time: bars, steps and lines, a band around what is expected, limits, and gaps that
 * look like gaps. The pointer or the arrow keys read it moment by moment; a table says the same.
 *
 * uPlot is fetched when the first chart is shown: pages without one do not pay for it.
 */

import { css, html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type UPlot from "uplot";
import uplotCss from "uplot/dist/uPlot.min.css?inline";

import { spaced, WHOLE_STEPS } from "../lib/axis";
import { t } from "../lib/i18n";
import { Spoken } from "./spoken";
import { base } from "./styles";

export type Look = "bar" | "faint" | "step" | "dashed" | "line";

/** `values` are one a moment; null is drawn as nothing. */
export interface Line {
  label: string;
  values: (number | null)[];
  look: Look;
}

export interface Limit {
  value: number;
  label: string;
}

/** `at` are moments in seconds since 1970, `gaps` pairs of them. */
export interface Shape {
  at: number[];
  lines: Line[];
  band?: { label: string; low: (number | null)[]; high: (number | null)[] };
  limits?: Limit[];
  gaps?: [number, number][];
  /** Of things that come whole: no figure beside the picture stands between two. */
  counts?: boolean;
  moment: (atS: number) => string;
  /** Which moments the axis may name; any, unless told. */
  marks?: number[];
  tick: (atS: number) => string;
  value: (value: number) => string;
}

interface Inks {
  accent: string;
  wash: string;
  quiet: string;
  hairline: string;
  attention: string;
  font: string;
  /** How large a letter is, in pixels. */
  letter: number;
}

/** In letters: room beside the values, from one value to the next, for a moment's name and above it. */
const AXIS_LETTERS = 4;
const VALUE_LETTERS = 3.2;
const LABEL_LETTERS = 6.3;
const GAP_LETTERS = 0.7;
const FOOT_LETTERS = 2.6;
/** How thick a line is: a letter of 13 pixels stands beside one of a pixel and a half. */
const PEN_LETTERS = 0.115;
const STEPS: ReadonlySet<Look> = new Set(["step", "dashed"] as const);
const HATCH_PX = 7;
const ROOM = 1.12; // above the highest value

@customElement("accueil-chart")
export class Chart extends Spoken {
  static override styles = [
    unsafeCSS(uplotCss),
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .plot {
        block-size: var(--chart-height, 17rem);
        border-radius: var(--radius-s);
        font-size: var(--chart-text, var(--text-s));
        direction: ltr; /* time goes on to the right in every language's charts */
      }
      .u-legend {
        display: none;
      }
      .read {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--s4);
        min-block-size: 1.5rem;
        font-size: var(--text-s);
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .read b {
        color: var(--ink);
        font-weight: 600;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1) var(--s4);
        margin-block-start: var(--s2);
        font-size: var(--text-s);
        color: var(--quiet);
      }
      .legend li {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
      }
      .legend i {
        inline-size: 1.25rem;
        block-size: 0.75rem;
      }
      .bar i {
        background: var(--accent);
        border-radius: 2px;
      }
      .faint i {
        border: 1.5px solid var(--accent);
        border-radius: 2px;
      }
      .step i,
      .dashed i,
      .line i {
        block-size: 0;
        border-block-start: 2px solid var(--quiet);
      }
      .line i {
        border-color: var(--accent);
      }
      .dashed i {
        border-block-start-style: dashed;
        border-color: var(--accent);
      }
      .band i {
        background: var(--accent-wash);
        border: 1px solid var(--hairline);
      }
      .gap i {
        background: repeating-linear-gradient(
          135deg,
          transparent 0 3px,
          var(--quiet) 3px 4px
        );
      }
      details {
        margin-block-start: var(--s2);
        font-size: var(--text-s);
      }
      summary {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--quiet);
        cursor: pointer;
      }
      .scroll {
        max-block-size: 24rem;
        overflow: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: var(--s1) var(--s2);
        border-block-end: 1px solid var(--hairline);
        text-align: end;
        font-weight: 400;
      }
      th:first-child,
      td:first-child {
        text-align: start;
      }
      thead th {
        color: var(--quiet);
      }
    `,
  ];

  @property({ attribute: false }) shape!: Shape;
  /** What it shows, for those who do not see it. */
  @property() label = "";
  /** Without a table, legend or reading: on a wall nobody touches. */
  @property({ type: Boolean }) bare = false;
  @state() private index: number | null = null;
  @query(".plot") private place!: HTMLElement;
  private plot: UPlot | null = null;
  private drawn = 0;
  private drawnIn = "";
  private readonly size = new ResizeObserver(() => this.resize());
  private readonly theme = new MutationObserver(() => void this.draw());
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly again = (): void => void this.draw();

  override connectedCallback(): void {
    super.connectedCallback();
    this.theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.dark.addEventListener("change", this.again);
    if (this.hasUpdated) void this.draw();
  }

  override disconnectedCallback(): void {
    this.theme.disconnect();
    this.dark.removeEventListener("change", this.again);
    this.size.disconnect();
    this.plot?.destroy();
    this.plot = null;
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("shape")) void this.draw();
  }

  override render(): TemplateResult {
    return html`<figure>
      ${this.bare ? nothing : this.reading()}
      <div
        class="plot"
        role="img"
        aria-label=${this.label}
        tabindex=${this.bare ? nothing : 0}
        @keydown=${this.keys}
      ></div>
      ${this.bare ? nothing : html`${this.legend()}${this.table()}`}
    </figure>`;
  }

  private reading(): TemplateResult {
    const { shape, index } = this;
    const at = index === null ? undefined : shape.at[index];
    return html`<p class="read" role="status">
      ${at === undefined
        ? nothing
        : html`<b>${shape.moment(at)}</b>${shape.lines.map((line) => {
              const value = line.values[index!];
              return value === null || value === undefined
                ? nothing
                : html`<span>${line.label} <b>${shape.value(value)}</b></span>`;
            })}${this.gapAt(at) ? html`<span>${t("traffic.gap")}</span>` : nothing}`}
    </p>`;
  }

  private legend(): TemplateResult {
    const { shape } = this;
    return html`<ul class="legend">
      ${shape.lines
        .filter((line) => line.label && line.values.some((value) => value !== null))
        .map((line) => html`<li class=${line.look}><i></i>${line.label}</li>`)}
      ${shape.band ? html`<li class="band"><i></i>${shape.band.label}</li>` : nothing}
      ${shape.gaps?.length ? html`<li class="gap"><i></i>${t("traffic.gap")}</li>` : nothing}
    </ul>`;
  }

  private table(): TemplateResult {
    const { shape } = this;
    const cell = (value: number | null | undefined): string =>
      value === null || value === undefined ? "–" : shape.value(value);
    return html`<details>
      <summary>${t("traffic.table")}</summary>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${t("traffic.when")}</th>
              ${shape.lines.map((line) => html`<th scope="col">${line.label}</th>`)}
              ${shape.band ? html`<th scope="col">${shape.band.label}</th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${shape.at.map(
              (at, place) => html`<tr>
                <th scope="row">${shape.moment(at)}</th>
                ${shape.lines.map((line) => html`<td>${cell(line.values[place])}</td>`)}
                ${shape.band
                  ? html`<td>${cell(shape.band.low[place])} – ${cell(shape.band.high[place])}</td>`
                  : nothing}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  private readonly keys = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 };
    const step = steps[event.key];
    if (step === undefined || !this.plot) return;
    event.preventDefault();
    const last = this.shape.at.length - 1;
    const next = Math.min(last, Math.max(0, (this.index ?? (step > 0 ? -1 : last + 1)) + step));
    this.plot.setCursor({ left: this.plot.valToPos(this.shape.at[next]!, "x"), top: 10 });
  };

  private momentAt(place: number | null): number | null {
    return place === null ? null : Math.min(place, this.shape.at.length - 1);
  }

  private gapAt(at: number): boolean {
    return this.shape.gaps?.some(([from, until]) => from <= at && at < until) ?? false;
  }

  /** A canvas keeps the letters it was drawn with: where they would be others now, it is drawn anew. */
  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (!width || !height) return;
    if (this.font() === this.drawnIn) this.plot?.setSize({ width, height });
    else void this.draw();
  }

  private font(): string {
    const { fontFamily, fontSize } = getComputedStyle(this.place);
    return `${fontSize} ${fontFamily}`;
  }

  private async draw(): Promise<void> {
    const turn = ++this.drawn;
    const { default: Plot } = await import("uplot");
    await this.updateComplete;
    if (turn !== this.drawn || !this.isConnected || !this.shape.at.length) return;
    const inks = this.inks();
    this.plot?.destroy();
    this.drawnIn = inks.font;
    this.plot = new Plot(this.options(Plot, inks), this.data(), this.place);
    this.size.observe(this.place);
  }

  /** With a moment more where steps are drawn: the last of them lasts as long as the others. */
  private data(): UPlot.AlignedData {
    const { at, lines, band } = this.shape;
    const limits = this.shape.limits ?? [];
    const step = this.step();
    const longer = <T>(values: T[], last: T): T[] => (step ? [...values, last] : values);
    const held = (values: (number | null)[]) => longer(values, values.at(-1) ?? null);
    return [
      longer(at, (at.at(-1) ?? 0) + step),
      ...(band ? [held(band.low), held(band.high)] : []),
      ...lines.map((line) =>
        STEPS.has(line.look) ? held(line.values) : longer(line.values, null),
      ),
      ...limits.map(({ value }) => longer(at, 0).map(() => value)),
    ];
  }

  private options(Plot: typeof UPlot, inks: Inks): UPlot.Options {
    const { shape } = this;
    const steps = Plot.paths.stepped!({ align: 1, alignGaps: 1 });
    const bars = Plot.paths.bars!({ align: 1, size: [0.86, 240], radius: 0.12 });
    const edge: UPlot.Series = { stroke: "transparent", paths: steps, points: { show: false } };
    const pen = PEN_LETTERS * inks.letter;
    const looks: Record<Look, UPlot.Series> = {
      bar: { fill: inks.accent, stroke: inks.accent, width: 0, paths: bars },
      faint: { fill: inks.wash, stroke: inks.accent, width: pen, paths: bars },
      step: { stroke: inks.quiet, width: pen, paths: steps },
      dashed: { stroke: inks.accent, width: pen, dash: [4 * pen, 3.5 * pen], paths: steps },
      line: { stroke: inks.accent, width: 1.5 * pen },
    };
    const axis: UPlot.Axis = {
      stroke: inks.quiet,
      font: inks.font,
      grid: { stroke: inks.hairline, width: 1 },
      ticks: { show: false },
    };
    return {
      width: this.place.clientWidth,
      height: this.place.clientHeight,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: (_plot, low, high) => [low, high] },
        y: { range: (_plot, _low, high) => [0, Math.max(4, high * ROOM)] },
      },
      series: [
        {},
        ...(shape.band ? [edge, edge] : []),
        ...shape.lines.map((line) => ({ points: { show: false }, ...looks[line.look] })),
        ...(shape.limits ?? []).map(() => ({
          stroke: inks.attention,
          width: 1,
          dash: [2, 4],
          points: { show: false },
        })),
      ],
      ...(shape.band ? { bands: [{ series: [2, 1], fill: inks.wash }] } : {}),
      axes: [
        {
          ...axis,
          size: FOOT_LETTERS * inks.letter,
          gap: GAP_LETTERS * inks.letter,
          grid: { show: false },
          splits: (plot) =>
            spaced(
              shape.marks ?? shape.at,
              plot.bbox.width / devicePixelRatio / (LABEL_LETTERS * inks.letter),
            ),
          values: (_plot, at) => at.map(shape.tick),
        },
        {
          ...axis,
          size: AXIS_LETTERS * inks.letter,
          space: VALUE_LETTERS * inks.letter,
          ...(shape.counts ? { incrs: WHOLE_STEPS } : {}),
          values: (_plot, values) => values.map(shape.value),
        },
      ],
      hooks: {
        setCursor: [(plot) => (this.index = this.momentAt(plot.cursor.idx ?? null))],
        drawClear: [(plot) => this.hatch(plot, inks)],
      },
    };
  }

  /** From one moment to the next: what the last bar needs to have room. */
  private step(): number {
    const [first = 0, second = first] = this.shape.at;
    return this.shape.lines.some((line) => line.look !== "line") ? second - first : 0;
  }

  private hatch(plot: UPlot, inks: Inks): void {
    const { ctx, bbox } = plot;
    for (const [from, until] of this.shape.gaps ?? []) {
      const start = Math.max(bbox.left, plot.valToPos(from, "x", true));
      const end = Math.min(bbox.left + bbox.width, plot.valToPos(until, "x", true));
      if (end <= start) continue;
      ctx.save();
      ctx.beginPath();
      ctx.rect(start, bbox.top, end - start, bbox.height);
      ctx.clip();
      ctx.beginPath();
      for (let x = start - bbox.height; x < end; x += HATCH_PX * devicePixelRatio) {
        ctx.moveTo(x, bbox.top + bbox.height);
        ctx.lineTo(x + bbox.height, bbox.top);
      }
      ctx.globalAlpha = 0.35;
      ctx.strokeStyle = inks.quiet;
      ctx.lineWidth = devicePixelRatio;
      ctx.stroke();
      ctx.restore();
    }
  }

  /** A canvas knows no custom property: they are resolved by an element that wears them. */
  private inks(): Inks {
    const wearer = document.createElement("i");
    this.place.append(wearer);
    const ink = (name: string): string => {
      wearer.style.color = `var(--${name})`;
      return getComputedStyle(wearer).color;
    };
    const font = this.font();
    const inks = {
      accent: ink("accent"),
      wash: ink("accent-wash"),
      quiet: ink("quiet"),
      hairline: ink("hairline"),
      attention: ink("attention"),
      font,
      letter: parseFloat(font),
    };
    wearer.remove();
    return inks;
  }
}
