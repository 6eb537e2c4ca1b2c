/** What the idle screen asks of a guest: no more than this kiosk can read. */

import type { Key } from "../../lib/i18n";

export interface Can {
  camera: boolean;
  handScanner: boolean;
}

export function inviteKey({ camera, handScanner }: Can, evening: boolean): Key {
  if (camera) return evening ? "kiosk.show_invitation" : "kiosk.invite";
  if (handScanner) return evening ? "kiosk.to_scanner" : "kiosk.card_to_scanner";
  return "kiosk.type_or_call";
}
