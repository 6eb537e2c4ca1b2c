/**
 * What is done with a basket, the same at both of its doors: a client's link, and those who serve.
 *
 * Nobody sends an amount of a line: prices, tax and stock are the server's.
 */

import { api } from "../api";
import type {
  Article,
  Basket,
  BasketLink,
  BillSplit,
  DeliverySlot,
  DeliveryWish,
  HowToSplit,
  Leave,
  LineChanges,
  NewLine,
  Payer,
  ReceiptLink,
  ShareLink,
} from "../selling-views";
import type { CallView } from "../views";

export class SellingDoor {
  /** `articles` is where this door looks for pieces. */
  constructor(
    readonly path: string,
    private readonly articles: string,
  ) {}

  readonly read = (): Promise<Basket> => api.get(this.path);
  /** `tax_free` is taken from those who serve alone. */
  readonly amend = (changes: {
    language?: string;
    gift_receipt?: boolean;
    tax_free?: boolean;
  }): Promise<Basket> =>
    api.patch(this.path, changes);
  /** Prices are written as the basket's own are. */
  readonly find = (text: string, language: string, limit = 20): Promise<Article[]> =>
    api.get(`${this.articles}?q=${encodeURIComponent(text)}&limit=${limit}&language=${language}`);

  /** `id` makes it once, however often it is sent. */
  readonly add = (line: NewLine): Promise<Basket> => api.post(`${this.path}/lines`, line);
  readonly change = (lineId: string, changes: LineChanges): Promise<Basket> =>
    api.patch(`${this.path}/lines/${lineId}`, changes);
  readonly remove = (lineId: string): Promise<Basket> => api.remove(`${this.path}/lines/${lineId}`);

  readonly lock = (): Promise<Basket> => api.post(`${this.path}/lock`);
  readonly unlock = (): Promise<Basket> => api.post(`${this.path}/unlock`);
  readonly split = (how: HowToSplit, payers: Payer[]): Promise<BillSplit> =>
    api.post(`${this.path}/split`, { how, payers });
  /** Begun twice, it goes on. The share's `page` is there a moment later: see `pageToPay`. */
  readonly pay = (shareId?: string): Promise<Basket> =>
    api.post(`${this.path}/pay`, shareId ? { share_id: shareId } : {});
  readonly topUp = (shareId: string, amount: string, name = ""): Promise<ShareLink> =>
    api.post(`${this.path}/top-up`, { share_id: shareId, amount, name });
  /** A new link for the payer of a share; the one before is void. */
  readonly shareLink = (shareId: string): Promise<ShareLink> =>
    api.post(`${this.path}/shares/${shareId}/link`);

  readonly deliver = (wish: DeliveryWish): Promise<Basket> => api.put(`${this.path}/delivery`, wish);
  readonly carry = (): Promise<Basket> => api.remove(`${this.path}/delivery`);
  readonly leave = (): Promise<Leave> => api.post(`${this.path}/exit-pass`);
  readonly receipts = (): Promise<ReceiptLink[]> => api.get(`${this.path}/receipts`);
  /** The address is used for this one mail, and kept nowhere. */
  readonly mailReceipt = (email: string): Promise<void> =>
    api.post(`${this.path}/receipts/mail`, { email });
}

/** By a client's link, or by that of one of those who pay. */
export const bagDoor = (token: string): SellingDoor =>
  new SellingDoor(`/bags/${token}`, `/bags/${token}/articles`);

/** For those who serve, signed in. */
export const basketDoor = (id: string): SellingDoor => new SellingDoor(`/baskets/${id}`, "/articles");

export const openBag = (language: string): Promise<BasketLink> => api.post("/bags", { language });

/** A colleague is asked to come to this bag; asked again, it is the same call. */
export const callColleague = (token: string): Promise<CallView> => api.post(`/bags/${token}/help`);

/** The hours of a day, in the boutique's own calendar; "2026-12-24". */
export const hoursOf = (day: string): Promise<DeliverySlot[]> =>
  api.get(`/delivery-slots?day=${day}`);
