/** Words: one flat catalogue a language, small ICU messages, plurals by `Intl.PluralRules`. */

import type { Part } from "../../catalogue-parts";
import type french from "../../catalogue/fr.json";

export type Key = keyof typeof french;
export type Values = Record<string, string | number>;
type Catalogue = Record<string, string>;

/** The guests' pages speak all of them; a page says which in `data-languages`. */
const LANGUAGES = {
  fr: "Français",
  en: "English",
  it: "Italiano",
  zh: "中文",
  ja: "日本語",
  ar: "العربية",
} as const;
export type Language = keyof typeof LANGUAGES;

const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur"]);
/** The server reads it too, for titles and for its own pages. */
const COOKIE = "accueil_lang";

let catalogue: Catalogue = {};
let current: Language = "fr";
let offer: Language[] = ["fr", "en"];

type Loaders = Record<Language, () => Promise<{ default: Catalogue }>>;

/** What the house's own screens say: the staff's, and the kiosk. */
const WHOLE: Loaders = {
  fr: () => import("../../catalogue/fr.json"),
  en: () => import("../../catalogue/en.json"),
  it: () => import("../../catalogue/it.json"),
  zh: () => import("../../catalogue/zh.json"),
  ja: () => import("../../catalogue/ja.json"),
  ar: () => import("../../catalogue/ar.json"),
};
/** A guest's phone is not sent the staff's words, nor those of the other pages. */
const PARTS: Record<Part, Loaders> = {
  guests: {
    fr: () => import("../../catalogue/fr.json?guests"),
    en: () => import("../../catalogue/en.json?guests"),
    it: () => import("../../catalogue/it.json?guests"),
    zh: () => import("../../catalogue/zh.json?guests"),
    ja: () => import("../../catalogue/ja.json?guests"),
    ar: () => import("../../catalogue/ar.json?guests"),
  },
  own: {
    fr: () => import("../../catalogue/fr.json?own"),
    en: () => import("../../catalogue/en.json?own"),
    it: () => import("../../catalogue/it.json?own"),
    zh: () => import("../../catalogue/zh.json?own"),
    ja: () => import("../../catalogue/ja.json?own"),
    ar: () => import("../../catalogue/ar.json?own"),
  },
  lane: {
    fr: () => import("../../catalogue/fr.json?lane"),
    en: () => import("../../catalogue/en.json?lane"),
    it: () => import("../../catalogue/it.json?lane"),
    zh: () => import("../../catalogue/zh.json?lane"),
    ja: () => import("../../catalogue/ja.json?lane"),
    ar: () => import("../../catalogue/ar.json?lane"),
  },
};

let loaders = WHOLE;

/** Which words this page says. */
export function speakOf(part: Part): void {
  loaders = PARTS[part];
}

export function language(): Language {
  return current;
}

/** The languages of this page, each with its own name for itself. */
export function offered(): [tag: Language, name: string][] {
  return offer.map((tag) => [tag, LANGUAGES[tag]]);
}

export function isOffered(tag: string): tag is Language {
  return (offer as string[]).includes(tag);
}

/** `tags` as the page has them, apart by spaces. */
export function offerLanguages(tags: string): void {
  const known = tags.split(" ").filter((tag): tag is Language => tag in LANGUAGES);
  if (known.length) offer = known;
}

/** The language that was chosen on this device, else the page's own. */
export function preferredLanguage(pageLanguage: string | undefined): Language {
  return (
    [kept(), pageLanguage]
      .map((tag) => (tag ?? "").split("-")[0] ?? "")
      .find(isOffered) ?? "fr"
  );
}

/** Load the catalogue and turn the page to its language and direction. */
export async function speak(next: Language): Promise<void> {
  useCatalogue(next, await load(next));
  document.documentElement.lang = next;
  document.documentElement.dir = RIGHT_TO_LEFT.has(next) ? "rtl" : "ltr";
  document.querySelector("[data-lang]")?.setAttribute("lang", next);
  window.dispatchEvent(new CustomEvent("accueil-language", { detail: next }));
}

async function load(next: Language): Promise<Catalogue> {
  return (await loaders[next]()).default;
}

/** Load them all: a page that may lose its network speaks to the next guest all the same. */
export async function loadAll(): Promise<void> {
  await Promise.all(offer.map(load));
}

function kept(): string | undefined {
  return new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(document.cookie)?.[1];
}

export async function chooseLanguage(next: Language): Promise<void> {
  document.cookie = `${COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
  await speak(next);
}

export function useCatalogue(next: Language, words: Catalogue): void {
  current = next;
  catalogue = words;
}

export function t(key: Key, values: Values = {}): string {
  const message = catalogue[key];
  return message === undefined ? key : format(message, values, current);
}

/** `{name}` and `{count, plural, =0 {none} one {# client} other {# clients}}`, not nested. */
export function format(message: string, values: Values, tag: string): string {
  return message
    .replace(
      /\{(\w+), plural,((?:\s*(?:=\d+|\w+) \{[^{}]*\})+)\s*\}/g,
      (_whole, name: string, choices: string) => plural(Number(values[name] ?? 0), choices, tag),
    )
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function plural(count: number, choices: string, tag: string): string {
  const forms = Object.fromEntries(
    [...choices.matchAll(/(=\d+|\w+) \{([^{}]*)\}/g)].map(([, form, text]) => [form, text]),
  ) as Record<string, string>;
  const rule = new Intl.PluralRules(tag).select(count);
  const text = forms[`=${count}`] ?? forms[rule] ?? forms["other"] ?? "";
  return text.replaceAll("#", new Intl.NumberFormat(tag).format(count));
}
