/** Where a gate keeps its lists and what it decided, over a reload or a power cut. */

import type { GateList } from "../door";
import type { Kept } from "./book";
import type { Queued } from "./gate";

export interface Stored {
  lists: GateList[];
  /** By how much the house's clock is ahead of this one, in milliseconds. */
  ahead: number;
  kept: Kept[];
  queue: Queued[];
}

const STORES = { lists: "name", kept: "scanId", queue: "scan_id" } as const;
type Store = keyof typeof STORES;
const NOW = "now"; // there is one set of lists: the newest

const codeless = (list: GateList): GateList => ({
  ...list,
  passes: list.passes.map(({ t: _typed, ...one }) => one),
});

export class Shelf {
  constructor(private readonly name = "accueil-gate") {}

  async read(): Promise<Stored> {
    const [[now], kept, queue] = await Promise.all([
      this.all<Pick<Stored, "lists" | "ahead">>("lists"),
      this.all<Kept>("kept"),
      this.all<Queued>("queue"),
    ]);
    queue.sort((a, b) => a.place - b.place);
    return { lists: now?.lists ?? [], ahead: now?.ahead ?? 0, kept, queue };
  }

  /** Without the codes that are typed: whoever finds this device could type them elsewhere. */
  async keepLists(all: readonly GateList[], ahead: number): Promise<void> {
    const lists = all.map(codeless);
    await this.write(["lists"], (store) => store("lists").put({ name: NOW, lists, ahead }));
  }

  /** Both or neither: what was decided here is also what is told later. */
  async keep(kept: Kept | null, queued: Queued): Promise<void> {
    await this.write(["kept", "queue"], (store) => {
      if (kept) store("kept").put(kept);
      store("queue").put(queued);
    });
  }

  /** Those that are there still: what was dropped meanwhile does not come back. */
  async amend(name: "queue", change: (all: Queued[]) => Queued[]): Promise<void> {
    await this.write([name], (store) => {
      const there = store(name).getAll() as IDBRequest<Queued[]>;
      there.onsuccess = () => change(there.result).forEach((one) => store(name).put(one));
    });
  }

  async drop(name: "kept" | "queue", scanIds: readonly string[]): Promise<void> {
    await this.write([name], (store) => scanIds.forEach((id) => store(name).delete(id)));
  }

  private async all<T>(name: Store): Promise<T[]> {
    let request!: IDBRequest<T[]>;
    await this.within([name], "readonly", (store) => (request = store(name).getAll()));
    return request.result;
  }

  private write(names: Store[], change: (store: (name: Store) => IDBObjectStore) => void): Promise<void> {
    return this.within(names, "readwrite", change);
  }

  private async within(
    names: Store[],
    mode: IDBTransactionMode,
    act: (store: (name: Store) => IDBObjectStore) => void,
  ): Promise<void> {
    const database = await this.open();
    try {
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(names, mode);
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        act((name) => transaction.objectStore(name));
      });
    } finally {
      database.close();
    }
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(this.name, 1);
      opening.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) {
          opening.result.createObjectStore(name, { keyPath });
        }
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }
}
