/** What became of a tap, in a title and a sentence. */

import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { Word } from "./desk";

export function wordsOf(word: Word): [title: string, more: string] {
  const name = "by" in word ? (word.by ?? "") : "";
  switch (word.kind) {
    case "faster":
      return [t("said.faster", { name }), t("said.faster_more")];
    case "late":
      return [t("said.late"), name ? t("list.with", { name }) : t("said.late_more")];
    case "sent":
      return [t("said.sent"), ""];
    case "refused":
      return [t("said.refused"), trouble(word.error)];
  }
}
