/** The live list of an event: what was read, changed by what is told. Pure. */

import type { DoorCounts, DoorGuest, DoorView, EveningNews } from "./door";

export type Shown = "expected" | "inside" | "all" | "conflicts";

export class EveningList {
  counts: DoorCounts;
  at: string;
  private readonly guests: Map<string, DoorGuest>;

  /** `since`: what was told while the view was on its way. */
  constructor(view: DoorView, since: readonly EveningNews[] = []) {
    this.counts = view.counts;
    this.at = view.at;
    this.guests = new Map(view.guests.map((one) => [one.id, one]));
    for (const news of since) this.hear(news);
  }

  /** Answers whether it was news: what is older than the list changes nothing. */
  hear(news: EveningNews): boolean {
    if (news.at < this.at) return false;
    this.at = news.at;
    this.counts = news.counts;
    for (const guest of news.guests) this.guests.set(guest.id, guest);
    return true;
  }

  /** What this screen did by itself; the house's own news takes its place. */
  moved(id: string, way: "in" | "out", plusOne: boolean, at: string): void {
    const guest = this.guests.get(id);
    if (!guest) return;
    const by = way === "in" ? 1 : -1;
    const isNew = way === "in" && (plusOne ? guest.plus_ones_inside >= plusOnesArrived(guest) : !guest.came);
    const found = isNew && guest.missing ? 1 : 0;
    this.counts = {
      ...this.counts,
      inside: this.counts.inside + by,
      came: this.counts.came + (isNew ? 1 : 0),
      missing: this.counts.missing - found,
      plus_ones_inside: this.counts.plus_ones_inside + (plusOne ? by : 0),
    };
    this.guests.set(id, {
      ...guest,
      ...(plusOne
        ? { plus_ones_inside: guest.plus_ones_inside + by }
        : { inside: way === "in", came: guest.came + (way === "in" ? 1 : 0) }),
      arrived: isNew ? [...guest.arrived, at] : guest.arrived,
      missing: guest.missing - found,
      ...(way === "in" ? { last_in: at, first_in: guest.first_in ?? at } : { last_out: at }),
    });
  }

  /** By a part of a name, without its accents: what a phone can do alone. */
  find(name: string): DoorGuest[] {
    const words = plain(name).split(" ");
    return this.show("all").filter((one) => {
      const names = plain([one.display_name, ...one.companions].join(" "));
      return words.every((word) => names.includes(word));
    });
  }

  guest(id: string): DoorGuest | undefined {
    return this.guests.get(id);
  }

  /** By name; `expected` are those of whose party somebody is missing. */
  show(which: Shown): DoorGuest[] {
    return [...this.guests.values()].filter((one) => isShown(one, which)).sort(byName);
  }
}

function isShown(guest: DoorGuest, which: Shown): boolean {
  switch (which) {
    case "expected":
      return guest.missing > 0;
    case "inside":
      return guest.inside || guest.plus_ones_inside > 0;
    case "conflicts":
      return guest.conflicts > 0;
    case "all":
      return true;
  }
}

function plusOnesArrived(guest: DoorGuest): number {
  return guest.arrived.length - (guest.came ? 1 : 0);
}

/** Without accents and case. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function byName(a: DoorGuest, b: DoorGuest): number {
  return a.display_name.localeCompare(b.display_name);
}

/** How many people had come by each step of time, from the opening of the doors to the last arrival. */
export function arrivals(
  guests: readonly DoorGuest[],
  fromMs: number,
  toMs: number,
  stepMs: number,
): { atMs: number; came: number }[] {
  const times = guests.flatMap((one) => one.arrived.map((at) => Date.parse(at)));
  const steps = Math.max(1, Math.ceil((toMs - fromMs) / stepMs));
  return Array.from({ length: steps + 1 }, (_one, place) => {
    const atMs = Math.min(fromMs + place * stepMs, toMs);
    return { atMs, came: times.filter((at) => at <= atMs).length };
  });
}

/** Socket lines that tell of live lists. */
interface Tells {
  on(message: "evening", hear: (news: EveningNews) => void): unknown;
  on(message: "connect", hear: () => void): unknown;
  off(message: "evening", hear: (news: EveningNews) => void): unknown;
  off(message: "connect", hear: () => void): unknown;
}

const GATHERED_MS = 150;

/**
 * Reads a list anew soon after it was told to have changed, and after a gap: several changes are
 * one reading. `concerns` says whose news it is.
 */
export class Again {
  private line: Tells | null = null;
  private soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly read: () => void,
    private readonly concerns: (eventId: string) => boolean = () => true,
  ) {}

  listen(line: Tells | null): void {
    if (line === this.line) return;
    this.stop();
    this.line = line;
    line?.on("evening", this.hear);
    line?.on("connect", this.later);
  }

  stop(): void {
    clearTimeout(this.soon);
    this.line?.off("evening", this.hear);
    this.line?.off("connect", this.later);
    this.line = null;
  }

  private readonly hear = (news: EveningNews): void => {
    if (this.concerns(news.event_id)) this.later();
  };

  private readonly later = (): void => {
    clearTimeout(this.soon);
    this.soon = setTimeout(this.read, GATHERED_MS);
  };
}
