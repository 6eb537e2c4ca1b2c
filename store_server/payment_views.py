"""What the fast lane's screens and the API are shown; see `views`. Amounts are strings of digits
with the currency's own decimals, made for reading by programs; `shown` is for people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from payments.basket import Farewell

RefundState = Literal["asked", "refunded", "failed"]
Missing = Literal["", "sold_out", "reserved", "which_piece", "not_sold"]


class MoneyView(Struct, frozen=True):
    """`amount` is "1250.00", in plain digits; `units` the same in smallest units."""

    amount: str
    units: int
    currency: str
    shown: str


class ArticleView(Struct, frozen=True):
    """`free` is what could be sold now: the stock less what is held for others."""

    id: str
    sku: str
    name: str
    model: str
    kind: str
    gtin: str
    options: dict[str, str]
    vat: str
    prices: tuple[MoneyView, ...]
    stock: int
    free: int
    active: bool
    serials: tuple[str, ...] = ()


class VatRateView(Struct, frozen=True):
    code: str
    valid_from: date
    rate: str


class ImportLineView(Struct, frozen=True):
    """What a line of the file would do, or what is wrong with it."""

    line: int
    sku: str
    does: Literal["adds", "changes", "nothing", "refused"]
    field: str = ""
    problem: str = ""


class ImportView(Struct, frozen=True):
    """`done` only where no line was refused and it was asked for."""

    adds: int
    changes: int
    refused: int
    done: bool
    lines: tuple[ImportLineView, ...]


class LineView(Struct, frozen=True):
    """`missing` is why it is not `available`: empty where it is."""

    id: str
    article_id: str
    label: str
    sku: str
    serial: str
    quantity: int
    price: MoneyView | None
    gross: MoneyView | None
    rate: str
    vat: MoneyView | None
    gift: bool
    accepted: bool
    available: bool
    missing: Missing = ""


class RateView(Struct, frozen=True):
    rate: str
    gross: MoneyView
    net: MoneyView
    vat: MoneyView


class CashView(Struct, frozen=True):
    """A share in coins: `due` is what it comes to, `rounding` how much more or less that is.

    `taken`: it was paid like that, and `given` is what was put down, `change` what went back of it.
    `to_return`: the bill came to nothing, and its payer has to have it back. `limit` is what a
    purchase may be paid with in cash, where this would be more.
    """

    due: MoneyView
    rounding: MoneyView
    taken: bool = False
    given: MoneyView | None = None
    change: MoneyView | None = None
    to_return: bool = False
    limit: MoneyView | None = None


class ShareView(Struct, frozen=True):
    """`page` is where this share's payer goes on, at the provider's. `cash`: where it is taken."""

    id: str
    place: int
    payer: str
    amount: MoneyView
    state: str
    page: str = ""
    reason: str = ""
    cash: CashView | None = None


class BillView(Struct, frozen=True):
    """`outcome` is empty until it is decided, once and for all of its shares."""

    id: str
    amount: MoneyView
    deposit: bool
    deadline: datetime
    outcome: str
    authorised: MoneyView
    captured: MoneyView
    shares: tuple[ShareView, ...]


class RefundView(Struct, frozen=True):
    """`coins`: what of it went back in cash, into a hand."""

    id: str
    amount: MoneyView
    state: RefundState
    reason: str
    made_at: datetime
    coins: MoneyView | None = None


class DeliveryView(Struct, frozen=True):
    """Name and address are empty for whoever need not know them."""

    slot_id: str
    starts_at: datetime
    ends_at: datetime
    name: str
    address: str
    phone: str
    gift_wrap: bool
    note: str


class SlotView(Struct, frozen=True):
    id: str
    starts_at: datetime
    ends_at: datetime
    left: int


class FarewellView(Struct, frozen=True):
    """A step of the closing ceremony that was done."""

    step: Farewell
    at: datetime
    by_id: str


class BasketView(Struct, frozen=True):
    """`needs_a_human`: money and basket do not agree, and nobody leaves before it is looked at.

    Before it is locked, prices and tax are today's; from then on they are its own.
    `tax_free`: asked for by a client who lives outside the EU; no amount is changed by it.
    `own_share_id` is the share that the reader's link pays; empty for the basket's own link.
    """

    id: str
    number: int
    state: str
    currency: str
    language: str
    client_id: str | None
    associate_id: str | None
    gift_receipt: bool
    changed_at: datetime
    locked_until: datetime | None
    paid_at: datetime | None
    total: MoneyView
    rates: tuple[RateView, ...]
    lines: tuple[LineView, ...]
    captured: MoneyView
    refunded: MoneyView
    refundable: MoneyView
    bill: BillView | None
    refunds: tuple[RefundView, ...]
    delivery: DeliveryView | None
    needs_a_human: bool
    pieces: int
    exit_pass: bool  # whether a pass could be issued now
    own_share_id: str = ""
    farewell: tuple[FarewellView, ...] = ()
    tax_free: bool = False
    link_opened: bool = False  # by its client; a payer's link is another


class TillAlertView(Struct, frozen=True):
    """Money that a person has to look at: amounts that disagree, a refund that did not go back.

    `cash_to_return` lies in the drawer, of a bill that came to nothing: its payer is waiting.
    `late` is for knowing only: a success after failure was shown, `honoured` or given back.
    """

    kind: Literal["conflicted", "refund_failed", "late", "cash_to_return"]
    basket_id: str
    number: int
    associate_id: str | None
    amount: MoneyView
    at: datetime
    honoured: bool = False


class DrawerCountView(Struct, frozen=True):
    """`difference` is negative where something is missing."""

    at: datetime
    by_id: str | None
    expected: MoneyView
    counted: MoneyView
    difference: MoneyView


class DrawerView(Struct, frozen=True):
    """The till's cash since it was last begun; `expected` is what should lie in the drawer.

    `taken` and `given_back` are coins, as they went from hand to hand. `names` are the associates',
    by their numbers.
    """

    begun_with: MoneyView
    begun_at: datetime | None
    begun_by_id: str | None
    taken: MoneyView
    given_back: MoneyView
    expected: MoneyView
    counts: tuple[DrawerCountView, ...]
    names: dict[str, str] = {}


class DueView(Struct, frozen=True):
    """`accueil doctor` says these."""

    unsettled: int
    unknown: int
    refunds: int
    conflicted: int


class SettledView(Struct, frozen=True):
    """What settled without its call's own answer: by asking, or calling once more, it was found
    charged, let go or refunded. Or too late: honoured, or given back by itself."""

    charged: int
    let_go: int
    refunded: int
    honoured: int
    given_back: int
