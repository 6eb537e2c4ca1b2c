import { describe, expect, it } from "vitest";

import { arrow, lineOf, lineText, zoneOf, zoneText } from "../src/apps/dashboard/devices/outlines";

describe("outlines", () => {
  it("are written as the camera reads them, and read back", () => {
    const line = { name: "door", from: { x: 0.1, y: 0.5 }, to: { x: 0.9123456, y: 0.5 } };
    expect(lineText(line)).toBe("door:0.1,0.5,0.912,0.5");
    expect(lineOf("door:0.1,0.5,0.912,0.5")).toEqual({ ...line, to: { x: 0.912, y: 0.5 } });
    const corners = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ];
    expect(zoneOf(zoneText({ name: "salon", corners }))).toEqual({ name: "salon", corners });
  });

  it("that are none are none", () => {
    expect(lineOf("door:0.1,0.5")).toBeNull();
    expect(zoneOf("salon:0,0,1,0")).toBeNull();
  });

  it("say where in is: to the right of who looks along the line", () => {
    const along = arrow({ name: "door", from: { x: 0, y: 0.5 }, to: { x: 1, y: 0.5 } }, 0.1);
    expect(along.to.x).toBeCloseTo(0.5);
    expect(along.to.y).toBeCloseTo(0.6); // rightwards on the picture, right is down
  });
});
