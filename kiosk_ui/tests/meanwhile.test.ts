import { describe, expect, it, vi } from "vitest";

import { EveningList } from "../src/lib/evening-list";
import { Feed } from "../src/lib/feed";
import type { DoorGuest, DoorView, EveningNews } from "../src/lib/door";
import type { BasketSocket } from "../src/lib/live";
import { Meanwhile } from "../src/lib/meanwhile";
import type { SellingDoor } from "../src/lib/selling/door";
import { LiveBasket } from "../src/lib/selling/live-basket";
import type { Basket } from "../src/lib/selling-views";
import { notice, signal } from "./signals";

/** A question that is answered when the test says so. */
function question<T>(): { ask: () => Promise<T>; answer: (value: T) => void; fail: () => void } {
  let answer: (value: T) => void = () => undefined;
  let fail: () => void = () => undefined;
  const promise = new Promise<T>((done, refused) => {
    answer = done;
    fail = () => refused(new Error("no network"));
  });
  return { ask: () => promise, answer, fail };
}

describe("what is told while an answer is on its way", () => {
  it("is not undone by the answer", async () => {
    const meanwhile = new Meanwhile<string>();
    meanwhile.heard("before the question");
    const { ask, answer } = question<string>();
    const newest = meanwhile.newest(ask);
    meanwhile.heard("news");
    answer("old");
    expect(await newest).toBeNull();
    expect(await meanwhile.newest(async () => "newer")).toBe("newer");
  });

  it("comes with the answer, in order, for whoever is told only what has changed", async () => {
    const meanwhile = new Meanwhile<number>();
    const { ask, answer } = question<string>();
    const got = meanwhile.ask(ask);
    meanwhile.heard(1);
    meanwhile.heard(2);
    answer("all");
    expect(await got).toEqual({ answer: "all", since: [1, 2] });
  });

  it("nor does an answer undo that to a later question", async () => {
    const meanwhile = new Meanwhile<string>();
    const [first, second] = [question<string>(), question<string>()];
    const asked = [meanwhile.newest(first.ask), meanwhile.newest(second.ask)];
    second.answer("second");
    first.answer("first");
    expect(await Promise.all(asked)).toEqual([null, "second"]);
  });

  it("a question that failed holds up no other", async () => {
    const meanwhile = new Meanwhile<string>();
    const [first, second] = [question<string>(), question<string>()];
    const asked = [meanwhile.newest(first.ask), meanwhile.newest(second.ask)];
    second.fail();
    await expect(asked[1]).rejects.toThrow("no network");
    first.answer("first");
    expect(await asked[0]).toBe("first");
  });
});

describe("a live basket", () => {
  const as = (state: string): Basket => ({ state }) as Basket;
  const heard: Record<string, (basket: Basket) => void> = {};
  const socket = {
    connected: true,
    on: (event: string, hear: (basket: Basket) => void) => (heard[event] = hear),
    connect: () => undefined,
    disconnect: () => undefined,
  } as unknown as BasketSocket;

  function opened(read: () => Promise<Basket>): { live: LiveBasket; shown: string[] } {
    const shown: string[] = [];
    const told = { changed: (one: Basket) => shown.push(one.state), online: vi.fn(), refused: vi.fn() };
    const live = new LiveBasket({ read } as unknown as SellingDoor, { token: "t" }, told, socket);
    live.open();
    return { live, shown };
  }

  it("that is paid stays paid when it was asked about before", async () => {
    const { ask, answer } = question<Basket>();
    const { live, shown } = opened(ask);
    const asked = live.ask();
    heard["basket"]!(as("paid"));
    answer(as("paying"));
    await asked;
    expect(shown).toEqual(["paid"]);
    live.close();
  });

  it("is read anew where an action's own answer may be the older one", async () => {
    const read = vi.fn(async () => as("paid"));
    const { live, shown } = opened(read);
    await vi.waitFor(() => expect(shown).toEqual(["paid"]));
    const { ask, answer } = question<Basket>();
    const done = live.through(ask);
    heard["basket"]!(as("released"));
    read.mockResolvedValue(as("closed"));
    answer(as("paid"));
    await done;
    expect(shown).toEqual(["paid", "released", "closed"]);
    live.close();
  });
});

describe("a list that is read while it changes", () => {
  it("keeps who came in meanwhile", () => {
    const guest = { id: "g1", standing: "confirmed", inside: false, came: 0 } as DoorGuest;
    const came = { ...guest, inside: true, came: 1 };
    const view = { at: "2026-11-22T18:00:00Z", counts: { inside: 0 }, guests: [guest] } as unknown as DoorView;
    const news = (at: string): EveningNews =>
      ({ event_id: "e", at, counts: { inside: 1 }, guests: [came] }) as unknown as EveningNews;
    expect(new EveningList(view, [news("2026-11-22T18:00:01Z")]).guest("g1")?.inside).toBe(true);
    expect(new EveningList(view, [news("2026-11-22T17:59:59Z")]).guest("g1")?.inside).toBe(false);
  });

  it("and a feed the lines that came meanwhile", () => {
    const feed = new Feed();
    feed.take(notice(1, signal("a")));
    const claimed = notice(2, signal("a", { state: "claimed" }), "changed");
    feed.take(claimed);
    feed.start([signal("a")], 2, [claimed]);
    expect(feed.get("a")?.state).toBe("claimed");
    expect(feed.take(claimed).applied).toEqual([]);
  });
});
