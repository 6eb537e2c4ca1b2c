/** The house over the API, as a gate asks it. Queued showings are told to their own event. */

import { api } from "../api";
import type { EveningView, GateList } from "../door";
import type { House, Lists, Queued, Shown } from "./gate";

/** A kiosk asks at its own doors; a colleague's phone at those of the house. */
export type Prefix = "/kiosk" | "";

export class HouseByApi<A> implements House<A> {
  /** `keeps` is what of a list this device may keep; `speaks` the screen before the guest. */
  constructor(
    private readonly prefix: Prefix,
    private readonly keeps: (list: GateList) => GateList = (list) => list,
    private readonly speaks: (() => string) | null = null,
  ) {}

  show(shown: Shown, event?: string): Promise<A> {
    const path = this.prefix ? `${this.prefix}/showings` : `/events/${event}/showings`;
    return api.post<A>(path, this.speaks ? { ...shown, language: this.speaks() } : shown);
  }

  async lists(): Promise<Lists> {
    const evenings = await api.get<EveningView[]>(`${this.prefix}/evenings`);
    const lists = await Promise.all(
      evenings.map((one) => api.get<GateList>(`${this.prefix}/events/${one.event_id}/gate-list`)),
    );
    return { now: lists.at(-1)?.made_at ?? null, lists: lists.map(this.keeps) };
  }

  async tell(event: string, queued: readonly Queued[], sentAt: string): Promise<string[]> {
    const showings = queued.map(({ place: _place, event: _event, ...one }) => one);
    const path = `${this.prefix}/events/${event}/showings/queued`;
    const { answers } = await api.post<{ answers: { scan_id: string }[] }>(path, {
      sent_at: sentAt,
      showings,
    });
    return answers.map((one) => one.scan_id);
  }
}
