/**
 * One basket as it is now: told by its socket, asked for where there is none.
 *
 * What an answer to a tap brings is shown at once; the socket then tells the same again.
 */

import { ApiError } from "../api";
import { basketSocket, stay, type BasketSocket, type Watch } from "../live";
import { Meanwhile } from "../meanwhile";
import type { Basket } from "../selling-views";
import type { SellingDoor } from "./door";

const ASKED_EVERY_MS = 4000;

export interface BasketListener {
  changed: (basket: Basket) => void;
  online: (online: boolean) => void;
  /** This link opens nothing, or not any more. */
  refused: () => void;
}

export class LiveBasket {
  basket: Basket | null = null;
  online = false;
  private timer = 0;
  private readonly meanwhile = new Meanwhile<Basket>();
  private closed = true;

  constructor(
    readonly door: SellingDoor,
    watch: Watch,
    private readonly told: BasketListener,
    private readonly socket: BasketSocket = basketSocket(watch),
  ) {
    this.socket.on("basket", (basket) => {
      this.meanwhile.heard(basket);
      this.take(basket);
    });
    stay(this.socket, {
      online: (online) => this.hear(online),
      refused: () => void this.ask(), // only the house itself says that a link is void
    });
  }

  open(): void {
    this.closed = false;
    this.socket.connect();
    void this.ask();
    this.timer = window.setInterval(() => this.due() && void this.ask(), ASKED_EVERY_MS);
    document.addEventListener("visibilitychange", this.seenAgain);
  }

  close(): void {
    this.closed = true;
    this.socket.disconnect();
    window.clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.seenAgain);
  }

  /** Something is done to the basket: shown as the answer says, or as it is where that is older. */
  async through(action: () => Promise<Basket | void>): Promise<void> {
    const basket = await this.meanwhile.newest(action);
    if (basket) this.take(basket);
    else if (basket === null) await this.ask();
  }

  /** What somebody was just answered. */
  take(basket: Basket): void {
    if (this.closed) return;
    this.basket = basket;
    this.told.changed(basket);
  }

  async ask(): Promise<void> {
    try {
      const basket = await this.meanwhile.newest(() => this.door.read());
      if (basket) this.take(basket);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.told.refused();
      else if (!this.closed) this.hear(false);
    }
  }

  /** A socket says all; without one, and while money moves, we ask as well. */
  private due(): boolean {
    return !this.socket.connected || this.basket?.state === "paying";
  }

  private hear(online: boolean): void {
    if (this.closed) return;
    this.online = online;
    this.told.online(online);
  }

  /** A phone that slept, or comes back from the bank's page, has missed some. */
  private readonly seenAgain = (): void => {
    if (document.visibilityState === "visible") void this.ask();
  };
}
