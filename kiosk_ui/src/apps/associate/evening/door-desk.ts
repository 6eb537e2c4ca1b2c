/**
 * What a colleague does at an event's door, without a pixel: the house judges, and where it cannot
 * be reached this phone does, as the kiosk does.
 *
 * The list with the guests' names is in memory alone. What the phone keeps to go on by itself names
 * nobody, and is told to the house when it answers again.
 */

import { api, OfflineError } from "../../../lib/api";
import type { AdmissionView, DoorGuest, DoorView, EveningView } from "../../../lib/door";
import type { EveningList } from "../../../lib/evening-list";
import type { Decision } from "../../../lib/gate/admission";
import { iso, type GateBook } from "../../../lib/gate/book";
import { Gate, type House, type Say, type Shown } from "../../../lib/gate/gate";
import { HouseByApi } from "../../../lib/gate/house";
import { nameless } from "../../../lib/gate/past";
import { Shelf } from "../../../lib/gate/shelf";

export interface Wish {
  code?: string;
  guest_id?: string;
  plus_one?: boolean;
  plus_one_name?: string;
  way?: "in" | "out";
  answers?: Record<string, string>;
  override_reason?: string;
}

const SHELF = "accueil-phone-gate";
const FOUND_AT_MOST = 20;

export class DoorDesk {
  private names: EveningList | null = null;
  private readonly gate: Gate<AdmissionView>;

  constructor(
    house: House<AdmissionView> = new HouseByApi("", nameless),
    shelf = new Shelf(SHELF),
    clock: () => number = Date.now,
  ) {
    this.gate = new Gate(house, (...one) => this.say(...one), shelf, clock);
  }

  /** Take up what this phone knew, then what the house knows. */
  async open(): Promise<EveningView[]> {
    await this.gate.open().catch(() => undefined); // no shelf here: the house alone then
    await this.settle();
    return this.gate.evenings.length || !this.gate.online
      ? this.gate.evenings
      : api.get<EveningView[]>("/evenings");
  }

  /**
   * Once the evening's page is closed: what this phone did alone is told, though there be no event
   * tonight, and what guests said to it goes when the doors have closed.
   */
  async closeUp(): Promise<void> {
    await this.gate.open();
    if (this.waiting) await this.settle();
  }

  get alone(): boolean {
    return !this.gate.online;
  }

  get waiting(): number {
    return this.gate.waiting;
  }

  /** The line to the house came or went. */
  async lined(online: boolean): Promise<void> {
    this.gate.online = online;
    if (online) await this.settle();
  }

  settle(): Promise<void> {
    return this.gate.settle();
  }

  list(event: string): Promise<DoorView> {
    return api.get(`/events/${event}/door`);
  }

  /** Whose names are found, and in whose lines is noted what this phone does alone. */
  holds(names: EveningList | null): void {
    this.names = names;
  }

  async find(event: string, name: string): Promise<DoorGuest[]> {
    try {
      const found = await api.get<DoorView>(`/events/${event}/door?q=${encodeURIComponent(name)}`);
      return found.guests;
    } catch (error) {
      if (!(error instanceof OfflineError) || !this.names) throw error;
      return this.names.find(name).slice(0, FOUND_AT_MOST);
    }
  }

  /** Each tap has a scan's id of its own; sent again it would be the same showing. */
  show(event: string, wish: Wish): Promise<AdmissionView> {
    const shown = { scan_id: crypto.randomUUID(), ...wish };
    // To answer for a guest against the rules takes the house, which writes down who did.
    if (wish.override_reason) return api.post(`/events/${event}/showings`, shown);
    return this.gate.show(shown, event);
  }

  /** The house answers with the admission as it was; a colleague reads that it holds no more. */
  async undo(event: string, scanId: string): Promise<AdmissionView> {
    const was = await api.post<AdmissionView>(`/events/${event}/showings/${scanId}/undo`);
    return { ...was, verdict: "already", reason: "undone", flags: [], first: null, may_override: false };
  }

  /** Raises `OfflineError` where this phone never had the list. */
  private readonly say: Say<AdmissionView> = (shown, decision, book) => {
    if (!decision || !book) throw new OfflineError("this phone has no list to go by");
    const { entry, guestId } = decision;
    if (entry) this.names?.moved(entry.guestId, entry.way, entry.plusOne, iso(entry.at));
    const guest = (guestId && this.names?.guest(guestId)) || null;
    return answerAlone(shown, decision, book, guest);
  };
}

function answerAlone(
  shown: Shown,
  decision: Decision,
  book: GateBook,
  guest: DoorGuest | null,
): AdmissionView {
  const { verdict, reason, first, wanted, guestId } = decision;
  return {
    scan_id: shown.scan_id,
    showing_id: "",
    event_id: book.list.event.event_id,
    verdict,
    reason,
    at: iso(decision.entry?.at ?? Date.now()),
    way: shown.way ?? "in",
    plus_one: shown.plus_one ?? false,
    say: "",
    language: (guestId && book.line(guestId)?.l) || "",
    flags: [],
    may_override: false,
    undo_until: null,
    again: false,
    late: true,
    guest,
    first: first?.scanId ? { at: iso(first.at), gate: "", gate_name: "", by: "" } : null,
    question: book.list.event.questions.find((one) => one.id === wanted) ?? null,
    other_event: "",
    inside: null,
  };
}
