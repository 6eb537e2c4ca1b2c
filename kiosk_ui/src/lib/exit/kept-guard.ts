/**
 * Who guards the door with this phone, for when its page is loaded anew and there is no network.
 *
 * Without a key to anything: the house is asked who it is before it is told anything again.
 */

import type { Me } from "../views";

const NAME = "accueil-guard";
const LASTS_MS = 12 * 3600 * 1000; // as a session that nobody uses

interface Kept {
  me: Me;
  until: number;
}

export function keepGuard(me: Me, now = Date.now()): void {
  put({ me: { ...me, csrf: "" }, until: now + LASTS_MS });
}

/** Null where nobody guarded here today, or they signed out. */
export function keptGuard(now = Date.now()): Me | null {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "null") as Kept | null;
    return kept && now < kept.until ? kept.me : null;
  } catch {
    return null;
  }
}

export function forgetGuard(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // it was not kept either
  }
}

function put(kept: Kept): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // a browser that keeps nothing says that it is offline
  }
}
