import { afterEach, beforeEach, expect, it, vi } from "vitest";

import "../src/apps/dashboard/dashboard";
import { api, OfflineError } from "../src/lib/api";

let scrolled: { mock: { calls: unknown[] } };

function goes(to: string): number {
  const before = scrolled.mock.calls.length;
  location.hash = to;
  window.dispatchEvent(new Event("hashchange"));
  return scrolled.mock.calls.length - before;
}

beforeEach(() => {
  vi.spyOn(api, "get").mockRejectedValue(new OfflineError("no network"));
  scrolled = vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  location.hash = "";
  document.body.append(document.createElement("accueil-dashboard"));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

it("a page opens at its top", () => {
  for (const page of ["explore", "team", "clients", "clients/ada"]) expect(goes(page)).toBeGreaterThan(0);
  expect(scrolled.mock.calls.every((to) => String(to) === "0,0")).toBe(true);
});

it("a page stays where it is when a question on it or a part of it is chosen", () => {
  for (const [page, more] of [["explore", "by=day"], ["audit", "whom=ada"], ["events/soiree", "guests"]]) {
    goes(page!);
    expect(goes(`${page}/${more}`)).toBe(0);
  }
});
