import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/elements/selling/find-sheet";
import type { LaneFindSheet } from "../src/elements/selling/find-sheet";
import { useCatalogue } from "../src/lib/i18n";
import type { Lane } from "../src/lib/selling/lane";
import type { Article, Basket } from "../src/lib/selling-views";

const article = (name: string): Article =>
  ({ id: name, name, sku: name, prices: [], stock: 1, free: 1 }) as unknown as Article;

describe("a piece that is looked for", () => {
  const find = vi.fn(async (text: string) => (text ? [] : [article("Scarf")]));
  const put = vi.fn(async () => false);
  const putArticle = vi.fn(async () => true);
  let sheet: LaneFindSheet;

  const root = (): ShadowRoot => sheet.shadowRoot!;
  const alarm = (): string => root().querySelector('[role="alert"]')?.textContent ?? "";

  beforeEach(async () => {
    vi.useFakeTimers();
    useCatalogue("en", en);
    for (const one of [find, put, putArticle]) one.mockClear();
    sheet = document.createElement("accueil-lane-find-sheet") as LaneFindSheet;
    const lane = { said: en["bag.unknown_code"], door: { find }, put, putArticle };
    sheet.lane = lane as unknown as Lane;
    sheet.basket = { currency: "EUR", language: "en" } as Basket;
    sheet.open = true;
    document.body.replaceChildren(sheet);
    await vi.advanceTimersByTimeAsync(1);
  });

  afterEach(() => vi.useRealTimers());

  async function types(text: string): Promise<void> {
    const field = root().querySelector("input")!;
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  it("says in the sheet that a number is of no piece, and goes on saying it", async () => {
    await types("4006381333931");
    root().querySelector("form")!.requestSubmit();
    await vi.advanceTimersByTimeAsync(2000);
    expect(alarm()).toBe(en["bag.unknown_code"]);
    expect(putArticle, "what was found before was not meant").not.toHaveBeenCalled();
  });

  it("unsays it once something else is typed", async () => {
    await types("4006381333931");
    root().querySelector("form")!.requestSubmit();
    await vi.advanceTimersByTimeAsync(10);
    await types("scarf");
    await vi.advanceTimersByTimeAsync(300);
    expect(alarm()).toBe("");
  });
});
