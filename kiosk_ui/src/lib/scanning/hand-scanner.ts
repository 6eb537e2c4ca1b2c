/** Whether a hand scanner is at this screen: it shows itself by reading, and is believed in for a while. */

const NAME = "accueil.hand-scanner";
const BELIEVED_MS = 30 * 24 * 60 * 60_000; // between two evenings a kiosk may stand in a cupboard

export class HandScanner {
  constructor(private readonly store: Pick<Storage, "getItem" | "setItem"> = localStorage) {}

  hasRead(atMs: number): void {
    this.store.setItem(NAME, String(atMs));
  }

  isHere(nowMs: number): boolean {
    return nowMs - Number(this.store.getItem(NAME) ?? -Infinity) < BELIEVED_MS;
  }
}
