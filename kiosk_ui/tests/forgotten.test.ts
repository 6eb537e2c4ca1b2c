import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Feed } from "../src/lib/feed";
import { Gate, type Lists } from "../src/lib/gate/gate";
import { Shelf } from "../src/lib/gate/shelf";
import { Outbox } from "../src/lib/outbox";
import ar from "../catalogue/ar.json";
import en from "../catalogue/en.json";
import fr from "../catalogue/fr.json";
import it_ from "../catalogue/it.json";
import ja from "../catalogue/ja.json";
import zh from "../catalogue/zh.json";
import { once, told } from "../src/apps/client/held-words";
import { useCatalogue } from "../src/lib/i18n";
import { card, notice, signal } from "./signals";

const said = new Map<string, (message: { ids: string[] }) => void>();
vi.mock("../src/lib/live", () => ({
  associateSocket: () => ({
    on: (event: string, hear: (message: { ids: string[] }) => void) => said.set(event, hear),
    connect: () => undefined,
    disconnect: () => undefined,
  }),
  follow: () => undefined,
}));

const { Desk } = await import("../src/apps/associate/desk");

const theirs = (id: string, clientId: string) => signal(id, { card: { ...card, client_id: clientId } });

describe("a feed lets go of who was erased", () => {
  it("takes their signals off, and leaves the others", () => {
    const feed = new Feed(3);
    feed.start([theirs("s1", "gone"), theirs("s2", "stays")], 3);
    expect(feed.letGo(new Set(["gone"]))).toEqual(["s1"]);
    expect(feed.signals().map((one) => one.id)).toEqual(["s2"]);
  });

  it("knows a guest who is nobody's client", () => {
    const feed = new Feed(0);
    const guest = { guest_id: "guest-1" } as never;
    feed.start([signal("s1", { card: { ...card, client_id: "" }, guest })], 0);
    expect(feed.letGo(new Set(["guest-1"]))).toEqual(["s1"]);
  });

  it("brings nobody back by an answer that was on its way", () => {
    const feed = new Feed(0);
    const line = notice(1, theirs("s1", "gone"));
    feed.take(line);
    feed.letGo(new Set(["gone"]));
    feed.start([theirs("s1", "gone"), theirs("s2", "stays")], 1, [line]);
    expect(feed.signals().map((one) => one.id)).toEqual(["s2"]);
  });

  it("keeps a line of theirs that came too early without who it was of", () => {
    const feed = new Feed(0);
    feed.take(notice(2, theirs("s1", "gone")));
    feed.letGo(new Set(["gone"]));
    feed.settle(2);
    expect(JSON.stringify(feed.signals())).not.toContain("gone");
  });
});

describe("what is held, as its person reads it", () => {
  it("says when and what, in their words and not in ids", () => {
    const row = { what: "purchases", id: "01a2", client_id: "01a3", bought_on: "2026-03-14",
      label: "Scarf", amount_minor: 10000, currency: "EUR" };
    expect(told(row)?.said).toMatch(/^Scarf · .*100/);
    expect(told(row)?.when).toContain("2026");
    expect(told({ what: "guest_needs", sealed: { allergies: "nuts", access: "" } })?.said).toBe("nuts");
  });

  it("names a zone as the boutique does, and no zone by its id", () => {
    const visit = { what: "visits", arrived_at: "2026-03-14T10:00:00Z", zone: "salon" };
    expect(told({ ...visit, zone_name: "Salon privé" })?.said).toBe("Salon privé");
    expect(told(visit)?.said).toBe("");
  });

  it("says nothing where there is nothing but codes, and that a visit was", () => {
    expect(told({ what: "event_passes", number: 7, issued_at: "2026-03-14T10:00:00Z" })).toBeNull();
    expect(told({ what: "visits", arrived_at: "2026-03-14T10:00:00Z", zone: null })).not.toBeNull();
  });

  const at = "2026-03-14T10:00:00Z";

  it.each([
    ["journal", "GuestListed", "listed"],
    ["journal", "LetterSettled", "letter"],
    ["journal", "SignalRaised", "welcomed"],
    ["audit", "client.read", "looked"],
    ["audit", "card.listed", "looked"],
    ["audit", "consent.given.photo", "agreed"],
  ] as const)("says what was done, of %s %s, as people do", (what, type, sentence) => {
    const all = [["fr", fr], ["en", en], ["it", it_], ["zh", zh], ["ja", ja], ["ar", ar]] as const;
    for (const [tag, words] of all) {
      useCatalogue(tag, words);
      expect(told({ what, type, at })?.said).toBe(words[`held.did.${sentence}`]);
    }
  });

  it("shows no name of ours where a deed has no sentence yet", () => {
    useCatalogue("en", en);
    for (const [what, type] of [["journal", "ThingBecame"], ["audit", "thing.became"], ["audit", "x"]]) {
      expect(told({ what, type, at })?.said).toBe(en["held.did.other"]);
    }
  });

  it("shows no code for a reason, and every word of a person's own", () => {
    useCatalogue("en", en);
    const showing = { what: "event_showings", reason: "welcome", at };
    expect(told(showing)?.said).toBe(en["held.did.door"]);
    expect(told({ what: "payment_attempts", reason: "insufficient_funds", at })).toBeNull();
    expect(told({ what: "refunds", reason: "too small", made_at: at })?.said).toBe("too small");
    expect(told({ what: "clients", email: "jean_paul@example.com" })?.said).toBe("jean_paul@example.com");
  });

  it("tells a deed once that two books have", () => {
    useCatalogue("en", en);
    const twice = [
      { what: "journal", type: "ClientAmended", at },
      { what: "audit", type: "client.amended", at },
      { what: "audit", type: "photo.read", at },
    ].map((row) => told(row)!);
    expect(once(twice).map((line) => line.said)).toEqual([
      en["held.did.changed"],
      en["held.did.photo_looked"],
    ]);
  });
});

describe("a gate lets go of who was erased", () => {
  it("keeps, on the disk too, what the newest lists say and nobody else", async () => {
    const event = { event_id: "soiree", doors_close: "2100-01-01T00:00:00Z" };
    const lists = (g: string): Lists => ({ now: "", lists: [{ event, passes: [{ g }], keys: [] } as never] });
    let newest = lists("Quetzalcoatline");
    const house = { lists: async () => newest, show: async () => null, tell: async () => [] };
    const gate = new Gate(house as never, (() => null) as never, new Shelf("gate-of-who-went"));
    await gate.open();
    await gate.settle();
    expect(JSON.stringify(await new Shelf("gate-of-who-went").read())).toContain("Quetzalcoatline");
    newest = lists("Ana");
    await gate.settle();
    const kept = JSON.stringify(await new Shelf("gate-of-who-went").read());
    expect(kept).toContain("Ana");
    expect(kept).not.toContain("Quetzalcoatline");
  });
});

describe("a phone lets go of who was erased", () => {
  const forgotten: ReadonlySet<string>[] = [];
  const me = { last_seq: 0, associate: { id: "a", display_name: "Camille" } } as never;
  const closed: string[] = [];

  beforeEach(async () => {
    forgotten.length = closed.length = 0;
    await new Outbox(async () => undefined).clear();
    const notifications = ["s1", "s2"].map((tag) => ({ tag, close: () => closed.push(tag) }));
    Object.defineProperty(navigator, "serviceWorker", {
      configurable: true,
      value: { getRegistration: async () => ({ getNotifications: async () => notifications }) },
    });
  });

  it("in the feed, in what waits to be sent and in its notifications, when it is told", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    const desk = new Desk(me, {
      changed: () => undefined,
      arrived: () => undefined,
      say: () => undefined,
      signedOut: () => undefined,
      forgotten: (people) => forgotten.push(people),
    });
    await desk.open();
    desk.feed.start([theirs("s1", "gone"), theirs("s2", "stays")], 0);
    await desk.act("finish", "s1", { note: "Quetzalcoatline loved the ivy leather" });
    await desk.act("finish", "s2", { note: "to be sent" });
    expect(desk.taps).toHaveLength(2);

    said.get("forgotten")!({ ids: ["gone"] });
    await vi.waitFor(() => expect(closed).toEqual(["s1"]));
    await vi.waitFor(() => expect(desk.taps).toHaveLength(1));

    const kept = await new Outbox(async () => undefined).waiting();
    expect(JSON.stringify([kept, desk.signals])).not.toMatch(/gone|Quetzalcoatline/);
    expect(kept.map((tap) => tap.signal_id)).toEqual(["s2"]);
    expect(forgotten[0]?.has("gone")).toBe(true);
    vi.unstubAllGlobals();
  });
});
