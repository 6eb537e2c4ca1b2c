import { describe, expect, it } from "vitest";

import { toneOf } from "../src/lib/tone";
import { card, signal } from "./signals";

describe("how a signal makes itself felt", () => {
  it("sounds differently for the closest clients", () => {
    const known = toneOf(signal("s", { card: { ...card, tier: "client" } }), false);
    const close = toneOf(signal("s", { card: { ...card, tier: "circle" } }), false);
    expect(known?.chime).toBe("arrival");
    expect(close?.chime).toBe("circle");
    expect(close?.vibration).not.toEqual(known?.vibration);
  });

  it("says nothing for a discreet client or in a quiet hour", () => {
    expect(toneOf(signal("s", { silent: true }), false)).toBeNull();
  });

  it("reminds with a sound of its own", () => {
    expect(toneOf(signal("s"), true)?.chime).toBe("reminder");
  });
});
