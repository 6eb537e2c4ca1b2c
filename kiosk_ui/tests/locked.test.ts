import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import "../src/apps/kiosk/team";
import type { PinPad } from "../src/elements/pin-pad";
import { api, ApiError } from "../src/lib/api";

const CAMILLE = { id: "camille", display_name: "Camille" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a keypad at the kiosk", () => {
  it("is dead for as long as the house would not listen, and not a second more", async () => {
    vi.spyOn(api, "get").mockResolvedValue([CAMILLE]);
    const problem = { status: 429, title: "Too many", type: "too-many" };
    vi.spyOn(api, "post").mockRejectedValue(new ApiError(problem as never, 30));
    const team = document.body.appendChild(document.createElement("accueil-team"));
    await vi.advanceTimersByTimeAsync(1);
    team.shadowRoot?.querySelector<HTMLButtonElement>(".names button")?.click();
    await vi.advanceTimersByTimeAsync(1);
    const pad = (): PinPad => team.shadowRoot?.querySelector("accueil-pin-pad") as PinPad;
    expect(pad().busy).toBe(false);
    pad().dispatchEvent(new CustomEvent("pin", { detail: "0000" }));
    await vi.advanceTimersByTimeAsync(28_000);
    expect(pad().busy).toBe(true);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(pad().busy).toBe(false);
  });
});
