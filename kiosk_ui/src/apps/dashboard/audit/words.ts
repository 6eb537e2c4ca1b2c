/** A line of the log in the reader's words. */

import { t, type Key } from "../../../lib/i18n";
import type { AuditParty } from "../../../lib/audit-views";

const ADDRESS = "address:";
const WITHOUT_A_NAME: Record<string, Key> = {
  house: "audit.party.house",
  "command line": "audit.party.command_line",
};

/** `card.read` as people say it; a newer server's deed by the name that it has there. */
export function deed(what: string): string {
  const key: Key = `audit.deed.${what.replace(/[.-]/g, "_")}` as Key;
  const words = t(key);
  return words === key ? what : words;
}

export function called(party: AuditParty): string {
  if (party.kind === "basket") return t("audit.party.basket", { name: party.name });
  if (party.name) return party.name;
  const known = WITHOUT_A_NAME[party.id];
  if (known) return t(known);
  if (party.id.startsWith(ADDRESS)) return t("audit.party.address");
  return party.id.length === UUID ? t("audit.party.gone") : party.id;
}

const UUID = 36;
