import { afterEach, beforeEach, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/elements/sign-in";
import type { SignIn } from "../src/elements/sign-in";
import { useCatalogue } from "../src/lib/i18n";

const known = { me: null, phone: { pin_is_set: true, strong: "" } };
const asked = vi.fn();
let door: SignIn;
let network = false;
let alone = 0;

const said = (): string => door.shadowRoot!.querySelector(".say")?.textContent ?? "";
const asks = (): number => asked.mock.calls.length;

beforeEach(async () => {
  useCatalogue("en", en);
  network = false;
  alone = 0;
  asked.mockReset().mockImplementation(async () => {
    if (!network) throw new TypeError("no network");
    return new Response(JSON.stringify(known), { headers: { "Content-Type": "application/json" } });
  });
  vi.stubGlobal("fetch", asked);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  door = document.createElement("accueil-sign-in") as SignIn;
  door.addEventListener("offline", () => (alone += 1));
  document.body.append(door);
  await vi.waitFor(() => expect(said()).toBe(en["door.offline"]));
});
afterEach(() => {
  door.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("comes back with nobody's help when the network does", async () => {
  network = true;
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(door.shadowRoot!.querySelector("accueil-pin-pad")).not.toBeNull());
});

it("asks again every few seconds, for a boutique that was away tells no phone that it is back", async () => {
  await vi.advanceTimersByTimeAsync(5_000);
  await vi.waitFor(() => expect(asks()).toBe(2));
  expect(said()).toBe(en["door.offline"]);
  network = true;
  await vi.advanceTimersByTimeAsync(5_000);
  await vi.waitFor(() => expect(door.shadowRoot!.querySelector("accueil-pin-pad")).not.toBeNull());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asks()).toBe(3);
  expect(alone).toBe(1);
});

it("asks nobody any more once it is gone from the page", async () => {
  door.remove();
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asks()).toBe(1);
});

it("tries again at once when its page is seen again, and not while it is hidden", async () => {
  const seen = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  network = true;
  const before = asks();
  document.dispatchEvent(new Event("visibilitychange"));
  expect(asks()).toBe(before);
  seen.mockRestore();
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(door.shadowRoot!.querySelector("accueil-pin-pad")).not.toBeNull());
});
