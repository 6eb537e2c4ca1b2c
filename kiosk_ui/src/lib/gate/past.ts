/**
 * What is left at a gate of an event whose doors have closed: who came, and nothing that they said.
 *
 * A showing that the house has not heard of stays, for it is an admission; its words do not.
 */

import type { GateList } from "../door";
import type { Queued } from "./gate";

const SAID = "–"; // that it was answered, so that the house judges as this gate did

/** Events whose doors have not closed yet. */
export function ahead(lists: readonly GateList[], now: number): Set<string> {
  const open = lists.filter(({ event }) => now < Date.parse(event.doors_close));
  return new Set(open.map(({ event }) => event.event_id));
}

/** Those of closed events without a name in them; the same array where there is nothing to take out. */
export function withoutNames(lists: GateList[], open: ReadonlySet<string>): GateList[] {
  const named = (one: GateList): boolean =>
    !open.has(one.event.event_id) && one.passes.some((line) => line.f);
  return lists.some(named) ? lists.map((one) => (named(one) ? nameless(one) : one)) : lists;
}

export function withoutWords(queue: Queued[], open: ReadonlySet<string>): Queued[] {
  const worded = (one: Queued): boolean =>
    !open.has(one.event) && words(one).some((word) => word && word !== SAID);
  return queue.some(worded) ? queue.map((one) => (worded(one) ? wordless(one) : one)) : queue;
}

export const nameless = (list: GateList): GateList => ({
  ...list,
  passes: list.passes.map((one) => ({ ...one, f: "" })),
});

const words = ({ answers, plus_one_name: name }: Queued): string[] => [
  ...Object.values(answers ?? {}),
  name ?? "",
];

function wordless(queued: Queued): Queued {
  const { answers, plus_one_name: name, ...rest } = queued;
  return {
    ...rest,
    ...(answers ? { answers: Object.fromEntries(Object.keys(answers).map((id) => [id, SAID])) } : {}),
    ...(name ? { plus_one_name: SAID } : {}),
  };
}
