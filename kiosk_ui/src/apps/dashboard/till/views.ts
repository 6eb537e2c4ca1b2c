/** What the till's page is shown: the mirror of store_server/ledger_views.py and payments/totals.py. */

/** Amounts are whole smallest units of the currency. */
export interface Totals {
  currency: string;
  sales: number;
  corrections: number;
  sold: number;
  given_back: number;
  total: number;
  rates: { rate: string; gross: number; net: number; vat: number }[];
  means: { means: string; amount: number }[];
  associates: { by: string; count: number; amount: number }[];
}

export interface Grand {
  currency: string;
  count: number;
  total: number;
  absolute: number;
}

export interface Report {
  till: string;
  at: string;
  totals: Totals[];
  names: Record<string, string>;
}

export type ClosingKind = "close_day" | "close_month" | "close_year";

export interface Closing {
  till: string;
  number: number;
  kind: ClosingKind;
  of: string;
  at: string;
  first: number;
  last: number;
  totals: Totals[];
  grand: Grand[];
  seal: string;
  names: Record<string, string>;
}

export interface LedgerStanding {
  till: string;
  records: number;
  seal: string;
  at: string | null;
  key: string;
}

export interface LedgerCheck {
  till: string;
  first: number;
  records: number;
  at: string;
  flaw: number | null;
  what: string;
}

/** What is on its way still. */
export interface Due {
  unsettled: number;
  unknown: number;
  refunds: number;
  conflicted: number;
}

export interface ImportLine {
  line: number;
  sku: string;
  does: "adds" | "changes" | "nothing" | "refused";
  field: string;
  problem: string;
}

export interface CatalogueImport {
  adds: number;
  changes: number;
  refused: number;
  done: boolean;
  lines: ImportLine[];
}

/** A program of the brand's; `key` is there once, in the answer to whoever made it. */
export interface ProgramKey {
  id: string;
  name: string;
  scope: "catalogue:read" | "catalogue:write";
  created_at: string;
  last_used_at: string | null;
  key: string;
}
