import { beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/associate/sell/closing";
import type { SellClosing } from "../src/apps/associate/sell/closing";
import type { Counter } from "../src/apps/associate/sell/counter";
import { useCatalogue } from "../src/lib/i18n";
import type { Basket } from "../src/lib/selling-views";
import type { Me } from "../src/lib/views";

const euros = { amount: "145.00", units: 145_00, currency: "EUR", shown: "€145.00" };

function paid(changes: Partial<Basket> = {}): Basket {
  return {
    id: "b1", number: 7, state: "paid", currency: "EUR", language: "en", associate_id: "ana",
    captured: euros, refundable: { ...euros, units: 0 }, paid_at: null, lines: [], refunds: [],
    rates: [], farewell: [], delivery: null, bill: null, needs_a_human: false, pieces: 1,
    exit_pass: true, link_opened: false, ...changes,
  } as unknown as Basket;
}

describe("the exit code after a sale", () => {
  const leave = vi.fn(async () => ({ code: "EXIT", pieces: 1, valid_until: "2026-06-01T12:00:00Z" }));
  let closing: SellClosing;

  const said = (): string => closing.shadowRoot!.textContent ?? "";
  const code = (): Element | null => closing.shadowRoot!.querySelector("accueil-qr");

  async function shows(basket: Basket): Promise<void> {
    closing.basket = basket;
    if (!closing.isConnected) document.body.replaceChildren(closing);
    await closing.updateComplete;
    await Promise.resolve();
    await closing.updateComplete;
  }

  beforeEach(() => {
    useCatalogue("en", en);
    leave.mockClear();
    closing = document.createElement("accueil-sell-closing") as SellClosing;
    closing.counter = { door: { leave } } as unknown as Counter;
    closing.me = { associate: { id: "ana", role: "associate" }, time_zone: "Europe/Paris" } as Me;
    document.body.replaceChildren();
  });

  it("is shown here at once where the client has opened no link", async () => {
    await shows(paid());
    expect(leave).toHaveBeenCalledTimes(1);
    expect(code()).not.toBeNull();
    expect(said()).not.toContain(en["sell.exit_there"]);
  });

  it("is on the client's phone where they have, until it is asked for here", async () => {
    await shows(paid({ link_opened: true }));
    expect(leave).not.toHaveBeenCalled();
    expect(said()).toContain(en["sell.exit_there"]);
  });

  it("goes to the client's phone once they open their link after all", async () => {
    await shows(paid());
    await shows(paid({ link_opened: true }));
    expect(code()).toBeNull();
    expect(said()).toContain(en["sell.exit_there"]);
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it("is not taken from a colleague's phone by whoever looks at their basket", async () => {
    await shows(paid({ associate_id: "bo" }));
    expect(leave).not.toHaveBeenCalled();
    expect(said()).toContain(en["sell.exit_nowhere"]);
  });
});
