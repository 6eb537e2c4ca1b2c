import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";

import { ApiError, OfflineError } from "../src/lib/api";
import { Outbox, type Tap } from "../src/lib/outbox";

function tap(id: string, second = 0): Tap {
  return {
    tap_id: id,
    signal_id: "signal-1",
    step: "claim",
    body: {},
    tapped_at: `2026-11-22T18:00:0${second}Z`,
  };
}

const problem = (status: number): ApiError =>
  new ApiError({ type: "about:blank", title: "no", status });

let count = 0;
let sent: string[] = [];
let world: (tap: Tap) => unknown;

function outbox(): Outbox {
  return new Outbox(async (one) => {
    sent.push(one.tap_id);
    return world(one);
  }, `outbox-${count}`);
}

beforeEach(() => {
  count += 1;
  sent = [];
  world = () => ({ won: true });
});

describe("the outbox", () => {
  it("keeps a tap that found no network, over a reload", async () => {
    world = () => {
      throw new OfflineError("no network");
    };
    await outbox().keep(tap("t1"));
    expect(await outbox().flush()).toEqual([]);
    expect((await outbox().waiting()).map((one) => one.tap_id)).toEqual(["t1"]);
  });

  it("sends what waits in the order of the tapping, once", async () => {
    const box = outbox();
    await box.keep(tap("later", 2));
    await box.keep(tap("sooner", 1));
    await Promise.all([box.flush(), box.flush()]);
    await box.flush();
    expect(sent).toEqual(["sooner", "later"]);
    expect(await box.waiting()).toEqual([]);
  });

  it("hands back the answer: a colleague may have been faster", async () => {
    world = () => ({ won: false, claimed_by: "Claire" });
    const box = outbox();
    await box.keep(tap("t1"));
    expect(await box.flush()).toEqual([
      { tap: tap("t1"), answer: { won: false, claimed_by: "Claire" } },
    ]);
  });

  it("keeps what follows the one that found no network", async () => {
    const box = outbox();
    world = (one) => {
      if (one.tap_id === "t2") throw new OfflineError("gone again");
      return {};
    };
    for (const second of [1, 2, 3]) await box.keep(tap(`t${second}`, second));
    await box.flush();
    expect(sent).toEqual(["t1", "t2"]);
    expect((await box.waiting()).map((one) => one.tap_id)).toEqual(["t2", "t3"]);
  });

  it("drops a tap that the server refuses, and says so", async () => {
    world = () => {
      throw problem(409);
    };
    const box = outbox();
    await box.keep(tap("t1"));
    const [outcome] = await box.flush();
    expect(outcome && "refused" in outcome && outcome.refused.status).toBe(409);
    expect(await box.waiting()).toEqual([]);
  });

  it.each([401, 429, 503, 507])("keeps a tap for later when the server answers %i", async (status) => {
    world = () => {
      throw problem(status);
    };
    const box = outbox();
    await box.keep(tap("t1"));
    await box.flush();
    expect(await box.waiting()).toHaveLength(1);
  });

  it("is empty after signing out", async () => {
    const box = outbox();
    await box.keep(tap("t1"));
    await box.clear();
    expect(await box.waiting()).toEqual([]);
  });
});
