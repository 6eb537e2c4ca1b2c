/** How a signal makes itself felt: which chime, which vibration, or none at all. */

import type { SignalView } from "./views";
import type { Chime } from "./sound";

export interface Tone {
  chime: Chime;
  vibration: number[];
}

/** Null where a client is discreet or the hour quiet. The closest clients sound differently. */
export function toneOf(signal: SignalView, reminder: boolean): Tone | null {
  if (signal.silent) return null;
  const close = signal.card?.tier === "circle" || signal.card?.tier === "vip";
  return {
    chime: reminder ? "reminder" : close ? "circle" : "arrival",
    vibration: close ? [60, 90, 60, 90, 60] : [60, 90, 60],
  };
}
