/**
 * What the fast lane knows and does, without a pixel: whose bag, how it stands, what went wrong.
 *
 * The link's token is the whole right to a bag. It stands behind # in the address, and the phone
 * keeps it, so that a client who comes back by the shop's code finds their bag again.
 */

import { ApiError } from "../api";
import { language, t, type Key } from "../i18n";
import { bagDoor, callColleague, openBag, type SellingDoor } from "./door";
import { keepLinks } from "./links";
import { LiveBasket } from "./live-basket";
import { pageToPay, shareOf } from "./paying";
import type { Basket, BasketLine, BillSplit, HowToSplit, Payer, Share } from "../selling-views";
import { trouble } from "../trouble";

const KEPT = "accueil-bag";
const WENT = "accueil-went:";
/** So long a payer who is back from the bank reads "we are asking" and not "go on". */
const ASKING_MS = 8000;

/** What a refusal means where this was tried, in the client's words. */
export interface Refusals {
  conflict?: Key;
  gone?: Key;
  invalid?: Key;
}

export class Lane {
  basket: Basket | null = null;
  online = true;
  /** The link opens nothing. */
  refused = false;
  busy = false;
  /** What went wrong, in words. */
  said = "";
  /** What was done, in words: a piece is in the bag. */
  done = "";
  helped = false;
  protected live: LiveBasket | null = null;

  constructor(protected readonly changed: () => void) {}

  get token(): string {
    return location.hash.slice(1);
  }

  /** The bag that this phone had last, where the address names none. */
  get kept(): string {
    return kept(localStorage, KEPT);
  }

  get door(): SellingDoor {
    return bagDoor(this.token);
  }

  /** Whether this link is a payer's, and chooses nothing. */
  get pays(): boolean {
    return Boolean(this.basket?.own_share_id);
  }

  open(): void {
    this.close();
    this.basket = null;
    this.refused = false;
    this.said = "";
    if (this.token) {
      this.live = new LiveBasket(this.door, { token: this.token }, {
        changed: (basket) => this.hear(basket),
        online: (online) => this.set({ online }),
        refused: () => this.lose(),
      });
      this.live.open();
    }
    this.changed();
  }

  close(): void {
    this.live?.close();
    this.live = null;
  }

  async begin(): Promise<void> {
    await this.attempt(async () => {
      const { token } = await openBag(language());
      this.enter(token);
    });
  }

  /** Go to a bag by its token: in the address, where nothing of it reaches a server's log. */
  enter(token: string): void {
    history.replaceState(null, "", `#${token}`);
    this.open();
  }

  /** Away from this bag, to begin another. */
  leave(): void {
    forget(KEPT);
    history.replaceState(null, "", location.pathname);
    this.open();
  }

  /** One thing asked of the house; what it answers is shown, what it refuses is said. */
  async do(
    action: (door: SellingDoor) => Promise<Basket | void>,
    refusals: Refusals = {},
  ): Promise<boolean> {
    return this.attempt(async () => {
      const asked = (): Promise<Basket | void> => action(this.door);
      await (this.live ? this.live.through(asked) : asked());
    }, refusals);
  }

  /** By a code that was scanned or typed. */
  async put(code: string): Promise<boolean> {
    const before = this.basket;
    const there = await this.do((door) => door.add({ code }), {
      gone: "bag.unknown_code",
      conflict: "bag.not_to_be_had",
      invalid: "bag.unknown_code",
    });
    if (there) this.tell(t("bag.added", { name: grown(before, this.basket)?.label ?? code }));
    return there;
  }

  async putArticle(articleId: string): Promise<boolean> {
    const before = this.basket;
    const there = await this.do((door) => door.add({ article_id: articleId }), {
      conflict: "bag.not_to_be_had",
    });
    if (there) this.tell(t("bag.added", { name: grown(before, this.basket)?.label ?? "" }));
    return there;
  }

  /** The very piece, by its number, in the place of "one of these". */
  async name(line: BasketLine, serial: string): Promise<void> {
    await this.do(
      async (door) => {
        await door.add({ article_id: line.article_id, serial });
        return door.remove(line.id);
      },
      { gone: "bag.unknown_serial", conflict: "bag.not_to_be_had", invalid: "bag.unknown_serial" },
    );
  }

  /** One tap: prices are fixed, the share is begun, and the phone goes to the bank's page. */
  async pay(shareId = ""): Promise<void> {
    const { basket } = this;
    if (!basket) return;
    const wanted = shareId || basket.own_share_id;
    await this.attempt(
      async () => {
        const seen = (now: Basket): void => this.live?.take(now);
        const page = await pageToPay(this.door, basket, wanted, seen);
        if (page) this.goTo(page);
      },
      { conflict: basket.state === "open" ? "bag.not_held" : "bag.not_now" },
    );
    void this.live?.ask();
  }

  /** Part of a share that was declined becomes one of its own, and is paid here. */
  async payPart(share: Share, amount: string): Promise<void> {
    let part = "";
    const parted = await this.do(
      async (door) => {
        const link = await door.topUp(share.id, amount);
        part = link.share_id;
        if (this.basket?.bill) keepLinks(this.basket.bill.id, [link]);
        return door.read();
      },
      { conflict: "bag.not_now", invalid: "split.wrong" },
    );
    if (parted) await this.pay(part);
  }

  goTo(page: string): void {
    const share = this.basket?.bill?.shares.find((one) => one.page === page);
    if (share) keep(sessionStorage, WENT + share.id, String(Date.now()));
    location.assign(page);
  }

  /** Whether they are just back from this share's page: the bank is being asked. */
  justBack(share: Share): boolean {
    const went = Number(kept(sessionStorage, WENT + share.id));
    return went > 0 && performance.timeOrigin > went && performance.now() < ASKING_MS;
  }

  async share(how: HowToSplit, payers: Payer[]): Promise<BillSplit | null> {
    let made: BillSplit | null = null;
    await this.do(
      async (door) => {
        if (this.basket?.state === "open") this.live?.take(await door.lock());
        made = await door.split(how, payers);
        return made.basket;
      },
      { conflict: "bag.not_held", invalid: "split.wrong" },
    );
    return made;
  }

  async help(): Promise<void> {
    this.helped = await this.attempt(async () => void (await callColleague(this.token)));
    this.changed();
  }

  /** The own share of whoever pays by a link; undefined where others have taken it over. */
  get own(): Share | undefined {
    return this.basket ? shareOf(this.basket, this.basket.own_share_id) : undefined;
  }

  tell(done: string): void {
    this.set({ done, said: "" });
  }

  /** A page that comes back out of the browser's memory has stopped waiting. */
  wake(): void {
    this.set({ busy: false });
    void this.live?.ask();
  }

  protected async attempt(action: () => Promise<void>, refusals: Refusals = {}): Promise<boolean> {
    if (this.busy) return false;
    this.set({ busy: true, said: "", done: "" });
    try {
      await action();
      return true;
    } catch (error) {
      this.set({ said: inWords(error, refusals) });
      if (error instanceof ApiError) void this.live?.ask(); // it is not as this page thought
      return false;
    } finally {
      this.set({ busy: false });
    }
  }

  private hear(basket: Basket): void {
    const first = this.basket === null;
    this.set({ basket, online: true, refused: false });
    if (basket.own_share_id) return;
    keep(localStorage, KEPT, this.token);
    if (first && basket.language !== language()) this.speak();
  }

  /** The bag speaks the language of the phone: amounts and receipt follow. */
  speak(): void {
    if (this.pays || !this.basket) return;
    const amended = this.door.amend({ language: language() });
    amended.then(
      (basket) => this.live?.take(basket),
      () => undefined, // amounts stay as they were written
    );
  }

  private lose(): void {
    if (kept(localStorage, KEPT) === this.token) forget(KEPT);
    this.close();
    this.set({ refused: true });
  }

  protected set(values: Partial<Lane>): void {
    Object.assign(this, values);
    this.changed();
  }
}

function inWords(error: unknown, refusals: Refusals): string {
  const status = error instanceof ApiError ? error.status : 0;
  const key = { 404: refusals.gone, 409: refusals.conflict, 422: refusals.invalid }[status];
  return key ? t(key) : trouble(error);
}

/** The line that is new, or has more pieces than before. */
function grown(before: Basket | null, after: Basket | null): BasketLine | undefined {
  const had = new Map(before?.lines.map((line) => [line.id, line.quantity]));
  return after?.lines.find((line) => line.quantity > (had.get(line.id) ?? 0));
}

/** A browser that keeps nothing is told nothing. */
function kept(where: Storage, key: string): string {
  try {
    return where.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(where: Storage, key: string, value: string): void {
  try {
    where.setItem(key, value);
  } catch {
    // kept in the address alone
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // it was not kept either
  }
}
