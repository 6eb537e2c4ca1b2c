import { afterEach, describe, expect, it, vi } from "vitest";

import { nameOf, WalkIn } from "../src/apps/associate/evening/walk-in-desk";
import type { ClientFound } from "../src/lib/views";

const ANA: ClientFound = {
  id: "ana",
  display_name: "Ana Ortiz",
  monogram: "AO",
  tier: "vip",
  language: "es",
  here: false,
  zone_name: null,
};

interface Sent {
  path: string;
  body: Record<string, string>;
}

/** A house that hears every request, and answers the first ones as it is told. */
function house(...answers: Response[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    sent.push({ path, body: JSON.parse(request.body as string) as Record<string, string> });
    return Promise.resolve(answers.shift() ?? Response.json({ verdict: "admitted" }));
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe("a name that is typed at the door", () => {
  it.each([
    ["Ana Ortiz", "Ana", "Ortiz"],
    ["  Ana   de la Cruz ", "Ana", "de la Cruz"],
    ["Cher", "Cher", ""],
    ["", "", ""],
  ])("of %j greets by the first word", (typed, given_name, family_name) => {
    expect(nameOf(typed)).toEqual({ given_name, family_name });
  });
});

describe("somebody who is on no list", () => {
  it("is a client of the book, or a name; never both", async () => {
    const sent = house();
    await new WalkIn("soiree", { client: ANA }).admit("A client");
    await new WalkIn("soiree", { name: "Cher" }).admit("A star");
    expect(sent.map((one) => one.path)).toEqual(Array(2).fill("/api/v1/events/soiree/walk-ins"));
    expect(sent[0]?.body).toMatchObject({ client_id: "ana", reason: "A client" });
    expect(sent[0]?.body).not.toHaveProperty("given_name");
    expect(sent[1]?.body).toMatchObject({ given_name: "Cher", family_name: "", reason: "A star" });
    expect(sent[1]?.body).not.toHaveProperty("client_id");
  });

  it("is the same guest when the tap is repeated, and another one is another", async () => {
    const sent = house(Response.json({ title: "Busy", status: 503 }, { status: 503 }));
    const ana = new WalkIn("soiree", { client: ANA });
    await expect(ana.admit("A client")).rejects.toThrow();
    await ana.admit("A client");
    await new WalkIn("soiree", { client: ANA }).admit("A client");
    const ids = sent.map((one) => one.body["scan_id"]);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
