/** Every message of Socket.IO, by name and shape, and the feed that survives a gap. */

import { io, type Socket } from "socket.io-client";

import { Feed } from "./feed";
import type { ClaimAnswer, FloorView, Notice } from "./views";

interface FromAssociate {
  notice: (notice: Notice, ack?: () => void) => void;
  ready: (ready: { last_seq: number }) => void;
}
interface ToAssociate {
  resume: (after: { after: number }) => void;
  claim: (tap: { signal_id: string; tap_id: string }, ack: (answer: ClaimAnswer) => void) => void;
}
interface FromDashboard {
  floor: (floor: FloorView) => void;
}
interface FromKiosk {
  hello: (hello: { boutique_name: string; brand_name: string }) => void;
}
type Nothing = Record<string, never>;

export type AssociateSocket = Socket<FromAssociate, ToAssociate>;
export type DashboardSocket = Socket<FromDashboard, Nothing>;
export type KioskSocket = Socket<FromKiosk, Nothing>;

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

export interface Listener {
  /** Lines that were applied just now, in order; `missed` when they are from before a gap. */
  heard: (notices: Notice[], missed: boolean) => void;
  online: (online: boolean) => void;
  refused: () => void;
}

/** What of a socket the feed needs; a fake in the tests. */
export interface Line {
  connected: boolean;
  on(event: string, heard: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
}

/** Keep `feed` true: resume after each connection, in order, once each, acknowledged. */
export function follow(line: Line, feed: Feed, listener: Listener): void {
  let catchingUp = true;
  const resume = (): void => {
    catchingUp = true;
    line.emit("resume", { after: feed.lastSeq });
  };
  line.on("connect", () => {
    listener.online(true);
    resume();
  });
  line.on("disconnect", () => listener.online(false));
  line.on("connect_error", (error: Error & { data?: unknown }) => {
    listener.online(false);
    // The server itself said no (a lost network has no `data`, nor this type).
    if (error.data !== undefined || /refused|unauthor|reject/i.test(error.message)) {
      listener.refused();
    }
  });
  line.on("notice", (notice: Notice, ack?: () => void) => {
    const { applied, gap } = feed.take(notice);
    if (applied.length) listener.heard(applied, catchingUp);
    if (gap && !catchingUp) resume();
    ack?.();
  });
  line.on("ready", ({ last_seq }: { last_seq: number }) => {
    const applied = feed.settle(last_seq);
    catchingUp = false;
    if (applied.length) listener.heard(applied, true);
  });
}
