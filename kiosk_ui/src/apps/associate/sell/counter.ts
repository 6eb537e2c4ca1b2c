/** What the house does with one basket, without a pixel: as the fast lane, by the other door. */

import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { basketDoor, type SellingDoor } from "../../../lib/selling/door";
import { LiveBasket } from "../../../lib/selling/live-basket";
import type { Basket, BasketLink, NewLine, Wish } from "../../../lib/selling-views";
import { Lane } from "../../../lib/selling/lane";

const LINK = "accueil-client-link:";
const REFUSED = { gone: "bag.unknown_code", conflict: "bag.not_to_be_had", invalid: "bag.unknown_code" } as const;

export class Counter extends Lane {
  /** What is put in is proposed: the client says yes on their own phone. */
  proposing = false;

  constructor(
    readonly id: string,
    changed: () => void,
  ) {
    super(changed);
  }

  override get door(): SellingDoor {
    return basketDoor(this.id);
  }

  override open(): void {
    this.close();
    this.live = new LiveBasket(this.door, { basket_id: this.id }, {
      changed: (basket) => this.set({ basket, online: true, refused: false }),
      online: (online) => this.set({ online }),
      refused: () => this.set({ refused: true }),
    });
    this.live.open();
  }

  override async put(code: string): Promise<boolean> {
    return this.add({ code });
  }

  override async putArticle(articleId: string): Promise<boolean> {
    return this.add({ article_id: articleId });
  }

  private async add(line: NewLine): Promise<boolean> {
    const wanted = { ...line, id: crypto.randomUUID(), proposed: this.proposing };
    const there = await this.do((door) => door.add(wanted), REFUSED);
    if (there) this.tell(t(this.proposing ? "sell.proposed" : "sell.added"));
    return there;
  }

  wishes(): Promise<Wish[]> {
    const { client_id, language } = this.basket ?? { client_id: "", language: "fr" };
    return api.get(`/clients/${client_id ?? ""}/wishes?language=${language}`);
  }

  /** The client's link as this phone was shown it; "" where it never was. */
  get link(): string {
    return sessionStorage.getItem(LINK + this.id) ?? "";
  }

  /** A new one: whoever had the one before opens nothing any more. */
  async renewLink(): Promise<void> {
    await this.attempt(async () => {
      keepLink(await api.post<BasketLink>(`/baskets/${this.id}/link`));
    });
  }

  /** Only part is paid now: the piece is on order. */
  deposit(amount: string): Promise<boolean> {
    return this.do(() => api.post<Basket>(`/baskets/${this.id}/lock`, { deposit: amount }), {
      conflict: "sell.no_deposit",
      invalid: "sell.no_deposit",
    });
  }

  /** Into the hand of whoever serves; `given` is what was put down. */
  takeCash(share: string, given: string): Promise<boolean> {
    const wish = { share_id: share, given };
    return this.do(() => api.post<Basket>(`/baskets/${this.id}/cash`, wish), {
      conflict: "cash.not_now",
      invalid: "cash.too_little",
    });
  }

  returnCash(share: string): Promise<boolean> {
    const at = `/baskets/${this.id}/cash/${share}/return`;
    return this.do(() => api.post<Basket>(at), { conflict: "cash.not_now" });
  }

  giveBack(wish: { amount?: string; lines?: Record<string, number>; reason: string }): Promise<boolean> {
    return this.do(() => api.post<Basket>(`/baskets/${this.id}/refunds`, wish), {
      conflict: "sell.not_so_much",
      invalid: "sell.not_so_much",
    });
  }

  /** A step of the closing ceremony was done, or was not after all. */
  farewell(step: string, done: boolean): Promise<boolean> {
    const at = `/baskets/${this.id}/farewell/${step}`;
    return this.do(() => (done ? api.put<Basket>(at) : api.remove<Basket>(at)));
  }

  /** The courier has it, or all is done with it. */
  finish(released: boolean): Promise<boolean> {
    return this.do(() => api.post<Basket>(`/baskets/${this.id}/close`, { released }));
  }

  abandon(): Promise<boolean> {
    return this.do(() => api.post<Basket>(`/baskets/${this.id}/abandon`));
  }
}

export function keepLink(made: BasketLink): void {
  sessionStorage.setItem(LINK + made.basket.id, made.url);
}
