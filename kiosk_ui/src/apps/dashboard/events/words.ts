/** How the programme is said: kinds, stages, titles, and times on the boutique's clock. */

import type { EventFound, EventKind, Stage, Texts } from "../../../lib/event-views";
import { locale } from "../../../lib/format";
import { language, t } from "../../../lib/i18n";

export const KINDS: readonly EventKind[] = [
  "masterclass",
  "cocktail",
  "trunk_show",
  "concert",
  "running",
  "exhibition",
  "privatisation",
];

export function kindName(kind: EventKind): string {
  return t(`events.kind.${kind}`);
}

export function stageName(stage: Stage): string {
  return t(`events.stage.${stage}`);
}

/** In the reader's language, else in any that there is. */
export function said(texts: Texts): string {
  return texts[language()] || Object.values(texts).find(Boolean) || "";
}

export function titleOf(event: { titles: Texts; kind: EventKind }): string {
  return said(event.titles) || kindName(event.kind);
}

function shown(at: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(new Date(at));
}

export function dayOf(at: string, zone: string): string {
  return shown(at, zone, { weekday: "long", day: "numeric", month: "long" });
}

export function timeOf(at: string, zone: string): string {
  return shown(at, zone, { hour: "2-digit", minute: "2-digit" });
}

/** "jeudi 10 décembre · 19:00 – 22:00"; over several days with both of them. */
export function when(event: Pick<EventFound, "starts" | "ends">, zone: string): string {
  const first = dayOf(event.starts, zone);
  const last = dayOf(event.ends, zone);
  const from = timeOf(event.starts, zone);
  const until = timeOf(event.ends, zone);
  const night = Date.parse(event.ends) - Date.parse(event.starts) < 14 * 3_600_000;
  return first === last || night
    ? `${first} · ${from} – ${until}`
    : `${first}, ${from} – ${last}, ${until}`;
}
