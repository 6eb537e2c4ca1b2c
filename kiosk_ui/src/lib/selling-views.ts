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
}
