import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/dashboard/traffic/counting";
import "../src/apps/dashboard/traffic/heat-plan";
import "../src/elements/next-purchase";
import { useCatalogue } from "../src/lib/i18n";

const AT = "2026-03-14T10:00:00Z";
const RULE = { id: "r1", rule: "queue_over", zone: "till", limit: 5, push: false, mail: "", active: true };
const ANSWERS: Record<string, unknown> = {
  "/traffic/alert-rules": [RULE, { ...RULE, id: "r2", rule: "unusual", limit: null, active: false }],
  "/traffic/alerts": [
    {
      id: "a1",
      rule_id: "r1",
      rule: "queue_over",
      subject: "till",
      subject_name: "Till",
      value: 6,
      limit: 5,
      raised_at: AT,
      ended_at: "2026-03-14T10:04:00Z",
      acknowledged_at: null,
      acknowledged_by: null,
    },
  ],
  "/traffic/settings": {
    settings: { legal_capacity: 40, comfort_capacity: 30, people_per_group: 1.6, visitors_a_member: 8 },
  },
  "/traffic/occupancy": [{ id: "o1", at: AT, people: 0, by: "Hélène", reason: "" }],
  "/traffic/doors": [
    { device_id: "d1", line: "in", name: "Street", role: "street", device_name: "Cam", zone_name: "Salon" },
  ],
  "/traffic/doubts": [
    {
      count_id: "c1",
      device_id: "d1",
      device_name: "Cam",
      line: "in",
      at: AT,
      people_in: 400,
      people_out: 0,
      flag: "jump",
      counted_in: 4,
      counted_out: 0,
      corrected_by: "Hélène",
      corrected_at: AT,
      reason: "a mirror",
    },
  ],
  "/clients/k1/next-purchase": {
    purchases: 5,
    last_on: "2026-02-07",
    since_days: 35,
    usually_days: 42,
    latest_days: 77,
    still_client: 0.9,
    expected: 1.2,
    worth_minor: 50000,
    currency: "EUR",
  },
};

const asked: [string, string, unknown][] = [];

beforeEach(() => {
  useCatalogue("en", en);
  asked.length = 0;
  vi.stubGlobal("fetch", (address: string, how: RequestInit) => {
    const path = address.replace("/api/v1", "");
    asked.push([how.method ?? "GET", path, how.body ? JSON.parse(String(how.body)) : null]);
    const answer = ANSWERS[path] ?? ANSWERS["/traffic/alert-rules"];
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }));
  });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** All that a page says, shadows and all. */
function text(of: Node): string {
  const below = [...of.childNodes].map((one) =>
    one instanceof Text ? one.data : one instanceof HTMLStyleElement ? "" : text(one),
  );
  const shadow = (of as Element).shadowRoot;
  return [shadow ? text(shadow) : "", ...below].join(" ").replace(/\s+/g, " ");
}

function put(name: string, given: object = {}): HTMLElement {
  const element = Object.assign(document.createElement(name), given);
  document.body.append(element);
  return element;
}

const said = (element: Node, words: string): Promise<void> =>
  vi.waitFor(() => expect(text(element)).toContain(words));

describe("what a manager says of the counting", () => {
  it("shows rules, alerts with their ends, lines and counts that were set right", async () => {
    const page = put("accueil-counting", { zones: [{ id: "till", name: "Till" }] });
    await said(page, "Queue too long");
    await said(page, "over 5 · Till · on screen");
    await said(page, "silenced");
    await said(page, "( 4 min )");
    await said(page, "0 at");
    await said(page, "more people than a door lets through");
    await said(page, "counted: 4 in, 0 out, said by Hélène");
  });

  it("silences a rule and leaves the rest of it as it is", async () => {
    const page = put("accueil-alert-rules");
    await said(page, "Queue too long");
    page.shadowRoot!.querySelector("accueil-switch")!.dispatchEvent(
      new CustomEvent("switch", { detail: false }),
    );
    await vi.waitFor(() => expect(asked.at(-1)![0]).toBe("PUT"));
    const { id, ...rest } = RULE;
    expect(asked.at(-1)).toEqual(["PUT", `/traffic/alert-rules/${id}`, { ...rest, active: false }]);
  });
});

describe("when a client comes again", () => {
  it("is a sentence with how sure it is", async () => {
    const line = put("accueil-next-purchase", { clientId: "k1" });
    await said(line, "Usually comes back within 6 weeks, eight times in ten within 11 weeks");
    await said(line, "5 weeks have passed");
    await said(line, "still a client: 90%");
  });
});
