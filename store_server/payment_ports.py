"""What selling and paying need of the world; `ports` for everything else.

Every repository method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from payments.article import Article, VatRate
from payments.basket import Farewell, Line
from payments.bill import Outcome
from payments.cash import CashMove
from payments.facts import Told
from payments.money import Money
from payments.register import (
    Attempt,
    Basket,
    BillKept,
    Delivery,
    FarewellStep,
    IssuedPass,
    Piece,
    Refund,
    Share,
    Slot,
)
from payments.sale import Deposit, Refunded, Sale
from store_server.payment_messages import Doing
from store_server.payment_views import (
    ArticleView,
    BasketView,
    DrawerView,
    DueView,
    SettledView,
    SlotView,
    TillAlertView,
    VatRateView,
)


class Articles(Protocol):
    def get(self, article_id: str) -> Article:
        """Raises `NotFoundError`."""

    def by_sku(self, sku: str) -> Article | None: ...
    def by_gtin(self, gtin: str) -> Article | None: ...
    def save(self, article: Article, at: datetime) -> None:
        """Write it anew or over what there was, prices too; `held` is left as it is.

        Raises `ConflictError` where the GTIN is another's, or less is there than is held.
        """

    def add_pieces(self, article_id: str, serials: Sequence[str]) -> int:
        """Those that are not known yet; answers how many."""

    def piece(self, piece_id: str) -> Piece: ...
    def piece_by_serial(self, article_id: str, serial: str) -> Piece | None: ...
    def pieces_named(self, serial: str) -> Sequence[Piece]:
        """Of all articles, as it is written or in capitals."""

    def hold(self, article_id: str, quantity: int) -> bool:
        """Whether so many were free, and are held now."""

    def let_go(self, article_id: str, quantity: int) -> None: ...
    def sell(self, article_id: str, quantity: int) -> None:
        """What was held leaves the stock."""

    def take_back(self, article_id: str, quantity: int) -> None: ...
    def hold_piece(self, piece_id: str, line_id: str) -> bool: ...
    def let_piece_go(self, piece_id: str) -> None: ...
    def sell_piece(self, piece_id: str, at: datetime) -> None: ...
    def take_piece_back(self, piece_id: str) -> None: ...
    def rates(self) -> Sequence[VatRate]: ...
    def save_rate(self, rate: VatRate) -> None: ...


class Baskets(Protocol):
    def add(self, basket: Basket, token_hash: str) -> None: ...
    def next_number(self) -> int: ...
    def get(self, basket_id: str) -> Basket:
        """Raises `NotFoundError`."""

    def of_token(self, token_hash: str) -> str | None: ...
    def set_token(self, basket_id: str, token_hash: str) -> None: ...
    def change(self, basket_id: str, **fields: Any) -> None: ...
    def forgotten(self, before: datetime) -> Sequence[str]:
        """Open ones that nobody has touched since."""

    def lines(self, basket_id: str) -> list[Line]: ...
    def add_line(self, basket_id: str, line: Line) -> None: ...
    def change_line(self, line_id: str, **fields: Any) -> None: ...
    def remove_line(self, line_id: str) -> None: ...
    def farewell(self, basket_id: str) -> Sequence[FarewellStep]:
        """In the order in which the steps were done."""

    def keep_step(self, basket_id: str, step: FarewellStep) -> None: ...
    def drop_step(self, basket_id: str, step: Farewell) -> None: ...


class Payments(Protocol):
    def add_bill(self, bill: BillKept) -> None: ...
    def bill(self, bill_id: str) -> BillKept: ...
    def bills_of(self, basket_id: str) -> Sequence[BillKept]:
        """The oldest first."""

    def open_bills(self) -> Sequence[BillKept]:
        """Those that are not closed."""

    def decide(self, bill_id: str, outcome: Outcome, at: datetime) -> Outcome:
        """Write the outcome where there is none; answers the one that stands."""

    def close_bill(self, bill_id: str, at: datetime) -> None: ...
    def add_share(self, share: Share, token_hash: str | None) -> None: ...
    def share(self, share_id: str) -> Share: ...
    def share_of_token(self, token_hash: str) -> Share | None: ...
    def shares(self, bill_id: str) -> Sequence[Share]:
        """Those that were not cancelled."""

    def set_share_token(self, share_id: str, token_hash: str) -> None: ...
    def cancel_share(self, share_id: str, at: datetime) -> None: ...
    def hand_on_token(self, share_id: str, heir_id: str) -> None:
        """The link of a share that was cancelled is the other's."""

    def add_attempt(self, attempt: Attempt) -> None: ...
    def attempt(self, attempt_id: str) -> Attempt:
        """Raises `NotFoundError`."""

    def attempts(self, bill_id: str) -> Sequence[Attempt]:
        """Of every share, cancelled ones too; the oldest first."""

    def attempts_of_basket(self, basket_id: str) -> Sequence[Attempt]: ...
    def change_attempt(self, attempt_id: str, **fields: Any) -> None: ...
    def due(self, now: datetime, everything: bool = False) -> Sequence[Attempt]: ...
    def tell(self, told: Told, told_by: str) -> bool:
        """Add a fact; whether it was a new one."""

    def facts(self, bill_id: str) -> Sequence[Told]: ...
    def facts_of(self, attempt_id: str) -> Sequence[Told]: ...
    def add_refund(self, refund: Refund) -> None: ...
    def refund(self, refund_id: str) -> Refund: ...
    def refunds_of(self, basket_id: str) -> Sequence[Refund]: ...
    def refunds_due(self, now: datetime, everything: bool = False) -> Sequence[Refund]: ...
    def change_refund(self, refund_id: str, **fields: Any) -> None: ...
    def first_notice(self, provider: str, event_id: str, at: datetime) -> bool:
        """Whether a webhook's id comes for the first time."""

    def forget_notices(self, before: datetime, limit: int) -> int:
        """Ids of webhooks that came before, at most so many; how many they were."""


class Cash(Protocol):
    """What went from hand to hand."""

    def add(self, till: str, move: CashMove) -> None: ...
    def of_attempt(self, attempt_id: str) -> Sequence[CashMove]: ...
    def of_basket(self, basket_id: str) -> Sequence[CashMove]: ...
    def drawer(self, till: str) -> Sequence[CashMove]:
        """Since it was last begun with a float, that one first; else since ever."""


class Slots(Protocol):
    def get(self, slot_id: str) -> Slot: ...
    def save(self, slot: Slot) -> None:
        """By its hour. Raises `ConflictError` where more is taken than would be there."""

    def take(self, slot_id: str) -> bool:
        """Whether there was room."""

    def give_back(self, slot_id: str) -> None: ...
    def delivery(self, basket_id: str) -> Delivery | None: ...
    def keep_delivery(self, delivery: Delivery) -> None: ...
    def drop_delivery(self, basket_id: str) -> None: ...


class ExitPasses(Protocol):
    def next_number(self) -> int: ...
    def add(self, issued: IssuedPass) -> None: ...
    def by_number(self, number: int) -> IssuedPass | None: ...
    def numbers_since(self, issued: datetime) -> Sequence[int]: ...
    def use(self, pass_id: str, by: str, at: datetime) -> bool:
        """Whether it had not been used before."""

    def expire(self, basket_id: str, at: datetime) -> None:
        """All passes of this basket that were not used end now."""


class Sales(Protocol):
    def sale(self, basket_id: str) -> Sale:
        """In the transaction that pays it. Raises `NotFoundError` where nothing was paid."""

    def deposit(self, bill_id: str) -> Deposit:
        """In the transaction that pays its bill. Raises `NotFoundError`."""

    def refunded(self, refund_id: str) -> Refunded:
        """Raises `NotFoundError`."""


class PaymentQueries(Protocol):
    """Reading for the screens. Callable from any thread."""

    def article(self, article_id: str) -> ArticleView: ...
    def articles(
        self, text: str, limit: int, language: str = "", as_written: bool = False
    ) -> Sequence[ArticleView]:
        """By name, number, model or GTIN: all of the words. Where nothing is written like that,
        what is called nearly so, the likeliest first, unless `as_written`. Prices as `language`
        writes them; without it as the boutique's own."""

    def vat_rates(self) -> Sequence[VatRateView]: ...
    def basket(self, basket_id: str) -> BasketView:
        """Raises `NotFoundError`."""

    def basket_of_token(self, token_hash: str) -> str | None:
        """The basket of a client's link, or of the link of one of its payers."""

    def share_of_token(self, token_hash: str) -> str | None: ...
    def baskets(self, open_only: bool, limit: int) -> Sequence[BasketView]: ...
    def slots(self, since: datetime, until: datetime) -> Sequence[SlotView]: ...
    def drawer(self, till: str, language: str = "") -> DrawerView:
        """What should be in it now, and how it was counted."""

    def alerts(self) -> Sequence[TillAlertView]:
        """What a person has to look at now, the newest first."""

    def due(self) -> DueView:
        """What is not settled yet, in numbers."""

    def settled(self, since: datetime) -> SettledView:
        """What settled by itself after its answer was lost, or came too late."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the provider, whose row is committed. `again`: it may have been made before."""

    doing: Doing
    attempt: Attempt
    amount: Money | None = None
    refund_id: str = ""
    again: bool = False


class Calls(Protocol):
    """Makes calls on threads of its own; what comes of each returns as `NoteAnswer`."""

    @property
    def provider(self) -> str:
        """Its name; empty where the boutique has none."""

    def make(self, call: Call) -> None: ...


class NoCalls:
    """A boutique that takes no payments."""

    provider = ""

    def make(self, call: Call) -> None:
        """Nobody is called: no attempt was ever written."""
