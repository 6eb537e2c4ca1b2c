/** Texts that somebody wrote in several languages, and times where the event is. */

import { locale } from "./format";
import { language } from "./i18n";
import type { Texts } from "./guest-views";

/** In the reader's language, else in English or French, else in any. */
export function said(texts: Texts): string {
  const tags = [language(), ...Object.keys(texts).filter((tag) => tag.startsWith(`${language()}-`))];
  return [...tags, "en", "fr", ...Object.keys(texts)].map((tag) => texts[tag]).find(Boolean) ?? "";
}

/** "Thursday 10 December 2026", in the event's own zone. */
export function dayThere(at: string, zone: string): string {
  return format(at, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** "19:00 – 23:00", in the event's own zone. */
export function hoursThere(starts: string, ends: string, zone: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  return `${format(starts, zone, options)} – ${format(ends, zone, options)}`;
}

/** "10 December, 19:00". */
export function momentThere(at: string, zone: string): string {
  return format(at, zone, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

function format(at: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone }).format(new Date(at));
}
