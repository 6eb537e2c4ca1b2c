/** Somebody who is on no list, let in by a colleague who answers for it; without a pixel. */

import { api } from "../../../lib/api";
import type { AdmissionView } from "../../../lib/door";
import type { ClientFound } from "../../../lib/views";

/** A client of the book, or a name as it was typed. */
export type Whom = { client: ClientFound } | { name: string };

export const calledOf = (whom: Whom): string =>
  "client" in whom ? whom.client.display_name : whom.name;

/** The first word is what the guest is greeted by; whatever follows is the family's. */
export function nameOf(typed: string): { given_name: string; family_name: string } {
  const [given_name = "", ...family] = typed.trim().split(/\s+/);
  return { given_name, family_name: family.join(" ") };
}

export const clients = (name: string): Promise<ClientFound[]> =>
  api.get(`/clients?q=${encodeURIComponent(name)}`);

/**
 * One person at the door. Tapped again, as after an answer that was lost, it is the same guest: the
 * scan's id is the person's and not the tap's.
 */
export class WalkIn {
  private readonly scanId = crypto.randomUUID();

  constructor(
    private readonly event: string,
    readonly whom: Whom,
  ) {}

  admit(reason: string): Promise<AdmissionView> {
    const { whom } = this;
    const who = "client" in whom ? { client_id: whom.client.id } : nameOf(whom.name);
    return api.post(`/events/${this.event}/walk-ins`, { scan_id: this.scanId, reason, ...who });
  }
}
