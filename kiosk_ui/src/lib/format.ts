/** Money, dates and ages, written as the reader's language writes them. */

import { language, t, type Language } from "./i18n";

const AT_HOME: Record<Language, string> = {
  fr: "fr-FR",
  en: "en-GB",
  it: "it-IT",
  zh: "zh-CN",
  ja: "ja-JP",
  ar: "ar-AE",
};

let zone: string | undefined;

/** The clock on the boutique's wall is the one that screens tell, wherever they are held. */
export function tellTimeOf(houseZone: string | undefined): void {
  zone = houseZone || undefined;
}

/** The boutique's zone; undefined on a page that names none, which is then the browser's. */
export function zoneHere(): string | undefined {
  return zone;
}

/** The reader's own region where it speaks the page's language: an American's dates, a Briton's. */
export function locale(): string {
  const spoken = language();
  return navigator.languages.find((tag) => tag.startsWith(`${spoken}-`)) ?? AT_HOME[spoken];
}

export function money(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = amountMinor / 10 ** digits;
  return new Intl.NumberFormat(locale(), {
    style: "currency",
    currency,
    ...(Number.isInteger(amount) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  }).format(amount);
}

/** Without decimals: an estimate knows none. */
export function roughly(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return new Intl.NumberFormat(locale(), {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
  }).format(amountMinor / 10 ** digits);
}

/** With all decimals of its currency, as columns of figures are written. */
export function exactly(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function date(day: string, style: "long" | "short" = "long"): string {
  const options: Intl.DateTimeFormatOptions =
    style === "long"
      ? { day: "numeric", month: "long", year: "numeric" }
      : { day: "numeric", month: "short", year: "numeric" };
  return spokenDay(new Intl.DateTimeFormat(locale(), withoutZone(day, options)), instant(day));
}

export function dayAndMonth(day: string): string {
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
  return spokenDay(new Intl.DateTimeFormat(locale(), withoutZone(day, options)), instant(day));
}

/** French calls a month's first day "1er"; none of the other languages has a word for it. */
function spokenDay(format: Intl.DateTimeFormat, at: Date): string {
  if (!locale().startsWith("fr")) return format.format(at);
  return format
    .formatToParts(at)
    .map((part) => (part.type === "day" && part.value === "1" ? "1er" : part.value))
    .join("");
}

export function time(at: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale(), inZone(options)).format(new Date(at));
}

/** "a moment ago", "4 min ago", "2 h ago", then the date. */
export function since(at: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 45) return t("time.now");
  const relative = new Intl.RelativeTimeFormat(locale(), { style: "short", numeric: "always" });
  if (seconds < 3600) return relative.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), "hour");
  return date(at);
}

/** A short age that counts: "12 s", "4 min", "1 h 05". */
export function age(at: string, now: number = Date.now()): string {
  return duration(Math.max(0, Math.floor((now - Date.parse(at)) / 1000)));
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  const minutes = String(Math.floor((seconds % 3600) / 60)).padStart(2, "0");
  return `${Math.floor(seconds / 3600)} h ${minutes}`;
}

/** A number of things, with the language's own separators. */
export function whole(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

/** With up to so many decimals of a percent. */
export function percent(share: number, decimals = 0): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: decimals }).format(share);
}

export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(locale(), { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(language()) + name.slice(1);
  } catch {
    return tag;
  }
}

/** Days until the next birthday, 0 today; a 29 February is kept on the 28th in other years. */
export function daysToBirthday(birthday: string, today: Date = new Date()): number {
  const [, month = 1, day = 1] = birthday.split("-").map(Number);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const inYear = (year: number): Date => {
    const lastDay = new Date(year, month, 0).getDate();
    return new Date(year, month - 1, Math.min(day, lastDay));
  };
  const thisYear = inYear(midnight.getFullYear());
  const next = thisYear < midnight ? inYear(midnight.getFullYear() + 1) : thisYear;
  return Math.round((next.getTime() - midnight.getTime()) / 86_400_000);
}

/** A plain day has no hour: reading it as UTC keeps it the same day everywhere. */
function instant(day: string): Date {
  return new Date(day.length === 10 ? `${day}T00:00:00Z` : day);
}

function withoutZone(
  day: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormatOptions {
  return day.length === 10 ? { ...options, timeZone: "UTC" } : inZone(options);
}

function inZone(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions {
  return zone ? { ...options, timeZone: zone } : options;
}
