/**
 * Taps that the network refused, kept until they are sent, once, in the order of the tapping.
 *
 * A tap holds ids and the associate's own words; no client is written to the phone.
 */

import { ApiError, OfflineError } from "./api";

export interface Tap {
  tap_id: string;
  signal_id: string;
  step: "claim" | "welcome" | "with-client" | "finish" | "hand-over" | "decline";
  body: Record<string, unknown>;
  tapped_at: string;
}

export type Outcome<T> = { tap: Tap; answer: T } | { tap: Tap; refused: ApiError };
export type Send = (tap: Tap) => Promise<unknown>;

export class Outbox {
  private flushing: Promise<Outcome<unknown>[]> | null = null;

  constructor(
    private readonly send: Send,
    private readonly name = "accueil-outbox",
  ) {}

  async keep(tap: Tap): Promise<void> {
    await this.with("readwrite", (taps) => taps.put(tap));
  }

  /** The oldest first. */
  async waiting(): Promise<Tap[]> {
    const taps = await this.with<Tap[]>("readonly", (store) => store.getAll());
    return taps.sort((a, b) => a.tapped_at.localeCompare(b.tapped_at));
  }

  /**
   * Send what waits. Stops at the first that finds no network and keeps it and what follows; one
   * that the server refuses is dropped and answered with the refusal. Two calls are one.
   */
  flush(): Promise<Outcome<unknown>[]> {
    this.flushing ??= this.sendAll().finally(() => (this.flushing = null));
    return this.flushing;
  }

  /** What was tapped or written of these signals goes unsent: who they were of was erased. */
  async drop(signalIds: readonly string[]): Promise<void> {
    for (const tap of await this.waiting()) {
      if (signalIds.includes(tap.signal_id)) {
        await this.with("readwrite", (taps) => taps.delete(tap.tap_id));
      }
    }
  }

  async clear(): Promise<void> {
    await this.with("readwrite", (taps) => taps.clear());
  }

  private async sendAll(): Promise<Outcome<unknown>[]> {
    const outcomes: Outcome<unknown>[] = [];
    for (const tap of await this.waiting()) {
      try {
        outcomes.push({ tap, answer: await this.send(tap) });
      } catch (error) {
        if (!(error instanceof ApiError) || willPass(error)) {
          if (error instanceof OfflineError || error instanceof ApiError) break;
          throw error;
        }
        outcomes.push({ tap, refused: error });
      }
      await this.with("readwrite", (taps) => taps.delete(tap.tap_id));
    }
    return outcomes;
  }

  private async with<T = unknown>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T> {
    const database = await this.open();
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction("taps", mode);
        const request = ask(transaction.objectStore("taps"));
        transaction.oncomplete = () => resolve(request.result as T);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(this.name, 1);
      opening.onupgradeneeded = () =>
        opening.result.createObjectStore("taps", { keyPath: "tap_id" });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }
}

/** Signed out or overloaded: the tap is not wrong, only early. */
function willPass(error: ApiError): boolean {
  return error.status === 401 || error.status === 429 || error.status >= 500;
}
