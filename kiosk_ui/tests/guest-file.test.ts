import { beforeEach, describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/dashboard/guests/guest-file";
import type { GuestFile } from "../src/apps/dashboard/guests/guest-file";
import { api } from "../src/lib/api";
import type { ImportView } from "../src/lib/guest-views";
import { useCatalogue } from "../src/lib/i18n";

const mistakes: ImportView["mistakes"] = [
  { line: 2, column: "email", slip: "no_email", figure: 0, value: "ada.example" },
  { line: 4, column: "", slip: "same_guest", figure: 3, value: "Bo Lind" },
];

describe("a guest list from a file", () => {
  let sheet: GuestFile;

  const said = (): string => (sheet.shadowRoot!.textContent ?? "").replace(/\s+/g, " ");
  const take = (): HTMLButtonElement | null => sheet.shadowRoot!.querySelector("button.primary");

  async function chosen(seen: Partial<ImportView>): Promise<void> {
    const none = { fresh: 3, known: 0, mistakes: [], lines: [], unknown_columns: [], added: 0 };
    vi.spyOn(api, "postFile").mockResolvedValue({ ...none, ...seen } as never);
    const field = sheet.shadowRoot!.querySelector("input")!;
    Object.defineProperty(field, "files", { value: [new File(["a"], "guests.csv")] });
    field.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(said()).toMatch(/mistakes|new guests/));
  }

  beforeEach(async () => {
    useCatalogue("en", en);
    sheet = document.createElement("accueil-guest-file") as GuestFile;
    sheet.open = true;
    document.body.replaceChildren(sheet);
    await sheet.updateComplete;
  });

  it("offers nothing to take where there are mistakes, and shows what stands there", async () => {
    await chosen({ mistakes });
    expect(said()).toContain("2 mistakes: nothing is taken.");
    expect(said()).not.toContain("new guests");
    expect(take()).toBeNull();
    const rows = [...sheet.shadowRoot!.querySelectorAll("tr")].map((row) => row.textContent);
    expect(rows[0]).toContain("ada.example");
    expect(rows[1]).toContain("Bo Lind");
  });

  it("says how many are new, and takes them, where all is well", async () => {
    await chosen({});
    expect(said()).toContain("3 new guests");
    expect(take()?.disabled).toBe(false);
  });
});
