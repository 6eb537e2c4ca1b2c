import { beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import { clock, secondsLeft } from "../src/elements/countdown";
import { useCatalogue } from "../src/lib/i18n";
import { money, plain, shown, total, unitsOf } from "../src/lib/selling/amounts";
import { notes } from "../src/lib/selling/notes";
import type { SellingDoor } from "../src/lib/selling/door";
import { keepLinks, keptLinks } from "../src/lib/selling/links";
import { givenBack, onlyShare, pageToPay, payable, toppable, wordOf } from "../src/lib/selling/paying";
import type { Basket, Money, Share, ShareState } from "../src/lib/selling-views";

const euros = (units: number): Money => ({
  amount: plain(units, 2),
  units,
  currency: "EUR",
  shown: `€${plain(units, 2)}`,
});
const share = (id: string, state: ShareState, page = ""): Share => ({
  id,
  place: 0,
  payer: "",
  amount: euros(1000),
  state,
  page,
  reason: "",
  cash: null,
});

function basket(state: Basket["state"], ...shares: Share[]): Basket {
  return {
    state,
    bill: { id: "bill", amount: euros(1000), outcome: "", shares } as unknown as Basket["bill"],
  } as Basket;
}

beforeEach(() => useCatalogue("en", en));

describe("an amount that somebody types", () => {
  it.each([
    ["12", 2, 1200],
    ["12,5", 2, 1250],
    ["1 234.56", 2, 123456],
    ["١٢٫٥٠", 2, 1250],
    ["34", 0, 34],
    ["33.340", 3, 33340],
  ])("%s with %i decimals is %i units", (text, digits, units) => {
    expect(unitsOf(text, digits)).toBe(units);
  });

  it.each(["", "abc", "-3", "1.234,5", "0x10", "12.345"])("%s is none", (text) => {
    expect(unitsOf(text, 2)).toBeNull();
  });

  it("goes to the house in plain digits, and back to the reader in their own", () => {
    expect([plain(5, 2), plain(1250, 2), plain(34, 0), plain(33340, 3)]).toEqual([
      "0.05",
      "12.50",
      "34",
      "33.340",
    ]);
    expect(shown(-1250, euros(0))).toMatch(/^-.*12\.50/);
    expect(total([euros(5), euros(10)])).toContain("0.15");
    expect(total([])).toBe("");
  });
});

describe("a share", () => {
  it("is paid, topped up or taken over only while it stands so", () => {
    expect(payable(share("a", "failed"))).toBe(true);
    expect(payable(share("a", "unknown"))).toBe(false);
    expect(payable(share("a", "authorised"))).toBe(false);
    expect(toppable(share("a", "failed"))).toBe(true);
    expect(toppable(share("a", "requires_action"))).toBe(false);
    expect(wordOf("capturing")).toBe("ready");
    expect(onlyShare(basket("locked", share("a", "created")))).toBe("a");
    expect(onlyShare(basket("locked", share("a", "created"), share("b", "created")))).toBe("");
  });

  it("is given back where it was begun and the bill came to nothing", () => {
    const over = (state: ShareState): Basket => {
      const one = basket("open", share("a", state));
      return { ...one, bill: { ...one.bill!, outcome: "void" } };
    };
    expect(givenBack(over("voided"))).toBe(true);
    expect(givenBack(over("created"))).toBe(false); // taken back before anybody paid
    expect(givenBack(basket("open", share("a", "voided")))).toBe(false);
  });
});

describe("the way to the bank", () => {
  const answers = (...baskets: Basket[]): { door: SellingDoor; asked: string[] } => {
    const asked: string[] = [];
    const next = (what: string) => () => {
      asked.push(what);
      return Promise.resolve(baskets.length > 1 ? baskets.shift()! : baskets[0]!);
    };
    const door = { lock: next("lock"), pay: next("pay"), read: next("read") };
    return { door: door as unknown as SellingDoor, asked };
  };

  it("locks, pays, and waits until there is a page", async () => {
    const { door, asked } = answers(
      basket("locked", share("a", "created")),
      basket("paying", share("a", "submitting")),
      basket("paying", share("a", "requires_action", "https://bank.example/1")),
    );
    const seen = vi.fn();
    expect(await pageToPay(door, basket("open"), "", seen)).toBe("https://bank.example/1");
    expect(asked).toEqual(["lock", "pay", "read"]);
    expect(seen).toHaveBeenCalledTimes(3);
  });

  it("leads nowhere where the bank has not answered, and pays no second time", async () => {
    const { door, asked } = answers(basket("paying", share("a", "unknown")));
    expect(await pageToPay(door, basket("paying", share("a", "created")))).toBe("");
    expect(asked).toEqual(["pay"]);
  });
});

describe("a payer's link", () => {
  it("is kept with the bill on the phone that shared it", () => {
    keepLinks("bill-1", [{ share_id: "a", payer: "Ana", token: "x", url: "https://house/pay#x" }]);
    keepLinks("bill-1", [{ share_id: "b", payer: "Bo", token: "y", url: "https://house/pay#y" }]);
    expect(keptLinks("bill-1")).toEqual({ a: "https://house/pay#x", b: "https://house/pay#y" });
    expect(keptLinks("another")).toEqual({});
  });
});

describe("time left", () => {
  it("is counted to nothing, and not below", () => {
    const now = Date.parse("2026-12-24T10:00:00Z");
    expect(secondsLeft("2026-12-24T10:09:41Z", now)).toBe(581);
    expect(secondsLeft("2026-12-24T09:00:00Z", now)).toBe(0);
    expect(clock(581)).toBe("9:41");
    expect(clock(5)).toBe("0:05");
  });
});

describe("money", () => {
  it("is written as its reader writes it, whatever the basket speaks", () => {
    const french = { ...euros(42000), shown: "420,00\u00a0€" };
    expect(money(french)).toBe("€420.00");
    expect(total([french])).toBe("€420.00");
    expect(money(null)).toBe("");
  });
});

describe("what people put down", () => {
  it.each([
    [8330, [8330, 8500, 9000, 10000]],
    [10000, [10000, 20000, 50000, 100000]],
    [42000, [42000, 45000, 50000, 60000]],
    [395, [395, 500, 1000, 2000]],
  ])("for %i is exactly that, or the notes that come next", (due, offered) => {
    expect(notes(euros(due))).toEqual(offered);
  });
});
