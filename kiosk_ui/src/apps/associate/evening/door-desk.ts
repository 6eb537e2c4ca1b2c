/** What a colleague does at an event's door, without a pixel. */

import { api } from "../../../lib/api";
import type { AdmissionView, DoorGuest, DoorView, EveningView } from "../../../lib/door";

export interface Wish {
  code?: string;
  guest_id?: string;
  plus_one?: boolean;
  plus_one_name?: string;
  way?: "in" | "out";
  answers?: Record<string, string>;
  override_reason?: string;
}

export const evenings = (): Promise<EveningView[]> => api.get("/evenings");

export const list = (event: string): Promise<DoorView> => api.get(`/events/${event}/door`);

export async function find(event: string, name: string): Promise<DoorGuest[]> {
  const found = await api.get<DoorView>(`/events/${event}/door?q=${encodeURIComponent(name)}`);
  return found.guests;
}

/** Each tap has a scan's id of its own; sent again it would be the same showing. */
export const show = (event: string, wish: Wish): Promise<AdmissionView> =>
  api.post(`/events/${event}/showings`, { scan_id: crypto.randomUUID(), ...wish });

/** The house answers with the admission as it was; a colleague reads that it holds no more. */
export async function undo(event: string, scanId: string): Promise<AdmissionView> {
  const was = await api.post<AdmissionView>(`/events/${event}/showings/${scanId}/undo`);
  return { ...was, verdict: "already", reason: "undone", flags: [], first: null, may_override: false };
}
