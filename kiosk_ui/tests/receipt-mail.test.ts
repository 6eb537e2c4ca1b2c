import { afterEach, beforeEach, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/elements/selling/receipts";
import type { LaneReceipt } from "../src/elements/selling/receipts";
import { useCatalogue } from "../src/lib/i18n";
import type { Lane } from "../src/lib/selling/lane";
import type { Basket } from "../src/lib/selling-views";

const bag = {
  id: "b1",
  language: "en",
  captured: { units: 420_00 },
  paid_at: "2026-03-14T10:00:00Z",
  refunds: [],
  gift_receipt: false,
} as unknown as Basket;
const link = { url: "/r/1", paper_url: "/r/1.pdf", gift_url: "", refund: false, deposit: false, by_mail: true };

let receipt: LaneReceipt;
let goes = true;
const asked = vi.fn(async () => goes);

const root = (): ShadowRoot => receipt.shadowRoot!;
const field = (): HTMLInputElement => root().querySelector("input")!;
const said = (): HTMLElement => root().querySelector("[role=status]")!;

async function send(address: string): Promise<void> {
  field().value = address;
  root().querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  await vi.waitFor(() => expect(said().textContent).not.toBe(""));
}

beforeEach(async () => {
  useCatalogue("en", en);
  goes = true;
  asked.mockClear();
  receipt = document.createElement("accueil-receipts") as LaneReceipt;
  const door = { receipts: async () => [link] };
  receipt.lane = { door, busy: false, said: en["receipt.not_sent"], do: asked } as unknown as Lane;
  receipt.basket = bag;
  document.body.append(receipt);
  await vi.waitFor(() => expect(root().querySelector("form")).not.toBeNull());
});
afterEach(() => receipt.remove());

it("says that a receipt is on its way right under the field, which is empty again", async () => {
  await send("claire@example.org");
  expect(said().textContent).toBe(en["receipt.sent"]);
  expect(said().className.trim()).toBe("sent");
  expect(root().querySelector("form")!.nextElementSibling).toBe(said());
  expect(field().value).toBe("");
});

it("says there that no mail goes out, and keeps the address", async () => {
  goes = false;
  await send("claire@example.org");
  expect(said().textContent).toBe(en["receipt.not_sent"]);
  expect(said().classList).toContain("no");
  expect(field().value).toBe("claire@example.org");
});

it("asks the house nothing for what is no address, and leads back to the field", async () => {
  await send("claire");
  expect(asked).not.toHaveBeenCalled();
  expect(said().textContent).toBe(en["receipt.no_address"]);
  expect(root().activeElement).toBe(field());
});

it("offers no mail where this house sends none", async () => {
  receipt.lane = { ...receipt.lane, door: { receipts: async () => [{ ...link, by_mail: false }] } } as unknown as Lane;
  receipt.basket = { ...bag, paid_at: "2026-03-14T10:00:01Z" } as Basket;
  await vi.waitFor(() => expect(root().querySelector("form")).toBeNull());
});
