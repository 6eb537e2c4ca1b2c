import { describe, expect, it } from "vitest";

import { Feed } from "../src/lib/feed";
import { follow, stay, type Line } from "../src/lib/live";
import type { Notice } from "../src/lib/views";
import { notice, signal } from "./signals";

class FakeLine implements Line {
  readonly sent: [event: string, message: unknown][] = [];
  connects = 0;
  connected = false;
  private readonly heard = new Map<string, ((...args: never[]) => void)[]>();

  on(event: string, hear: (...args: never[]) => void): void {
    this.heard.set(event, [...(this.heard.get(event) ?? []), hear]);
  }

  emit(event: string, message: unknown): void {
    this.sent.push([event, message]);
  }

  connect(): void {
    this.connects += 1;
  }

  /** The server says something. */
  says(event: string, ...args: unknown[]): void {
    for (const hear of this.heard.get(event) ?? []) hear(...(args as never[]));
  }
}

function following(lastSeq = 0) {
  const line = new FakeLine();
  const feed = new Feed(lastSeq);
  const heard: [seqs: number[], missed: boolean][] = [];
  const online: boolean[] = [];
  let refused = 0;
  follow(line, feed, {
    heard: (notices: Notice[], missed) => heard.push([notices.map((one) => one.seq), missed]),
    online: (now) => online.push(now),
    refused: () => (refused += 1),
  });
  return { line, feed, heard, online, refusals: () => refused };
}

describe("a network that goes", () => {
  it("is told at once, also while the line is not open yet", () => {
    const { line, online } = following();
    window.dispatchEvent(new Event("offline"));
    window.dispatchEvent(new Event("online"));
    expect(online).toEqual([false]);
    line.connected = true;
    window.dispatchEvent(new Event("online"));
    expect(online).toEqual([false, true]);
  });
});

describe("following a feed", () => {
  it("resumes after the last line, on every connection", () => {
    const { line, feed } = following(7);
    line.says("connect");
    feed.lastSeq = 9;
    line.says("connect");
    expect(line.sent).toEqual([
      ["resume", { after: 7 }],
      ["resume", { after: 9 }],
    ]);
  });

  it("tells what was missed from what is new", () => {
    const { line, heard } = following();
    line.says("connect");
    line.says("notice", notice(1, signal("a")));
    line.says("ready", { last_seq: 1 });
    line.says("notice", notice(2, signal("b")));
    expect(heard).toEqual([
      [[1], true],
      [[2], false],
    ]);
  });

  it("acknowledges each line, also one that it knows", () => {
    const { line } = following();
    let acks = 0;
    line.says("notice", notice(1, signal("a")), () => (acks += 1));
    line.says("notice", notice(1, signal("a")), () => (acks += 1));
    expect(acks).toBe(2);
  });

  it("asks again when a line is missing", () => {
    const { line } = following();
    line.says("connect");
    line.says("ready", { last_seq: 0 });
    line.says("notice", notice(2, signal("b")));
    expect(line.sent.at(-1)).toEqual(["resume", { after: 0 }]);
  });

  it("starts afresh when too much was missed", () => {
    const { line, feed } = following();
    line.says("reset", { last_seq: 900, signals: [signal("z")] });
    line.says("ready", { last_seq: 900 });
    expect(feed.signals().map((one) => one.id)).toEqual(["z"]);
    expect(feed.lastSeq).toBe(900);
  });

  it("says when it is offline and when it is back", () => {
    const { line, online } = following();
    line.says("connect");
    line.says("disconnect", "transport close");
    line.says("connect");
    expect(online).toEqual([true, false, true]);
  });
});

describe("staying connected", () => {
  function staying() {
    const line = new FakeLine();
    let refused = 0;
    stay(line, { online: () => undefined, refused: () => (refused += 1) }, (again) => again());
    return { line, refusals: () => refused };
  }

  it("comes back after a server that closed or was full", () => {
    const { line } = staying();
    line.says("ended", { reason: "closing" });
    line.says("disconnect", "io server disconnect");
    line.says("connect_error", new Error("full: too many screens are connected"));
    expect(line.connects).toBe(2);
  });

  it("does not come back once it was revoked", () => {
    const { line, refusals } = staying();
    line.says("ended", { reason: "revoked" });
    line.says("disconnect", "io server disconnect");
    expect([line.connects, refusals()]).toEqual([0, 1]);
  });

  it("asks for the PIN when it is not let in", () => {
    const { line, refusals } = staying();
    line.says("connect_error", new Error("unauthorised: sign in on this device first"));
    expect(refusals()).toBe(1);
  });

  it("leaves a lost network to Socket.IO", () => {
    const { line, refusals } = staying();
    line.says("disconnect", "transport close");
    line.says("connect_error", new Error("websocket error"));
    expect([line.connects, refusals()]).toEqual([0, 0]);
  });
});
