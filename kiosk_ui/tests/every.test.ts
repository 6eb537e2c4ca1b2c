/** What is done again and again ends with the element that does it. */

import { LitElement } from "lit";
import { expect, test, vi } from "vitest";

import { Every } from "../src/elements/every";

class Reading extends LitElement {
  reads = 0;

  constructor() {
    super();
    this.addController(new Every(1000, () => (this.reads += 1)));
  }
}
customElements.define("test-reading", Reading);

test("an element reads again while it stands on the page, and no longer", () => {
  vi.useFakeTimers();
  const element = new Reading();
  vi.advanceTimersByTime(5000);
  document.body.append(element);
  vi.advanceTimersByTime(3000);
  expect(element.reads).toBe(3);
  element.remove();
  vi.advanceTimersByTime(5000);
  document.body.append(element);
  vi.advanceTimersByTime(1000);
  element.remove();
  expect(element.reads).toBe(4);
  vi.useRealTimers();
});
