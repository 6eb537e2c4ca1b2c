/** What the idle screen says of tonight: the event that is open here, or opens next. */

import { html, nothing, type TemplateResult } from "lit";

import { said, type EveningView } from "../../lib/door";
import { time, zoneHere } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { wallTime } from "../../lib/wall-time";

const EVENING_FROM = 17;

/** The one whose doors are open, the one that began last first; else the next of today. */
export function tonight(evenings: readonly EveningView[], now: number): EveningView | null {
  const open = evenings.filter(
    (one) => Date.parse(one.doors_open) <= now && now < Date.parse(one.doors_close),
  );
  const [latest] = open.sort((a, b) => b.starts.localeCompare(a.starts));
  const next = evenings
    .filter((one) => now < Date.parse(one.doors_open) && isToday(one.starts, now))
    .sort((a, b) => a.starts.localeCompare(b.starts));
  return latest ?? next[0] ?? null;
}

export function eveningHead(evening: EveningView, now: number): TemplateResult {
  const dress = said(evening.dress_codes, language());
  const early = now < Date.parse(evening.doors_open);
  return html`<p class="over">
      ${hourHere(evening.starts) >= EVENING_FROM ? t("kiosk.tonight") : t("kiosk.today")}
    </p>
    <h1 class="title">${said(evening.titles, language())}</h1>
    <span class="rule"></span>
    <p>
      <bdi>${time(evening.starts)} – ${time(evening.ends)}</bdi>
      ${dress ? html`<span class="dress">${dress}</span>` : nothing}
    </p>
    ${early
      ? html`<p class="doors">${t("kiosk.doors", { time: time(evening.doors_open) })}</p>`
      : nothing}`;
}

function isToday(at: string, now: number): boolean {
  return wallTime(at, zoneHere()).slice(0, 10) === wallTime(now, zoneHere()).slice(0, 10);
}

function hourHere(at: string): number {
  return Number(wallTime(at, zoneHere()).slice(11, 13));
}
