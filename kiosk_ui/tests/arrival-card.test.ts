import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/associate/arrival-card";
import type { ArrivalCard as Shown } from "../src/apps/associate/arrival-card";
import { useCatalogue } from "../src/lib/i18n";
import type { ArrivalCard, GuestAtDoor, PurchaseView, SignalView } from "../src/lib/views";
import { card, signal } from "./signals";

const bought = (label: string, amount_minor: number): PurchaseView => ({
  bought_on: "2026-09-04",
  label,
  amount_minor,
  currency: "EUR",
  boutique: "",
});
const FULL: ArrivalCard = {
  ...card,
  pronunciation: "vish-NYEV-ska",
  tier: "circle",
  language: "pl",
  languages: ["pl", "fr"],
  tastes: ["supple leather"],
  sizes: { shoes: "38½" },
  purchases: [bought("Orangerie bag", 389000), bought("Herbarium scarf", 42000), bought("Gloves", 31000)],
  promises: [{ text: "Keep the green one", due_on: null, by: "Camille" }],
  appointments: [
    { id: "a1", label: "Fitting", starts_at: "2026-11-22T19:00:00Z", seat: "" },
  ] as unknown as ArrivalCard["appointments"],
  last_visit_at: "2026-10-02T15:00:00Z",
  last_served_by: "Camille",
};
const GUEST = {
  guest_id: "g1",
  event_id: "e1",
  titles: { en: "An evening of orchids" },
  table: "Table 4",
  plus_ones: 0,
  needs: [],
  notes: [],
} as unknown as GuestAtDoor;

let element: Shown;

/** What is read, in the shadow of each element too. */
function words(root: Node): string {
  const inside = root instanceof Element && root.shadowRoot ? words(root.shadowRoot) : "";
  if (root.nodeType === Node.TEXT_NODE) return root.textContent ?? "";
  if (root instanceof HTMLStyleElement) return "";
  return [inside, ...[...root.childNodes].map(words)].join(" ");
}

async function shown(of: ArrivalCard, change: Partial<SignalView> = {}): Promise<string> {
  element = document.createElement("accueil-arrival-card") as Shown;
  element.card = of;
  element.signal = signal("s1", { card: of, ...change });
  document.body.append(element);
  await element.updateComplete;
  await new Promise((done) => setTimeout(done));
  return words(element).replace(/\s+/g, " ");
}

beforeEach(() => {
  useCatalogue("en", en);
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ at: null, expected: null })));
});
afterEach(() => {
  element.remove();
  vi.unstubAllGlobals();
});

describe("the card of who has come", () => {
  it.each([
    ["the name", "Izabela Wiśniewska"],
    ["how it is pronounced", "vish-NYEV-ska"],
    ["a monogram where there is no photo", "IW"],
    ["the tier", en["tier.circle"]],
    ["the languages", "Polish French"],
    ["where in the shop", "Salon"],
    ["since when", en["card.arrived"]],
    ["the last visit, and who served", "On October 2, 2026, with Camille"],
    ["each of the last purchases", "Orangerie bag €3,890"],
    ["the second of them", "Herbarium scarf €420"],
    ["the third of them", "Gloves €310"],
    ["the tastes", "supple leather"],
    ["the sizes", "shoes 38½"],
    ["what was promised, and by whom", "Keep the green one"],
    ["today's appointment", "Fitting"],
  ])("tells %s", async (_what, said) => {
    expect(await shown(FULL)).toContain(said);
  });

  it("tells of which event they are a guest, and their table", async () => {
    const said = await shown(FULL, { guest: GUEST });
    expect(said).toContain("An evening of orchids");
    expect(said).toContain("Table 4");
  });

  it("shows the photo where there is one", async () => {
    await shown({ ...FULL, photo_url: "/photo/1" });
    const face = element.shadowRoot!.querySelector("accueil-monogram")!.shadowRoot!;
    expect(face.querySelector("img")!.getAttribute("src")).toBe("/photo/1");
  });

  it("says that it is not known where they are while nothing is heard", async () => {
    const said = await shown(FULL, { whereabouts: "not_known" });
    expect(said).toContain(en["card.not_known"]);
  });

  it.each([
    ["discreet", en["card.discreet"]],
    ["do_not_approach", en["card.do_not_approach"]],
  ] as const)("says who wishes %s", async (approach, said) => {
    expect(await shown({ ...FULL, approach })).toContain(said);
  });
});
