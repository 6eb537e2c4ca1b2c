import { beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/dashboard/events/event-editor";
import type { EventEditor } from "../src/apps/dashboard/events/event-editor";
import { api } from "../src/lib/api";
import { useCatalogue } from "../src/lib/i18n";

describe("the title of an event", () => {
  let editor: EventEditor;

  const texts = (): ShadowRoot => editor.shadowRoot!.querySelector("accueil-event-texts")!.shadowRoot!;
  const title = (): HTMLInputElement => texts().querySelector('input[name="title"]')!;
  const beside = (): string => texts().querySelector("label .small")?.textContent?.trim() ?? "";

  async function settles(): Promise<void> {
    await editor.updateComplete;
    await new Promise((done) => setTimeout(done));
  }

  async function writes(text: string): Promise<void> {
    title().value = text;
    title().dispatchEvent(new InputEvent("input", { bubbles: true }));
    await settles();
  }

  beforeEach(async () => {
    useCatalogue("en", en);
    vi.restoreAllMocks();
    vi.spyOn(api, "get").mockResolvedValue([] as never);
    vi.spyOn(api, "post").mockResolvedValue([] as never);
    editor = document.createElement("accueil-event-editor") as EventEditor;
    Object.assign(editor, { me: { house_language: "fr", time_zone: "Europe/Paris" } });
    document.body.replaceChildren(editor);
    await settles();
  });

  it("is marked at its field where it is empty, and nothing is sent", async () => {
    await writes("  ");
    expect(title().getAttribute("aria-invalid")).toBe("false");
    editor.shadowRoot!.querySelector("form")!.dispatchEvent(new SubmitEvent("submit"));
    await settles();
    expect(title().getAttribute("aria-invalid")).toBe("true");
    expect(beside()).toBe(en["events.title_empty"]);
    expect(texts().activeElement).toBe(title());
    expect(vi.mocked(api.post).mock.calls.map(([path]) => path)).not.toContain("/events");
    expect(editor.shadowRoot!.querySelector(".save .wrong")).not.toBeNull();
    await writes("Soirée");
    expect(editor.shadowRoot!.querySelector(".save .wrong")).toBeNull();
    expect(title().getAttribute("aria-invalid")).toBe("false");
    expect(beside()).toBe("");
  });

  it("says how many letters are left, and that no more are taken", async () => {
    await writes("x".repeat(100));
    expect(beside()).toBe("");
    await writes("x".repeat(199));
    expect(beside()).toBe("1 letter is left.");
    await writes("x".repeat(200));
    expect(beside()).toContain("No letter is left");
  });
});
