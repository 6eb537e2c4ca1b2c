/** Every message of Socket.IO, by name and shape, and the feed that survives a gap. */

import { io, type Socket } from "socket.io-client";

import { Feed } from "./feed";
import type { EveningNews } from "./door";
import type { Basket, TillAlert } from "./selling-views";
import type { TrafficNews } from "./traffic-views";
import type { CallView, ClaimAnswer, FloorView, Notice, Problem, SignalView } from "./views";

/** Why the server closes a connection. */
type Ended = { reason: "revoked" | "too_slow" | "closing" };
/** The acknowledgement of a request that failed. */
export type Refused = { error: Problem };

interface FromAssociate {
  notice: (notice: Notice, ack?: () => void) => void;
  ready: (ready: { last_seq: number }) => void;
  /** What was missed is no longer kept: these are the live ones. */
  reset: (reset: { last_seq: number; signals: SignalView[] }) => void;
  /** The live list of an event has changed. */
  evening: (news: EveningNews) => void;
  /** Who is asked for at a kiosk, all of them. */
  calls: (calls: CallView[]) => void;
  /** Payments that a person has to look at, all of them. */
  till: (alerts: TillAlert[]) => void;
  forgotten: (people: { ids: string[] }) => void;
  ended: (ended: Ended) => void;
}
interface ToAssociate {
  resume: (after: { after: number }) => void;
  claim: (tap: { signal_id: string; tap_id: string }, ack: (answer: ClaimAnswer | Refused) => void) => void;
}
interface FromDashboard {
  floor: (floor: FloorView) => void;
  evening: (news: EveningNews) => void;
  /** What is other than `/traffic/now` said. */
  traffic: (news: TrafficNews) => void;
  calls: (calls: CallView[]) => void;
  /** Payments that a person has to look at, all of them. */
  till: (alerts: TillAlert[]) => void;
  forgotten: (people: { ids: string[] }) => void;
  ended: (ended: Ended) => void;
}
interface FromKiosk {
  hello: (hello: { boutique_name: string; brand_name: string }) => void;
  call: (call: CallView) => void;
  forgotten: (people: { ids: string[] }) => void;
  ended: (ended: Ended) => void;
}
interface FromBasket {
  /** The whole basket, each time that it has changed. */
  basket: (basket: Basket) => void;
  ended: (ended: Ended) => void;
}
type Nothing = Record<string, never>;

export type AssociateSocket = Socket<FromAssociate, ToAssociate>;
export type DashboardSocket = Socket<FromDashboard, Nothing>;
export type KioskSocket = Socket<FromKiosk, Nothing>;
export type BasketSocket = Socket<FromBasket, Nothing>;
/** Which basket: a client's or payer's link, or for those who serve its number. */
export type Watch = { token: string } | { basket_id: string };

const OPTIONS = {
  transports: ["websocket", "polling"],
  reconnectionDelay: 250,
  reconnectionDelayMax: 3000,
  timeout: 5000,
  autoConnect: false,
};

export const associateSocket = (): AssociateSocket => io("/associate", { ...OPTIONS });
export const dashboardSocket = (): DashboardSocket => io("/dashboard", { ...OPTIONS });
export const kioskSocket = (): KioskSocket => io("/kiosk", { ...OPTIONS });
export const basketSocket = (watch: Watch): BasketSocket =>
  io("/basket", { ...OPTIONS, auth: watch });

export interface Listener {
  /** Lines that were applied just now, in order; `missed` when they are from before a gap. */
  heard: (notices: Notice[], missed: boolean) => void;
  online: (online: boolean) => void;
  refused: () => void;
}

/** What of a socket is needed here; a fake in the tests. */
export interface Line {
  readonly connected: boolean;
  on(event: string, heard: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  connect(): unknown;
}

const AGAIN_MS = 2000;

/**
 * Stay connected. Socket.IO tries again by itself only when the network failed; when the server
 * ended or refused the connection for now ("closing", "full"), it is for us to come back.
 */
export function stay(
  line: Line,
  told: { online: (online: boolean) => void; refused: () => void },
  later: (again: () => void, ms: number) => void = (again, ms) => setTimeout(again, ms),
): void {
  let revoked = false;
  const comeBack = (): void => {
    if (!revoked) later(() => line.connect(), AGAIN_MS);
  };
  line.on("connect", () => told.online(true));
  // Socket.IO hears these too, and says nothing of them while it is still connecting.
  window.addEventListener("offline", () => told.online(false));
  window.addEventListener("online", () => line.connected && told.online(true));
  line.on("ended", ({ reason }: Ended) => (revoked = reason === "revoked"));
  line.on("disconnect", (reason: string) => {
    told.online(false);
    if (reason !== "io server disconnect") return;
    if (revoked) told.refused();
    comeBack();
  });
  line.on("connect_error", (error: Error) => {
    told.online(false);
    if (/^(unauthorised|forbidden)/.test(error.message)) told.refused();
    else if (error.message.startsWith("full")) comeBack();
  });
}

/** Keep `feed` true: resume after each connection, in order, once each, acknowledged. */
export function follow(line: Line, feed: Feed, listener: Listener): void {
  let catchingUp = true;
  const resume = (): void => {
    catchingUp = true;
    line.emit("resume", { after: feed.lastSeq });
  };
  stay(line, listener);
  line.on("connect", resume);
  line.on("notice", (notice: Notice, ack?: () => void) => {
    const { applied, gap } = feed.take(notice);
    if (applied.length) listener.heard(applied, catchingUp);
    if (gap && !catchingUp) resume();
    if (ack) whenSeen(ack);
  });
  line.on("reset", ({ last_seq, signals }: { last_seq: number; signals: SignalView[] }) => {
    feed.start(signals, last_seq);
    listener.heard([], true);
  });
  line.on("ready", ({ last_seq }: { last_seq: number }) => {
    const applied = feed.settle(last_seq);
    catchingUp = false;
    if (applied.length) listener.heard(applied, true);
  });
}

/** An acknowledged line is not pushed: a phone in a pocket has not shown it yet. */
function whenSeen(ack: () => void): void {
  if (document.visibilityState !== "hidden") return ack();
  document.addEventListener("visibilitychange", () => ack(), { once: true });
}
