/**
 * What the associate's app knows and does, without a pixel: the feed, the taps, what to say.
 *
 * Clients are in memory only, and forgotten when the associate signs out.
 */

import { api, OfflineError } from "../../lib/api";
import { Feed, waiting } from "../../lib/feed";
import { associateSocket, follow, type AssociateSocket } from "../../lib/live";
import { Meanwhile } from "../../lib/meanwhile";
import { Outbox, type Outcome, type Tap } from "../../lib/outbox";
import type { ClaimAnswer, Known, Me, Notice, SignalState, SignalView } from "../../lib/views";

const ACK_MS = 2500;

export type Word =
  | { kind: "faster"; signalId: string; by: string | null }
  | { kind: "late"; signalId: string; by: string | null }
  | { kind: "refused"; error: unknown }
  | { kind: "sent" };

export interface DeskEvents {
  changed: () => void;
  /** New lines for this associate: what rings. `missed` ones came while nobody listened. */
  arrived: (notices: Notice[], missed: boolean) => void;
  say: (word: Word) => void;
  signedOut: () => void;
  /** These people were erased: whatever shows them closes. */
  forgotten: (people: ReadonlySet<string>) => void;
}

const AFTER: Record<Tap["step"], SignalState | null> = {
  claim: "claimed",
  welcome: "welcomed",
  "with-client": "with_client",
  finish: "done",
  "hand-over": "open",
  decline: null,
};

export class Desk {
  readonly feed = new Feed();
  online = false;
  settled = false;
  taps: Tap[] = [];
  private socket: AssociateSocket | null = null;
  private readonly meanwhile = new Meanwhile<Notice>();
  private readonly outbox = new Outbox((tap) => this.send(tap));

  constructor(
    readonly me: Me,
    private readonly events: DeskEvents,
  ) {}

  /** For whoever listens to more than the feed: an event's door, calls from a kiosk. */
  get line(): AssociateSocket | null {
    return this.socket;
  }

  get signals(): SignalView[] {
    return this.feed.signals();
  }

  get unanswered(): number {
    return this.signals.filter((signal) => waiting(signal)).length;
  }

  /** Whether a tap on this signal still waits for the network. */
  pending(signalId: string): Tap | undefined {
    return this.taps.find((tap) => tap.signal_id === signalId);
  }

  async open(): Promise<void> {
    this.feed.lastSeq = this.me.last_seq;
    this.listen();
    await this.refresh().catch((error: unknown) => {
      if (!(error instanceof OfflineError)) this.events.say({ kind: "refused", error });
    });
    this.taps = await this.outbox.waiting();
    this.settled = true;
    this.events.changed();
    void this.flush();
  }

  /** The state of now, then the lines that follow it. */
  async refresh(): Promise<void> {
    const read = await this.meanwhile.ask(() => api.get<SignalView[]>("/signals"));
    if (read) this.feed.start(read.answer, this.feed.lastSeq, read.since);
    this.events.changed();
  }

  close(): void {
    this.socket?.disconnect();
    this.socket = null;
    this.feed.forget();
  }

  async forgetEverything(): Promise<void> {
    this.close();
    await this.outbox.clear();
  }

  /** Nobody on this phone knows of these people any more: not the feed, nor what waits to be sent,
   * nor a notification. */
  async letGo(ids: readonly string[]): Promise<void> {
    const people = new Set(ids);
    const gone = this.feed.letGo(people);
    this.events.forgotten(people);
    this.events.changed();
    if (!gone.length) return;
    await this.outbox.drop(gone);
    this.taps = await this.outbox.waiting();
    await closeNotifications(gone);
    this.events.changed();
  }

  /** One tap: done at once where the network allows, else kept and shown as waiting. */
  async act(
    step: Tap["step"],
    signalId: string,
    body: Record<string, unknown> = {},
  ): Promise<void> {
    const tap: Tap = {
      tap_id: crypto.randomUUID(),
      signal_id: signalId,
      step,
      body,
      tapped_at: new Date().toISOString(),
    };
    this.taps = [...this.taps, tap];
    this.events.changed();
    await this.outbox.keep(tap);
    await this.flush();
  }

  async flush(): Promise<void> {
    const before = this.taps.length;
    const outcomes = await this.outbox.flush();
    this.taps = await this.outbox.waiting();
    const bad = outcomes.filter((outcome) => !this.settle(outcome));
    if (before && !this.taps.length && !bad.length && outcomes.some((one) => isLate(one.tap))) {
      this.events.say({ kind: "sent" });
    }
    this.events.changed();
    if (outcomes.length && this.taps.length) await this.flush();
  }

  /** Whether all went as it was tapped. */
  private settle(outcome: Outcome<unknown>): boolean {
    const { tap } = outcome;
    if ("refused" in outcome) {
      const gone = outcome.refused.status === 409 || outcome.refused.status === 404;
      const by = this.feed.get(tap.signal_id)?.claimed_by ?? null;
      this.events.say(
        gone ? { kind: "late", signalId: tap.signal_id, by } : { kind: "refused", error: outcome.refused },
      );
      void this.refresh().catch(() => undefined);
      return false;
    }
    if (tap.step === "claim") return this.settleClaim(tap, outcome.answer as ClaimAnswer);
    this.settleStep(tap, outcome.answer);
    return true;
  }

  private settleClaim(tap: Tap, answer: ClaimAnswer): boolean {
    const signal = this.feed.get(tap.signal_id);
    if (answer.won) {
      const { id, display_name } = this.me.associate;
      if (signal?.mine) return true; // the feed was faster than the answer
      this.feed.amend(tap.signal_id, {
        state: "claimed",
        mine: true,
        claimed_by: display_name,
        claimed_by_id: id,
      });
      return true;
    }
    if (answer.claimed_by) {
      this.feed.amend(tap.signal_id, {
        state: answer.state,
        mine: false,
        claimed_by: answer.claimed_by,
      });
      this.events.say({ kind: "faster", signalId: tap.signal_id, by: answer.claimed_by });
    } else {
      this.feed.amend(tap.signal_id, { state: answer.state });
      this.events.say({ kind: "late", signalId: tap.signal_id, by: null });
    }
    return false;
  }

  private settleStep(tap: Tap, answer: unknown): void {
    if (isSignal(answer)) {
      this.feed.amend(tap.signal_id, answer);
      return;
    }
    const state = AFTER[tap.step];
    if (tap.step === "decline") {
      const minutes = Number(tap.body["snooze_min"] ?? 0);
      const until = minutes ? new Date(Date.now() + minutes * 60_000).toISOString() : null;
      this.feed.amend(tap.signal_id, {
        snoozed_until: until,
        declined: !until,
        mine: false,
        state: "open",
        claimed_by: null,
      });
    } else if (tap.step === "hand-over") {
      this.feed.amend(tap.signal_id, { state: "open", mine: false, claimed_by: null });
    } else if (state) {
      this.feed.amend(tap.signal_id, { state });
    }
  }

  private async send(tap: Tap): Promise<unknown> {
    if (tap.step === "claim") return this.claim(tap);
    return api.post(`/signals/${tap.signal_id}/${tap.step}`, tap.body);
  }

  /** The socket is the shorter way; a claim that got no answer goes again, with its own id. */
  private async claim(tap: Tap): Promise<ClaimAnswer> {
    const ids = { signal_id: tap.signal_id, tap_id: tap.tap_id };
    if (this.socket?.connected) {
      try {
        const answer = await this.socket.timeout(ACK_MS).emitWithAck("claim", ids);
        if (answer && "won" in answer) return answer;
      } catch {
        // no acknowledgement in time
      }
      // the request below settles it, or says what is wrong
    }
    return api.post<ClaimAnswer>(`/signals/${tap.signal_id}/claim`, { tap_id: tap.tap_id });
  }

  private listen(): void {
    this.socket = associateSocket();
    follow(this.socket, this.feed, {
      heard: (notices, missed) => {
        for (const notice of notices) this.meanwhile.heard(notice);
        if (notices.length) this.events.arrived(notices, missed);
        this.events.changed();
      },
      online: (online) => {
        this.online = online;
        this.events.changed();
        if (online) void this.flush();
      },
      refused: () => void this.check(),
    });
    this.socket.on("forgotten", ({ ids }) => void this.letGo(ids));
    this.socket.connect();
  }

  private async check(): Promise<void> {
    const known = await api.get<Known>("/auth/who").catch(() => null);
    if (known && !known.me) this.events.signedOut();
  }
}

/** A name may stand in one, where the associate chose so. */
async function closeNotifications(signalIds: readonly string[]): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  for (const one of (await worker?.getNotifications()) ?? []) {
    if (signalIds.includes(one.tag)) one.close();
  }
}

const LATE_MS = 3000;

function isLate(tap: Tap): boolean {
  return Date.now() - Date.parse(tap.tapped_at) > LATE_MS;
}

function isSignal(answer: unknown): answer is SignalView {
  return typeof answer === "object" && answer !== null && "raised_at" in answer;
}
