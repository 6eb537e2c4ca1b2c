/** From a tap on "pay" to the provider's page: prices are fixed, the share is begun, a page comes. */

import type { Basket, Share, ShareState } from "../selling-views";
import type { SellingDoor } from "./door";

const LOOKED_EVERY_MS = 300;
const LOOKED_FOR_MS = 15_000;

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Where the payer goes on; "" where there is nowhere to go: it is paid, declined, or nobody knows
 * yet. `seen` hears of each basket on the way.
 */
export async function pageToPay(
  door: SellingDoor,
  basket: Basket,
  shareId = "",
  seen: (basket: Basket) => void = () => undefined,
): Promise<string> {
  let now = basket.state === "open" ? await door.lock() : basket;
  seen(now);
  const wanted = shareId || onlyShare(now);
  const before = Date.now();
  now = await door.pay(wanted || undefined);
  for (;;) {
    seen(now);
    const share = shareOf(now, wanted);
    if (share?.page) return share.page;
    if (share && !ON_ITS_WAY.has(share.state)) return "";
    if (Date.now() - before > LOOKED_FOR_MS) return "";
    await wait(LOOKED_EVERY_MS);
    now = await door.read();
  }
}

export function shareOf(basket: Basket, id: string): Share | undefined {
  return basket.bill?.shares.find((one) => one.id === id);
}

/** The share of somebody who pays alone; "" where several do. */
export function onlyShare(basket: Basket): string {
  const shares = basket.bill?.shares ?? [];
  return shares.length === 1 ? (shares[0]?.id ?? "") : "";
}

const ON_ITS_WAY: ReadonlySet<ShareState> = new Set(["created", "submitting", "requires_action"]);

/** What a payer is told of a share; `t(`share.${word}`)`. */
export type ShareWord =
  | "waiting"
  | "paying"
  | "checking"
  | "ready"
  | "paid"
  | "declined"
  | "returned"
  | "human";

const WORDS: Record<ShareState, ShareWord> = {
  created: "waiting",
  submitting: "paying",
  requires_action: "paying",
  unknown: "checking",
  authorised: "ready",
  capturing: "ready",
  captured: "paid",
  partially_refunded: "paid",
  failed: "declined",
  expired: "declined",
  voided: "returned",
  refunded: "returned",
  disputed: "human",
  conflicted: "human",
};

export const wordOf = (state: ShareState): ShareWord => WORDS[state];

/** Whether somebody can begin to pay it now: the same as the house thinks of it. */
export const payable = (share: Share): boolean =>
  ["waiting", "paying", "declined"].includes(wordOf(share.state));

/** Whether it can be given up for two that add up to it. */
export const toppable = (share: Share): boolean =>
  ["created", "failed", "expired", "voided"].includes(share.state);

/** Nobody has begun: it can still be shared out anew, or chosen anew. */
export const untouched = (basket: Basket): boolean => basket.state === "locked";

/** It was begun to be paid and then was not, in time or at all: nobody is charged. */
export function givenBack(basket: Basket): boolean {
  const { bill } = basket;
  if (basket.state !== "open" || bill?.outcome !== "void") return false;
  return bill.shares.some((one) => one.state !== "created");
}
