/**
 * An associate's feed: numbered lines become the signals of now. Pure; no socket, no clock.
 *
 * A line that was seen is dropped, a line that comes too early waits until the gap is closed.
 */

import type { Notice, SignalView } from "./views";

const OVER = new Set(["done", "left", "withdrawn"]);

export type Taken = { applied: Notice[]; gap: boolean };

export class Feed {
  private readonly live = new Map<string, SignalView>();
  private readonly early = new Map<number, Notice>();
  /** Who was erased; an answer that was on its way then may still know them. */
  private readonly gone = new Set<string>();

  constructor(public lastSeq = 0) {}

  /** The signals as they are now; lines up to `seq` are already in them, but for those of `since`. */
  start(signals: readonly SignalView[], seq: number, since: readonly Notice[] = []): void {
    this.live.clear();
    this.early.clear();
    for (const signal of signals) this.keep(signal);
    for (const notice of since) this.apply(notice);
    this.lastSeq = seq;
  }

  /** Answers what was applied, in order, and whether lines before it are missing. */
  take(notice: Notice): Taken {
    if (notice.seq <= this.lastSeq) return { applied: [], gap: false };
    this.early.set(notice.seq, notice);
    const applied: Notice[] = [];
    for (let next = this.early.get(this.lastSeq + 1); next; next = this.early.get(this.lastSeq + 1)) {
      this.early.delete(next.seq);
      this.lastSeq = next.seq;
      this.apply(next);
      applied.push(next);
    }
    return { applied, gap: this.early.size > 0 };
  }

  /** The server says that `seq` is its last line: what it could not send any more is not awaited. */
  settle(seq: number): Notice[] {
    const applied: Notice[] = [];
    for (const number of [...this.early.keys()].sort((a, b) => a - b)) {
      const notice = this.early.get(number);
      this.early.delete(number);
      if (!notice || number <= this.lastSeq) continue;
      this.lastSeq = number;
      this.apply(notice);
      applied.push(notice);
    }
    this.lastSeq = Math.max(this.lastSeq, seq);
    return applied;
  }

  /** What this phone knows before the server's line arrives: the answer to its own tap. */
  amend(signalId: string, change: Partial<SignalView>): void {
    const signal = this.live.get(signalId);
    if (signal) this.keep({ ...signal, ...change });
  }

  get(signalId: string): SignalView | undefined {
    return this.live.get(signalId);
  }

  /** Of these people nothing is shown or kept any more; answers whose signals went. */
  letGo(people: ReadonlySet<string>): string[] {
    for (const id of people) this.gone.add(id);
    const of = (signal: SignalView | null): boolean => signal !== null && isOf(signal, people);
    const gone = [...this.live.values()].filter(of).map((signal) => signal.id);
    for (const id of gone) this.live.delete(id);
    for (const [seq, notice] of this.early) {
      if (of(notice.signal)) this.early.set(seq, { ...notice, signal: null });
    }
    return gone;
  }

  forget(): void {
    this.live.clear();
    this.early.clear();
  }

  /** Mine first, then those that wait, the newest first; a colleague's last. */
  signals(now: number = Date.now()): SignalView[] {
    return [...this.live.values()].sort(
      (a, b) => rank(a, now) - rank(b, now) || b.raised_at.localeCompare(a.raised_at),
    );
  }

  private apply(notice: Notice): void {
    if (notice.signal && notice.kind !== "withdrawn") this.keep(notice.signal);
    else this.live.delete(notice.signal_id);
  }

  private keep(signal: SignalView): void {
    if (OVER.has(signal.state) || !signal.card || isOf(signal, this.gone)) this.live.delete(signal.id);
    else this.live.set(signal.id, signal);
  }
}

function isOf(signal: SignalView, people: ReadonlySet<string>): boolean {
  return people.has(signal.card?.client_id ?? "") || people.has(signal.guest?.guest_id ?? "");
}

export function asleep(signal: SignalView, now: number = Date.now()): boolean {
  return signal.snoozed_until !== null && Date.parse(signal.snoozed_until) > now;
}

export function waiting(signal: SignalView, now: number = Date.now()): boolean {
  return (
    (signal.state === "open" || signal.state === "unanswered") &&
    !signal.declined &&
    !asleep(signal, now)
  );
}

const TIERS = { circle: 0, vip: 1, loyal: 2, client: 3 } as const;

function rank(signal: SignalView, now: number): number {
  if (signal.mine) return 0;
  const tier = signal.card ? TIERS[signal.card.tier] : 3;
  if (waiting(signal, now)) return 10 + tier;
  return asleep(signal, now) ? 20 : 30;
}
