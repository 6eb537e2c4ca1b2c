import { describe, expect, it } from "vitest";

import en from "../catalogue/en.json";
import { shade } from "../src/apps/dashboard/traffic/heat-plan";
import { useCatalogue } from "../src/lib/i18n";
import { span } from "../src/lib/next-purchase";

describe("the plan by time spent", () => {
  it("tints the longest stay most, and where nobody stayed not at all", () => {
    const stays = [600, 300, 0, null].map((dwell_median_s) => shade({ dwell_median_s }, 600));
    expect(stays).toEqual([0.5, 0.31, 0, 0]);
  });
});

describe("a time that nobody knows to the day", () => {
  it("is said in the largest unit that still says something", () => {
    useCatalogue("en", en);
    expect([1, 13, 42, 200, 800].map(span)).toEqual([
      "1 day",
      "13 days",
      "6 weeks",
      "7 months",
      "2 years",
    ]);
  });
});
