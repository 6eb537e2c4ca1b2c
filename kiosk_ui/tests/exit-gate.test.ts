// @vitest-environment node
import { generateKeyPairSync, sign, createHash, type KeyObject } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";

import { OfflineError } from "../src/lib/api";
import { ExitGate, type ExitHouse } from "../src/lib/exit/exit-gate";
import { readExitPass, type ExitKeys } from "../src/lib/exit/exit-pass";
import type { ExitVerdict } from "../src/lib/selling-views";

const NOW = Date.UTC(2026, 10, 29, 14, 0);
const TAG = "0a0b0c0d";
// What payments/exit_pass.py signs with a seed of 32 sevens for "paris-01": three pieces, number 42,
// half an hour from now. tests/payments/test_exit_pass.py is held to the same text.
const OF_THE_HOUSE =
  "8f6BsGwT6gAAACoDF17G3GrSKrEK8UIeZGDcTpiqYnNzwOUrFPaqeL3u55CjvqQCyJKloCSTtMcoa6ve9svcFkIcRhQxgb5Ry0JEJOCKBA";
const HOUSE_KEYS: ExitKeys = {
  keys: ["6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"],
  boutique: "b06c13ea",
  now: new Date(NOW).toISOString(),
};

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);

function made(number: number, pieces: number, minutesLeft: number, by: KeyObject = privateKey): string {
  const claims = Buffer.alloc(15);
  claims[0] = 0xf1;
  createHash("sha256").update(raw).digest().copy(claims, 1, 0, 2);
  Buffer.from(TAG, "hex").copy(claims, 3);
  claims.writeUInt32BE(number, 7);
  claims[11] = pieces;
  const minutes = Math.floor((NOW - Date.UTC(2024, 0, 1)) / 60_000) + minutesLeft;
  claims.writeUIntBE(minutes, 12, 3);
  return `exit:${Buffer.concat([claims, sign(null, claims, by)]).toString("base64url")}`;
}

const KEYS: ExitKeys = { keys: [raw.toString("base64url")], boutique: TAG, now: HOUSE_KEYS.now };

class FakeHouse implements ExitHouse {
  there = true;
  readonly told: [string, string | undefined][] = [];
  answer: ExitVerdict = {
    ...{ light: "green", reason: "paid", pieces: 2 },
    ...{ basket_number: 7, tags: [], pass_number: 8 },
  };

  async show(code: string, shownAt?: string): Promise<ExitVerdict> {
    if (!this.there) throw new OfflineError("gone");
    this.told.push([code, shownAt]);
    return this.answer;
  }

  async keys(): Promise<ExitKeys> {
    if (!this.there) throw new OfflineError("gone");
    return KEYS;
  }
}

describe("an exit pass without a network", () => {
  it("is read as the house writes it", async () => {
    const read = await readExitPass(`exit:${OF_THE_HOUSE}`, HOUSE_KEYS, NOW);
    expect(read).toEqual({ pass: { number: 42, pieces: 3, validUntil: NOW + 30 * 60_000 } });
  });

  it("is red for its reason", async () => {
    const flaw = async (text: string): Promise<unknown> => readExitPass(text, KEYS, NOW);
    const good = made(1, 2, 10);
    expect(await flaw("TEST-0001")).toEqual({ flaw: "no_pass" });
    expect(await flaw(OF_THE_HOUSE)).toEqual({ flaw: "other_boutique" });
    expect(await flaw(made(1, 2, -5))).toEqual({ flaw: "expired" });
    expect(await flaw(made(1, 2, 10, generateKeyPairSync("ed25519").privateKey))).toEqual({ flaw: "altered" });
    const more = Buffer.from(good.slice(5), "base64url");
    more[11] = 9;
    expect(await flaw(more.toString("base64url"))).toEqual({ flaw: "altered" });
  });
});

describe("the guard's gate", () => {
  let house: FakeHouse;
  let kept: Map<string, string>;
  const opened = (): ExitGate => {
    const store = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    return new ExitGate(house, store, () => NOW);
  };
  beforeEach(() => {
    house = new FakeHouse();
    kept = new Map();
  });

  it("asks the house while it is there", async () => {
    const judged = await opened().show(made(1, 2, 10));
    expect(judged).toMatchObject({ light: "green", basket_number: 7, alone: false });
  });

  it("is green once by itself, over a reload too, and tells it later", async () => {
    await opened().settle();
    house.there = false;
    const code = made(5, 3, 10);
    expect(await opened().show(code)).toMatchObject({ light: "green", pieces: 3, alone: true });
    expect(await opened().show(code)).toMatchObject({ light: "red", reason: "used" });
    house.there = true;
    const gate = opened();
    expect(gate.waiting).toBe(1);
    expect(await gate.settle()).toEqual([]);
    expect(house.told).toEqual([[code, new Date(NOW).toISOString()]]);
    expect(gate.waiting).toBe(0);
  });

  it("hears what the house says against what it let pass", async () => {
    const gate = opened();
    await gate.settle();
    house.there = false;
    await gate.show(made(6, 1, 10));
    house.there = true;
    house.answer = { ...house.answer, light: "red", reason: "used" };
    expect(await gate.settle()).toMatchObject([{ reason: "used" }]);
  });

  it("remembers a green of the house when the network goes", async () => {
    const gate = opened();
    await gate.settle();
    const code = made(8, 1, 10);
    await gate.show(code);
    house.there = false;
    expect(await gate.show(code)).toMatchObject({ light: "red", reason: "used", alone: true });
  });

  it("leaves a typed code to the house, and remembers whose it was", async () => {
    const gate = opened();
    await gate.settle();
    expect(await gate.show("bcd fgh-jkl")).toMatchObject({ light: "green", alone: false });
    house.there = false;
    expect(await gate.show(made(8, 1, 10))).toMatchObject({ light: "red", reason: "used", alone: true });
    expect(await gate.show("BCD-FGH-JKL")).toMatchObject({ light: "red", reason: "typed_alone" });
    expect(gate.waiting).toBe(0);
  });

  it("believes nobody without the house's keys", async () => {
    house.there = false;
    await expect(opened().show(made(9, 1, 10))).rejects.toBeInstanceOf(OfflineError);
  });
});
