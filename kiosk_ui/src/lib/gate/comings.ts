/** Comings and goings of one guest, and what they add up to: `events/comings.py`, at the gate. */

export interface Entry {
  scanId: string;
  guestId: string;
  way: "in" | "out";
  gate: string;
  by: string;
  at: number;
  plusOne: boolean;
  undone: boolean;
}

export interface Track {
  inside: number;
  came: number;
  lastIn: Entry | null;
}

/** Of the guest alone, or of their plus-ones alone. */
export function track(entries: readonly Entry[], plusOne: boolean): Track {
  const theirs = entries
    .filter((one) => one.plusOne === plusOne && !one.undone)
    .sort((a, b) => a.at - b.at || (a.scanId < b.scanId ? -1 : 1));
  const found: Track = { inside: 0, came: 0, lastIn: null };
  for (const entry of theirs) {
    if (entry.way === "out") found.inside = Math.max(0, found.inside - 1);
    else if (plusOne || !found.inside) {
      found.inside += 1;
      found.came += 1;
      found.lastIn = entry;
    }
  }
  return found;
}
