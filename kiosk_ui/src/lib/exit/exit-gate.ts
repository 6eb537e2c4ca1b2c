/**
 * The guard's judgement: the house's where it can be reached, and this phone's own where it cannot.
 *
 * What was let pass alone is written down before it is shown, and told to the house later; what
 * the house says against it then is news for the guard.
 */

import { ApiError, OfflineError } from "../api";
import type { ExitVerdict } from "../selling-views";
import { lettersOf } from "../typed-code";
import { readExitPass, type ExitKeys } from "./exit-pass";

/** `alone`: the house was not asked. It alone knows whose a typed code is. */
export interface Judged extends Omit<ExitVerdict, "reason"> {
  reason: ExitVerdict["reason"] | "typed_alone";
  alone: boolean;
}

/** Let pass without a network, by the house's clock. */
export interface LetPass {
  code: string;
  number: number;
  shown_at: string;
}

export interface ExitHouse {
  show(code: string, shownAt?: string): Promise<ExitVerdict>;
  keys(): Promise<ExitKeys>;
}

interface Kept {
  keys: ExitKeys | null;
  /** By how much the house's clock is ahead of this one. */
  aheadMs: number;
  waiting: LetPass[];
  /** Passes that were green on this phone, until they are too old to be shown at all. */
  seen: Record<number, number>;
}

const NOTHING: Kept = { keys: null, aheadMs: 0, waiting: [], seen: {} };
const NAME = "accueil-exit";
const PATIENCE_MS = 2500; // a client stands before the guard
const VALID_FOR_MS = 30 * 60_000; // a pass, from when it is issued

export class ExitGate {
  online = true;
  private kept: Kept;

  constructor(
    private readonly house: ExitHouse,
    private readonly store: Pick<Storage, "getItem" | "setItem"> = localStorage,
    private readonly clock: () => number = Date.now,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.kept = taken(store.getItem(NAME));
  }

  get waiting(): number {
    return this.kept.waiting.length;
  }

  /** Whether a pass could be judged now, were the network to go. */
  get ready(): boolean {
    return this.kept.keys !== null;
  }

  async show(code: string): Promise<Judged> {
    if (this.online) {
      try {
        const verdict = await this.inTime(this.house.show(code));
        await this.remember(code, verdict);
        return { ...verdict, alone: false };
      } catch (error) {
        if (!unreachable(error)) throw error;
        this.online = false;
      }
    }
    return this.alone(code);
  }

  /** Tell what was let pass, take the newest keys; answers what the house says against it. */
  async settle(): Promise<ExitVerdict[]> {
    const against: ExitVerdict[] = [];
    try {
      while (this.kept.waiting.length) {
        const [first, ...rest] = this.kept.waiting as [LetPass, ...LetPass[]];
        const verdict = await this.house.show(first.code, first.shown_at);
        if (verdict.light !== "green") against.push(verdict);
        this.keep({ waiting: rest });
      }
      const keys = await this.house.keys();
      this.keep({ keys, aheadMs: Date.parse(keys.now) - this.clock() });
      this.online = true;
    } catch (error) {
      if (!unreachable(error)) throw error;
      this.online = false;
    }
    return against;
  }

  private async alone(code: string): Promise<Judged> {
    const { keys, seen, waiting } = this.kept;
    const at = this.clock() + this.kept.aheadMs;
    if (lettersOf(code)) return verdict("red", "typed_alone");
    if (!keys) throw new OfflineError("this phone has never heard the house's keys");
    const read = await readExitPass(code, keys, at);
    if ("flaw" in read) return verdict("red", read.flaw);
    const { number, pieces, validUntil } = read.pass;
    if (seen[number]) return verdict("red", "used", pieces);
    const letPass = { code, number, shown_at: new Date(at).toISOString() };
    this.keep({ waiting: [...waiting, letPass], seen: { ...still(seen, at), [number]: validUntil } });
    return verdict("green", "paid", pieces);
  }

  /** Green at the house is used here too, should the network go in between. */
  private async remember(code: string, judged: ExitVerdict): Promise<void> {
    const { keys, seen } = this.kept;
    if (judged.light !== "green" || !keys) return;
    const at = this.clock() + this.kept.aheadMs;
    const read = await readExitPass(code, keys, at);
    const until = "pass" in read ? read.pass.validUntil : at + VALID_FOR_MS;
    this.keep({ seen: { ...still(seen, at), [judged.pass_number]: until } });
  }

  private keep(changes: Partial<Kept>): void {
    this.kept = { ...this.kept, ...changes };
    this.store.setItem(NAME, JSON.stringify(this.kept));
  }

  private inTime<T>(answer: Promise<T>): Promise<T> {
    const late = new Promise<never>((_done, fail) =>
      setTimeout(() => fail(new OfflineError("no answer in time")), this.patienceMs),
    );
    return Promise.race([answer, late]);
  }
}

const verdict = (light: Judged["light"], reason: Judged["reason"], pieces = 0): Judged => ({
  ...{ light, reason, pieces, basket_number: 0, tags: [], pass_number: 0 },
  alone: true,
});

/** Those that could still be shown: a pass that has expired is red by itself. */
function still(seen: Kept["seen"], at: number): Kept["seen"] {
  return Object.fromEntries(Object.entries(seen).filter(([, until]) => until > at));
}

function taken(text: string | null): Kept {
  try {
    return { ...NOTHING, ...(JSON.parse(text ?? "{}") as Partial<Kept>) };
  } catch {
    return NOTHING;
  }
}

/** A house that is full or restarting answers, and judges nothing. */
function unreachable(error: unknown): boolean {
  return error instanceof OfflineError || (error instanceof ApiError && error.status >= 500);
}
