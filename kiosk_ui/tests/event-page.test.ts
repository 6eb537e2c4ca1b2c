import { afterEach, expect, it, vi } from "vitest";

import "../src/apps/dashboard/events/event-page";
import { api } from "../src/lib/api";

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

it("the figures of an event follow its invitations", async () => {
  let invited = 0;
  const guest = { id: "ada", display_name: "Ada", standing: "listed", companions: [], by_letter: true };
  vi.spyOn(api, "get").mockImplementation(async (path: string) => {
    if (path === "/events/soiree/guests") {
      const guests = [{ ...guest, standing: invited ? "invited" : "listed" }];
      const list = { event_id: "soiree", time_zone: "Europe/Paris", may_invite: true };
      return { ...list, guests, places: [], allocations: [] } as never;
    }
    const counts = { people: 0, invited, waiting: 0, offered: 0, declined: 0 };
    return {
      ...{ id: "soiree", stage: "open", kind: "private_sale", template: false, titles: { fr: "Soirée" } },
      ...{ starts: "2026-12-20T18:00:00Z", ends: "2026-12-20T20:00:00Z", time_zone: "Europe/Paris" },
      ...{ dress_codes: {}, sessions: [], capacity: 20, counts },
    } as never;
  });
  vi.spyOn(api, "post").mockImplementation(async () => {
    invited = 1;
    return { by_letter: ["ada"], by_hand: [] } as never;
  });
  const page = document.createElement("accueil-event-page");
  Object.assign(page, { eventId: "soiree", leaf: "guests" });
  document.body.append(page);
  const figures = (): (string | undefined)[] =>
    [...page.shadowRoot!.querySelectorAll("dl dd")].map((one) => one.textContent?.trim());
  const list = (): ShadowRoot | null | undefined =>
    page.shadowRoot!.querySelector("accueil-guest-list")?.shadowRoot;
  await vi.waitFor(() => expect(list()?.querySelector("button.primary")).toBeTruthy());
  expect(figures()[1]).toBe("0");
  list()?.querySelector<HTMLButtonElement>("button.primary")?.click();
  await vi.waitFor(() => expect(figures()[1]).toBe("1"));
});
