/**
 * A gate, at the kiosk or in a colleague's hand: the house judges where it can be reached, and this gate where it cannot.
 *
 * What was decided alone is written down before it is shown, and told in its order later. The scan's
 * own id makes it one admission, whether the house heard it the first time or not.
 */

import { ApiError, OfflineError } from "../api";
import type { EveningView, GateList } from "../door";
import { judge, type Decision, type Reason, type Showing } from "./admission";
import { GateBook } from "./book";
import { isOfNow, Keyring, looksLikeOne, type Flaw, type Pass } from "./pass";
import { ahead, withoutNames, withoutWords } from "./past";
import { Shelf, type Stored } from "./shelf";
import { lettersOf } from "../typed-code";

/** One showing as it is sent, at once or later. */
export interface Shown {
  scan_id: string;
  code?: string;
  guest_id?: string; // found on the list, by a colleague
  way?: "in" | "out";
  plus_one?: boolean;
  plus_one_name?: string;
  answers?: Record<string, string>;
}

/** What this gate did by itself. `shown_at` is by its own clock, which the house corrects. */
export interface Queued extends Shown {
  place: number;
  event: string;
  shown_at: string;
  let_in: boolean;
  refused_as: Reason | null;
}

export interface Lists {
  now: string | null; // the house's clock
  lists: GateList[];
}

/** The house, as a gate needs it. Each raises `OfflineError`, or `ApiError` where it refuses. */
export interface House<A> {
  /** `event` where the gate says which door it stands at; else the house finds it. */
  show(shown: Shown, event?: string): Promise<A>;
  lists(): Promise<Lists>;
  /** Showings of one event. Answers the ids of those that need not be told again. */
  tell(event: string, queued: readonly Queued[], sentAt: string): Promise<string[]>;
}

/** What is shown of a decision that was taken alone; of null where nothing can be judged here. */
export type Say<A> = (shown: Shown, decision: Decision | null, book: GateBook | null) => A;

const PATIENCE_MS = 2500; // a guest stands before the screen
const TOLD_AT_ONCE = 50;
const LONGEST_KEPT = 512;

type Meant = Pick<Pass, "event" | "session" | "number">;
type Read = { pass: Meant } | { guestId: string } | { flaw: Flaw };

export class Gate<A> {
  online = true;
  private stored: Stored = { lists: [], ahead: 0, kept: [], queue: [] };
  private ring: Keyring | null = null;
  private settling: Promise<void> | null = null;

  constructor(
    private readonly house: House<A>,
    private readonly say: Say<A>,
    private readonly shelf = new Shelf(),
    private readonly clock: () => number = Date.now,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Take up what was known before this page was opened. */
  async open(): Promise<void> {
    this.stored = await this.shelf.read();
    await this.letGo();
    await this.trust();
  }

  get waiting(): number {
    return this.stored.queue.length;
  }

  get evenings(): EveningView[] {
    return this.stored.lists.map((list) => list.event);
  }

  /** Raises `ApiError` where the house refuses this kiosk. */
  async show(shown: Shown, event?: string): Promise<A> {
    if (this.online) {
      try {
        return await this.inTime(this.house.show(shown, event));
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        this.online = !(error instanceof OfflineError);
      }
    }
    return this.alone(shown, event);
  }

  /** Tell what was decided alone, then take the newest lists. Two calls are one. */
  settle(): Promise<void> {
    this.settling ??= this.settleNow()
      .finally(() => this.letGo())
      .finally(() => (this.settling = null));
    return this.settling;
  }

  /** Of what has ended, names and answers go: by this gate's clock, house or no house. */
  async letGo(): Promise<void> {
    const { lists, queue } = this.stored;
    const open = ahead(lists, this.clock() + this.stored.ahead);
    this.stored.lists = withoutNames(lists, open);
    this.stored.queue = withoutWords(queue, open);
    if (this.stored.lists !== lists) await this.shelf.keepLists(this.stored.lists, this.stored.ahead);
    if (this.stored.queue !== queue) await this.shelf.amend("queue", (all) => withoutWords(all, open));
  }

  private async settleNow(): Promise<void> {
    try {
      await this.tellAll();
      const known = this.stored.kept.map((one) => one.scanId);
      const { now, lists } = await this.house.lists();
      if (now) this.stored.ahead = Date.parse(now) - this.clock();
      this.stored.lists = lists;
      await this.shelf.keepLists(lists, this.stored.ahead);
      await this.trust();
      await this.forget(known);
      this.online = true;
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      this.online = !(error instanceof OfflineError);
    }
  }

  private async tellAll(): Promise<void> {
    while (this.stored.queue.length) {
      const event = this.stored.queue[0]!.event;
      const some = this.stored.queue.filter((one) => one.event === event).slice(0, TOLD_AT_ONCE);
      const told = new Set(await this.house.tell(event, some, new Date(this.clock()).toISOString()));
      if (!told.size) return;
      await this.shelf.drop("queue", [...told]);
      this.stored.queue = this.stored.queue.filter((one) => !told.has(one.scan_id));
    }
  }

  /** What was told before the lists were made is in them. */
  private async forget(scanIds: readonly string[]): Promise<void> {
    const waiting = new Set(this.stored.queue.map((one) => one.scan_id));
    const over = scanIds.filter((id) => !waiting.has(id));
    if (!over.length) return;
    await this.shelf.drop("kept", over);
    this.stored.kept = this.stored.kept.filter((one) => !over.includes(one.scanId));
  }

  private async trust(): Promise<void> {
    const keys = new Set(this.stored.lists.flatMap((list) => list.keys.map((one) => one.key)));
    try {
      this.ring = await Keyring.of([...keys]);
    } catch {
      this.ring = null; // no Ed25519 in this browser, or not over https: colleagues look names up
    }
  }

  /** What is answered where the house cannot be reached. */
  private async alone(shown: Shown, event?: string): Promise<A> {
    const atMs = this.clock() + this.stored.ahead;
    const read = await this.read(shown, atMs);
    if (!read) return this.say(shown, null, null);
    const list = this.listFor(read, event);
    const book = list ? new GateBook(list, this.stored.kept) : null;
    const decision = book ? judge(showingOf(shown, read, atMs), book) : nobody(read);
    await this.write(shown, (list ?? this.stored.lists[0])?.event.event_id ?? "", decision);
    return this.say(shown, decision, book);
  }

  private async read(shown: Shown, atMs: number): Promise<Read | null> {
    if (!this.stored.lists.length) return null;
    if (shown.guest_id !== undefined) return { guestId: shown.guest_id };
    const letters = lettersOf(shown.code ?? "");
    if (letters) return this.typed(letters);
    if (!this.ring) return null;
    for (const text of spellings(shown.code ?? "")) {
      const reading = await this.ring.read(text);
      if ("flaw" in reading && reading.flaw === "unknown") continue;
      if ("flaw" in reading) return reading;
      const secret = this.listOf(reading.pass)?.live_secret ?? null;
      const now = await isOfNow(reading.pass, reading.code, secret, atMs);
      return now ? { pass: reading.pass } : { flaw: "expired_code" };
    }
    return { flaw: "unknown" };
  }

  /** Null where this gate does not know the codes: the page was loaded without the house. */
  private typed(letters: string): Read | null {
    let known = false;
    for (const { event, passes } of this.stored.lists) {
      known ||= passes.some((one) => one.t);
      const one = passes.find(({ t }) => t && lettersOf(t) === letters);
      if (!one) continue;
      return { pass: { event: event.number, session: one.s, number: one.n } };
    }
    return known ? { flaw: "unknown" } : null;
  }

  /** The door that this gate stands at; where it does not say, that of the pass. */
  private listFor(read: Read, event?: string): GateList | undefined {
    if (event !== undefined) return this.stored.lists.find((list) => list.event.event_id === event);
    return "pass" in read ? this.listOf(read.pass) : undefined;
  }

  private listOf(pass: Meant): GateList | undefined {
    return this.stored.lists.find((list) => list.event.number === pass.event);
  }

  private async write(shown: Shown, event: string, decision: Decision): Promise<void> {
    if (decision.verdict === "admitted" && !decision.entry) return; // the same card, read again
    const queued: Queued = {
      ...shown,
      ...(shown.code === undefined ? {} : { code: shown.code.slice(0, LONGEST_KEPT) }),
      event,
      place: (this.stored.queue.at(-1)?.place ?? 0) + 1,
      shown_at: new Date(this.clock()).toISOString(),
      let_in: decision.verdict === "admitted",
      refused_as: decision.verdict === "admitted" ? null : decision.reason,
    };
    const answers = Object.keys(shown.answers ?? {});
    const kept = decision.entry ? { scanId: shown.scan_id, event, decision, answers } : null;
    await this.shelf.keep(kept, queued);
    if (kept) this.stored.kept.push(kept);
    this.stored.queue.push(queued);
  }

  private inTime<T>(answer: Promise<T>): Promise<T> {
    let late: ReturnType<typeof setTimeout>;
    const patience = new Promise<never>((_resolve, reject) => {
      late = setTimeout(() => reject(new OfflineError("no answer in time")), this.patienceMs);
    });
    return Promise.race([answer, patience]).finally(() => clearTimeout(late));
  }
}

/** Whether it is written as a pass is. */
export function isPass(code: string): boolean {
  return spellings(code).some(looksLikeOne);
}

/** Scanners and forms may leave out a space before, and some write what kind of code it was. */
function spellings(code: string): string[] {
  const text = code.replace(/^[\t\r\n]+|[\t\r\n]+$/g, "").replace(/^\][A-Za-z]\d/, "").replace(/^event:/, "");
  return [...new Set([text, text.trim(), ` ${text.trim()}`])];
}

function showingOf(shown: Shown, read: Read, at: number): Showing {
  return {
    scanId: shown.scan_id,
    gate: "here",
    at,
    ...whose(read),
    way: shown.way ?? "in",
    plusOne: shown.plus_one ?? false,
    plusOneName: shown.plus_one_name ?? "",
    answers: Object.entries(shown.answers ?? {}).flatMap(([id, text]) => (text.trim() ? [id] : [])),
  };
}

function whose(read: Read): Partial<Showing> {
  if (!("pass" in read)) return read;
  const { event, session, number } = read.pass;
  return { event, session, number };
}

function nobody(read: Read): Decision {
  const reason = "flaw" in read ? read.flaw : "pass" in read ? "wrong_event" : "unknown";
  return { verdict: "refused", reason, guestId: null, entry: null, first: null, wanted: "" };
}

/** No network, or a house that cannot write: the gate goes on by itself. */
function isUnreachable(error: unknown): boolean {
  return error instanceof OfflineError || (error instanceof ApiError && error.status >= 500);
}
