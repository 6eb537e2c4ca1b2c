import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import fr from "../catalogue/fr.json";
import "../src/apps/associate/sell/cash-sheet";
import type { CashSheet } from "../src/apps/associate/sell/cash-sheet";
import type { Counter } from "../src/apps/associate/sell/counter";
import { useCatalogue } from "../src/lib/i18n";
import type { Share, ShareInCash } from "../src/lib/selling-views";

const euros = (units: number) => ({
  amount: (units / 100).toFixed(2),
  units,
  currency: "EUR",
  shown: "",
});
const offered: ShareInCash = {
  due: euros(83_30),
  rounding: euros(-2),
  taken: false,
  given: null,
  change: null,
  to_return: false,
  limit: null,
};
const share = (cash: ShareInCash): Share => ({
  id: "s1",
  place: 0,
  payer: "",
  amount: euros(83_32),
  state: "created",
  page: "",
  reason: "",
  cash,
});

describe("cash that an associate takes", () => {
  const takeCash = vi.fn(async () => true);
  let sheet: CashSheet;

  const root = (): ShadowRoot => sheet.shadowRoot!;
  const said = (): string => (root().textContent ?? "").replace(/\s+/g, " ");
  const take = (): HTMLButtonElement | null => root().querySelector("form button.primary");

  async function shows(cash: ShareInCash): Promise<void> {
    sheet.share = share(cash);
    sheet.open = true;
    await sheet.updateComplete;
    await sheet.updateComplete;
  }

  async function types(text: string): Promise<void> {
    const field = root().querySelector("input")!;
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await sheet.updateComplete;
  }

  beforeEach(() => {
    useCatalogue("en", en);
    sheet = document.createElement("accueil-cash-sheet") as CashSheet;
    sheet.counter = { busy: false, said: "", takeCash } as unknown as Counter;
    document.body.append(sheet);
  });

  afterEach(() => {
    sheet.remove();
    takeCash.mockClear();
  });

  it("writes a note that is tapped as the reader would type it", async () => {
    useCatalogue("fr", fr);
    await shows(offered);
    root().querySelectorAll<HTMLButtonElement>(".notes button")[1]!.click();
    await sheet.updateComplete;
    expect(root().querySelector("input")!.value).toBe("85,00");
    expect(take()!.disabled).toBe(false);
  });

  it("says what is due, and by how much that is rounded", async () => {
    await shows(offered);
    expect(said()).toContain("€83.30");
    expect(said()).toContain("€83.32, rounded by −€0.02");
  });

  it("is taken once enough was put down, and the change is told before", async () => {
    await shows(offered);
    expect(take()!.disabled).toBe(true);
    await types("83.25");
    expect(take()!.disabled).toBe(true);
    await types("100");
    expect(said()).toContain("€16.70");
    expect(take()!.disabled).toBe(false);
    root().querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
    await vi.waitFor(() => expect(takeCash).toHaveBeenCalledWith("s1", "100.00"));
  });

  it("is not taken above the limit, which is said", async () => {
    await shows({ ...offered, limit: euros(1000_00) });
    expect(said()).toContain("€1,000.00 in cash at most");
    expect(take()).toBeNull();
  });

  it("says what goes back until the sheet is closed", async () => {
    await shows({ ...offered, taken: true, given: euros(100_00), change: euros(16_70) });
    expect(said()).toContain("€83.30 received in cash");
    expect(said()).toContain("€16.70");
    expect(take()).toBeNull();
  });
});
