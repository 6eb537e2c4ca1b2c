import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/elements/selling/split-sheet";
import type { LaneSplitSheet } from "../src/elements/selling/split-sheet";
import { useCatalogue } from "../src/lib/i18n";
import type { Lane } from "../src/lib/selling/lane";
import type { Basket } from "../src/lib/selling-views";

const euros = (units: number) => ({
  amount: (units / 100).toFixed(2),
  units,
  currency: "EUR",
  shown: `€${(units / 100).toFixed(2)}`,
});
const line = (id: string, label: string, units: number) => ({
  id,
  label,
  accepted: true,
  gross: euros(units),
});
const bag = {
  state: "open",
  currency: "EUR",
  total: euros(730_00),
  bill: null,
  lines: [line("l1", "Scarf", 420_00), line("l2", "Gloves", 310_00)],
} as unknown as Basket;

describe("a bill among friends", () => {
  const share = vi.fn(async () => ({ basket: bag, links: [] }));
  let sheet: LaneSplitSheet;

  const root = (): ShadowRoot => sheet.shadowRoot!;
  const button = (text: string, place = 0): HTMLButtonElement =>
    [...root().querySelectorAll("button")].filter((one) => one.textContent?.trim() === text)[place]!;
  const confirm = (): HTMLButtonElement => root().querySelector("button.primary")!;

  async function types(place: number, text: string): Promise<void> {
    const field = root().querySelectorAll<HTMLInputElement>("input[inputmode=decimal]")[place]!;
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await sheet.updateComplete;
  }

  async function press(one: HTMLButtonElement): Promise<void> {
    one.click();
    await sheet.updateComplete;
  }

  async function sends(): Promise<unknown[]> {
    root().querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
    await vi.waitFor(() => expect(share).toHaveBeenCalledOnce());
    return share.mock.calls[0] as unknown[];
  }

  beforeEach(async () => {
    useCatalogue("en", en);
    sheet = document.createElement("accueil-lane-split-sheet") as LaneSplitSheet;
    sheet.lane = { busy: false, said: "", share } as unknown as Lane;
    sheet.basket = bag;
    sheet.open = true;
    document.body.append(sheet);
    await sheet.updateComplete;
  });

  afterEach(() => {
    sheet.remove();
    share.mockClear();
  });

  it("is equal where nobody says otherwise", async () => {
    expect(confirm().disabled).toBe(false);
    expect(await sends()).toEqual(["equal", [{ name: "" }, { name: "" }]]);
  });

  it("by amount goes only when nothing is left over", async () => {
    await press(button(en["split.amount"]));
    await types(0, "500,00");
    await types(1, "229,99");
    expect(confirm().disabled).toBe(true);
    expect(root().querySelector(".rest")!.textContent).toContain("0.01");
    await types(1, "230");
    expect(await sends()).toEqual([
      "amount",
      [
        { name: "", amount: "500.00" },
        { name: "", amount: "230.00" },
      ],
    ]);
  });

  it("by percentage is a hundred", async () => {
    await press(button(en["split.percentage"]));
    await types(0, "66.6");
    await types(1, "33.39");
    expect(confirm().disabled).toBe(true);
    expect(root().querySelector(".rest")!.textContent).toContain("0.01%");
    await types(1, "33.4");
    const [how, payers] = (await sends()) as [string, { percentage: string }[]];
    expect(how).toBe("percentage");
    expect(payers.map((one) => Number(one.percentage))).toEqual([66.6, 33.4]);
  });

  it("by article leaves no piece and no friend without the other", async () => {
    await press(button(en["split.article"]));
    await press(button("2", 0)); // the scarf is not the second's
    await press(button("1", 1)); // the gloves are not the first's
    expect(confirm().disabled).toBe(false);
    await press(button("2", 1));
    expect(confirm().disabled).toBe(true); // nobody pays the gloves
    await press(button("2", 1));
    expect(await sends()).toEqual([
      "article",
      [
        { name: "", lines: ["l1"] },
        { name: "", lines: ["l2"] },
      ],
    ]);
  });
});
