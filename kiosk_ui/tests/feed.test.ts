import { describe, expect, it } from "vitest";

import { Feed, waiting } from "../src/lib/feed";
import { card, notice, signal } from "./signals";

const NOW = Date.parse("2026-11-22T18:05:00Z");
const ids = (feed: Feed): string[] => feed.signals(NOW).map((one) => one.id);

describe("a feed", () => {
  it("shows a new signal from the line itself", () => {
    const feed = new Feed();
    expect(feed.take(notice(1, signal("a"))).applied).toHaveLength(1);
    expect(feed.get("a")?.card?.display_name).toBe("Izabela Wiśniewska");
  });

  it("takes a line once, however often it comes", () => {
    const feed = new Feed();
    feed.take(notice(1, signal("a")));
    expect(feed.take(notice(1, signal("a")))).toEqual({ applied: [], gap: false });
  });

  it("keeps an early line until the gap is closed, then applies both in order", () => {
    const feed = new Feed();
    expect(feed.take(notice(2, signal("a", { state: "claimed" }), "changed"))).toEqual({
      applied: [],
      gap: true,
    });
    const { applied, gap } = feed.take(notice(1, signal("a")));
    expect(applied.map((line) => line.seq)).toEqual([1, 2]);
    expect(gap).toBe(false);
    expect(feed.get("a")?.state).toBe("claimed");
  });

  it("never goes back to an older line", () => {
    const feed = new Feed(5);
    feed.take(notice(4, signal("a")));
    expect(ids(feed)).toEqual([]);
  });

  it("waits no longer for lines that the server says are gone", () => {
    const feed = new Feed();
    feed.take(notice(3, signal("a")));
    expect(feed.settle(3).map((line) => line.seq)).toEqual([3]);
    expect(feed.lastSeq).toBe(3);
    expect(ids(feed)).toEqual(["a"]);
  });

  it("forgets a signal that is withdrawn, done, or has lost its card", () => {
    const feed = new Feed();
    feed.start([signal("a"), signal("b"), signal("c")], 0);
    feed.take(notice(1, signal("a"), "withdrawn"));
    feed.take(notice(2, signal("b", { state: "done" }), "changed"));
    feed.take(notice(3, signal("c", { card: null }), "changed"));
    expect(ids(feed)).toEqual([]);
  });

  it("starts afresh without what was there", () => {
    const feed = new Feed();
    feed.take(notice(1, signal("a")));
    feed.start([signal("b")], 9);
    expect([ids(feed), feed.lastSeq]).toEqual([["b"], 9]);
  });

  it("puts mine first, then who waits by tier, then a snoozed one, then a colleague's", () => {
    const feed = new Feed();
    feed.start(
      [
        signal("colleague", { state: "claimed", claimed_by: "Hugo" }),
        signal("asleep", { snoozed_until: "2026-11-22T18:10:00Z" }),
        signal("waiting"),
        signal("circle", { card: { ...card, tier: "circle" } }),
        signal("mine", { state: "claimed", mine: true }),
      ],
      0,
    );
    expect(ids(feed)).toEqual(["mine", "circle", "waiting", "asleep", "colleague"]);
  });
});

describe("a signal", () => {
  it("waits while it is open or unanswered", () => {
    expect(waiting(signal("a"), NOW)).toBe(true);
    expect(waiting(signal("a", { state: "unanswered" }), NOW)).toBe(true);
    expect(waiting(signal("a", { state: "claimed" }), NOW)).toBe(false);
  });

  it("does not wait for one who said not now, until the snooze is over", () => {
    expect(waiting(signal("a", { declined: true }), NOW)).toBe(false);
    expect(waiting(signal("a", { snoozed_until: "2026-11-22T18:06:00Z" }), NOW)).toBe(false);
    expect(waiting(signal("a", { snoozed_until: "2026-11-22T18:04:00Z" }), NOW)).toBe(true);
  });
});
