/** What the fast lane is shown: the mirror of store_server/payment_views.py. */

export interface Money {
  amount: string;
  units: number;
  currency: string;
  shown: string;
}

export interface Article {
  id: string;
  sku: string;
  name: string;
  model: string;
  kind: "plain" | "serial" | "unique";
  gtin: string;
  options: Record<string, string>;
  vat: string;
  prices: Money[];
  stock: number;
  free: number;
  active: boolean;
  serials: string[];
}

export interface BasketLine {
  id: string;
  article_id: string;
  label: string;
  sku: string;
  serial: string;
  quantity: number;
  price: Money | null;
  gross: Money | null;
  rate: string;
  vat: Money | null;
  gift: boolean;
  accepted: boolean;
  available: boolean;
  /** Why it is not: empty where it is. */
  missing: "" | "sold_out" | "reserved" | "which_piece" | "not_sold";
}

export interface RateTotal {
  rate: string;
  gross: Money;
  net: Money;
  vat: Money;
}

export type ShareState =
  | "created"
  | "submitting"
  | "unknown"
  | "requires_action"
  | "failed"
  | "authorised"
  | "capturing"
  | "expired"
  | "voided"
  | "captured"
  | "partially_refunded"
  | "refunded"
  | "disputed"
  | "conflicted";

export interface Share {
  id: string;
  place: number;
  payer: string;
  amount: Money;
  state: ShareState;
  page: string;
  reason: string;
  /** In coins, where this house takes any. */
  cash: ShareInCash | null;
}

/** `due` is rounded to the smallest coin. */
export interface ShareInCash {
  due: Money;
  rounding: Money;
  taken: boolean;
  given: Money | null;
  change: Money | null;
  /** The bill came to nothing: its payer has to have it back. */
  to_return: boolean;
  /** The most that a purchase may be paid with in cash, where this would be more. */
  limit: Money | null;
}

/** The till's cash since it was last begun. */
export interface Drawer {
  begun_with: Money;
  begun_at: string | null;
  begun_by_id: string | null;
  taken: Money;
  given_back: Money;
  expected: Money;
  counts: { at: string; by_id: string | null; expected: Money; counted: Money; difference: Money }[];
  names: Record<string, string>;
}

export interface Bill {
  id: string;
  amount: Money;
  deposit: boolean;
  deadline: string;
  outcome: "" | "capture" | "void";
  authorised: Money;
  captured: Money;
  shares: Share[];
}

export interface Refund {
  id: string;
  amount: Money;
  state: "asked" | "refunded" | "failed";
  reason: string;
  made_at: string;
  /** What of it went back in cash. */
  coins: Money | null;
}

export interface Delivery {
  slot_id: string;
  starts_at: string;
  ends_at: string;
  name: string;
  address: string;
  phone: string;
  gift_wrap: boolean;
  note: string;
}

export interface DeliverySlot {
  id: string;
  starts_at: string;
  ends_at: string;
  left: number;
}

export type BasketState =
  | "open"
  | "locked"
  | "paying"
  | "paid"
  | "released"
  | "closed"
  | "abandoned";

export interface Basket {
  id: string;
  number: number;
  state: BasketState;
  currency: string;
  language: string;
  client_id: string | null;
  associate_id: string | null;
  gift_receipt: boolean;
  /** Asked for; no amount is changed by it. */
  tax_free: boolean;
  changed_at: string;
  locked_until: string | null;
  paid_at: string | null;
  total: Money;
  rates: RateTotal[];
  lines: BasketLine[];
  captured: Money;
  refunded: Money;
  refundable: Money;
  bill: Bill | null;
  refunds: Refund[];
  delivery: Delivery | null;
  needs_a_human: boolean;
  pieces: number;
  exit_pass: boolean;
  /** Its client has read it by the link that stands now. */
  link_opened: boolean;
  /** The share that the reader's link pays; empty for the basket's own, and for those who serve. */
  own_share_id: string;
  /** What was done of the closing ceremony, and by whom. */
  farewell: { step: string; at: string; by_id: string }[];
}

/** A basket and the link by which its client opens it; the link is shown once. */
export interface BasketLink {
  basket: Basket;
  token: string;
  url: string;
}

export interface ShareLink {
  share_id: string;
  payer: string;
  token: string;
  url: string;
}

export interface BillSplit {
  basket: Basket;
  links: ShareLink[];
}

/** What is shown at the door: `code` is what the QR code holds. */
export interface Leave {
  code: string;
  /** Of the same pass, for where no camera reads. */
  typed: string;
  pieces: number;
  valid_until: string;
}

export interface ReceiptLink {
  till: string;
  number: number;
  refund: boolean;
  language: string;
  url: string;
  code_url: string;
  paper_url: string;
  gift_url: string;
  gift_code_url: string;
  /** Whether this house can send it. */
  by_mail: boolean;
  /** Of a deposit, before the sale that it is set off against. */
  deposit: boolean;
}

export type HowToSplit = "equal" | "amount" | "percentage" | "article";

/** `amount`, `percentage` or `lines`, as the bill is split. */
export interface Payer {
  name: string;
  amount?: string;
  percentage?: string;
  lines?: string[];
}

/** By article, or by a code as it was scanned or typed. There is no amount to send. */
export interface NewLine {
  article_id?: string;
  code?: string;
  symbology?: string;
  serial?: string;
  quantity?: number;
  id?: string;
  /** For those who serve: the client has yet to say yes. */
  proposed?: boolean;
}

export interface LineChanges {
  quantity?: number;
  gift?: boolean;
  accepted?: boolean;
}

export interface DeliveryWish {
  slot_id: string;
  name: string;
  address: string;
  phone: string;
  gift_wrap: boolean;
  note: string;
}

export interface ExitVerdict {
  light: "green" | "amber" | "red";
  reason:
    | "paid"
    | "tag_not_paid"
    | "no_pass"
    | "altered"
    | "other_boutique"
    | "expired"
    | "used"
    | "refunded"
    | "not_paid";
  pieces: number;
  basket_number: number;
  tags: string[];
  /** Of the pass that was used with this. */
  pass_number: number;
}

/** A client's wish, and the articles that it may be. */
export interface Wish {
  text: string;
  articles: Article[];
}

/** Money that a person has to look at. */
export interface TillAlert {
  kind: "conflicted" | "refund_failed" | "late" | "cash_to_return";
  basket_id: string;
  number: number;
  associate_id: string | null;
  amount: Money;
  at: string;
  honoured: boolean;
}
