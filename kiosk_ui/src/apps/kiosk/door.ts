/** What the kiosk does with a shown code, without a pixel: house, gate, and what belongs to whom. */

import { api, ApiError, OfflineError } from "../../lib/api";
import type { EveningView, KioskAnswer } from "../../lib/door";
import { kioskAnswer, MOMENT } from "../../lib/gate/book";
import { Gate, isPass, type Shown } from "../../lib/gate/gate";
import { HouseByApi } from "../../lib/gate/house";
import { language } from "../../lib/i18n";
import type { Greeting } from "../../lib/views";

const INVITATION = /\/i\/[\w-]+/;
const SETTLED_EVERY_MS = 20_000;

export interface DoorTold {
  evenings(evenings: EveningView[]): void;
  online(online: boolean): void;
  refused(): void;
}

export class Door {
  private ticking: ReturnType<typeof setInterval> | undefined;
  private known = false; // the house took our line: a browser that is not paired asks it nothing

  constructor(
    private readonly told: DoorTold,
    private readonly gate = new Gate<KioskAnswer>(
      new HouseByApi("/kiosk", (list) => list, language),
      kioskAnswer,
    ),
  ) {}

  async open(): Promise<void> {
    await this.gate.open().catch(() => undefined); // no shelf here: the house alone then
    this.told.evenings(this.gate.evenings);
    this.ticking = setInterval(() => void this.settle(), SETTLED_EVERY_MS);
  }

  close(): void {
    clearInterval(this.ticking);
  }

  get waiting(): number {
    return this.gate.waiting;
  }

  /** Somebody was erased: the lists that are kept here are taken anew, without them. */
  async letGo(): Promise<void> {
    await this.settle();
  }

  /** The line to the house came or went. */
  async lined(online: boolean): Promise<void> {
    this.gate.online = online;
    if (!online) return;
    this.known = true;
    await this.settle();
  }

  private async settle(): Promise<void> {
    if (!this.known) return this.gate.letGo();
    try {
      await this.gate.settle();
      this.told.evenings(this.gate.evenings);
      this.told.online(this.gate.online);
    } catch (error) {
      this.failed(error);
    }
  }

  /** What is answered to a code; null where this kiosk is none of the house's any more. */
  async show(code: string, more: Partial<Shown> = {}): Promise<KioskAnswer | null> {
    const shown = { scan_id: crypto.randomUUID(), code, ...more };
    try {
      if (isPass(code) || INVITATION.test(code)) return await this.gate.show(shown);
      const greeting = await this.greet(code);
      if (greeting && greeting.verdict !== "moment") return { ...MOMENT, ...greeting };
      return this.gate.evenings.length ? await this.gate.show(shown) : MOMENT;
    } catch (error) {
      return this.failed(error) ? null : MOMENT;
    } finally {
      this.told.online(this.gate.online);
    }
  }

  /** A client's card, event or none. Null where the house cannot say. */
  private async greet(code: string): Promise<Greeting | null> {
    if (!this.gate.online) return null;
    try {
      return await api.post<Greeting>("/kiosk/pass", { code });
    } catch (error) {
      if (error instanceof OfflineError) this.gate.online = false;
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) throw error;
      return null;
    }
  }

  private failed(error: unknown): boolean {
    const refused = error instanceof ApiError && (error.status === 401 || error.status === 403);
    if (refused) this.told.refused();
    else if (!(error instanceof ApiError)) throw error;
    return refused;
  }
}
