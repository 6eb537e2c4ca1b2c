import { describe, expect, it } from "vitest";

import en from "../catalogue/en.json";
import type { ReportView, TaskView } from "../src/lib/aftermath-views";
import { byEvent, open, taskWords, telephone, withTask } from "../src/lib/follow-ups";
import { useCatalogue } from "../src/lib/i18n";
import { leftOf, mayThank, quarters } from "../src/lib/report";

function task(id: string, more: Partial<TaskView> = {}): TaskView {
  return {
    id,
    event_id: "soiree",
    titles: { fr: "Soirée" },
    guest_id: `guest-${id}`,
    guest: "Noor Al-Sayed",
    client_id: null,
    email: "",
    phone: "",
    language: "fr",
    kind: "thank",
    text: "",
    host_id: null,
    host: null,
    due_on: null,
    created_at: "2026-12-11T09:00:00Z",
    done_at: null,
    done_by: null,
    ...more,
  };
}

function report(more: Partial<ReportView>): ReportView {
  return { stage: "over", followed_up: false, ...more } as ReportView;
}

describe("arrivals", () => {
  it("show the quarter in which nobody came as a gap", () => {
    const bars = quarters([
      ["2026-12-10T18:00:00Z", 3],
      ["2026-12-10T18:45:00Z", 1],
    ]);
    expect(bars.map((one) => one.people)).toEqual([3, 0, 0, 1]);
    expect(bars[2]!.at).toBe("2026-12-10T18:30:00.000Z");
  });

  it("are none before anybody came", () => expect(quarters([])).toEqual([]));
});

describe("a report", () => {
  it("says what is left of a budget, and nothing of none", () => {
    const costs = { currency: "EUR", expected_minor: 700, returned: null };
    expect(leftOf({ ...costs, budget_minor: 500 })).toBe(-200);
    expect(leftOf({ ...costs, budget_minor: null })).toBeNull();
  });

  it("lets guests be thanked once, and not before the end", () => {
    expect(mayThank(report({}))).toBe(true);
    expect(mayThank(report({ stage: "running" }))).toBe(false);
    expect(mayThank(report({ followed_up: true }))).toBe(false);
  });
});

describe("follow-ups", () => {
  it("are told by kind, and a colleague's own in their words", () => {
    useCatalogue("en", en);
    expect(taskWords(task("1"))).toBe(en["task.kind.thank"]);
    expect(taskWords(task("2", { kind: "own", text: "Send the photo" }))).toBe("Send the photo");
  });

  it("are grouped by event in the order that they came in", () => {
    const groups = byEvent([task("1"), task("2", { event_id: "other" }), task("3")]);
    expect(groups.map((one) => one.tasks.map(({ id }) => id))).toEqual([["1", "3"], ["2"]]);
  });

  it("stay in their place when they are crossed out", () => {
    const done = task("1", { done_at: "2026-12-11T10:00:00Z" });
    const tasks = withTask([task("1"), task("2")], done);
    expect(tasks.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(open(tasks)).toBe(1);
  });

  it("are dialled by figures and the plus alone", () => {
    expect(telephone("+33 (0)6 12-34")).toBe("tel:+3306" + "1234");
  });
});
