"""Reading for the fast lane's screens: each answer from one fresh snapshot of the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, Select, func, or_, select

from payments.article import plain_rate
from payments.basket import BasketState
from payments.facts import Fact, State, attempt
from payments.money import Rounding
from payments.register import Slot
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
from store_server.ports import Clock, NotFoundError
from store_server.settings import PaymentSettings
from store_server.storage.engine import reading
from store_server.storage.reads import till_alerts
from store_server.storage.reads.drawer import drawer_view
from store_server.storage.reads.names import best_named
from store_server.storage.reads.selling import SLOT_LASTS, BasketReader, money
from store_server.storage.reads.settled import settled
from store_server.storage.repositories.articles import SqlArticles, article, prices
from store_server.storage.repositories.baskets import SqlBaskets
from store_server.storage.repositories.cash import SqlCash
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.tables import (
    ArticleRow,
    AttemptRow,
    BasketRow,
    BillRow,
    PaymentFactRow,
    PieceRow,
    RefundRow,
    ShareRow,
    SlotRow,
)

_DONE = (BasketState.RELEASED, BasketState.CLOSED, BasketState.ABANDONED)


class SqlPaymentQueries:
    """Satisfies `payment_ports.PaymentQueries`. Callable from any thread."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        zone: ZoneInfo,
        payments: PaymentSettings,
        language: str,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._zone = zone
        self._rounding = Rounding(payments.rounding)
        self._currency = payments.currency
        self._cash = payments.cash_rules if payments.cash_by else None
        self._language = language

    def article(self, article_id: str) -> ArticleView:
        with reading(self._engine) as connection:
            found = self._articles(
                connection, select(ArticleRow.__table__).where(ArticleRow.id == article_id)
            )
        if not found:
            raise NotFoundError("there is no such article")
        return found[0]

    def articles(
        self, text: str, limit: int, language: str = "", as_written: bool = False
    ) -> Sequence[ArticleView]:
        words = [f"%{_plain(word)}%" for word in text.split()]
        query = select(ArticleRow.__table__).where(ArticleRow.active)
        for word in words:
            query = query.where(
                or_(
                    func.lower(ArticleRow.name).like(word, escape="\\"),
                    func.lower(ArticleRow.sku).like(word, escape="\\"),
                    func.lower(ArticleRow.model).like(word, escape="\\"),
                    ArticleRow.gtin.like(word, escape="\\"),
                )
            )
        ordered = query.order_by(ArticleRow.name, ArticleRow.sku)
        with reading(self._engine) as connection:
            found = self._articles(connection, ordered.limit(limit), language)
            if found or not words or as_written:
                return found
            near = best_named(text, self._named(connection), lambda one: (one[1],), limit)
            ids = [one[0] for one in near]
            query = select(ArticleRow.__table__).where(ArticleRow.id.in_(ids))
            views = self._articles(connection, query, language)
        return sorted(views, key=lambda one: ids.index(one.id))

    def _named(self, connection: Connection) -> list[tuple[str, str]]:
        """The id of each article that is sold, and what it is called."""
        query = (
            select(ArticleRow.id, ArticleRow.name, ArticleRow.model)
            .where(ArticleRow.active)
            .order_by(ArticleRow.name, ArticleRow.sku)
        )
        return [(row.id, f"{row.name} {row.model}") for row in connection.execute(query)]

    def vat_rates(self) -> Sequence[VatRateView]:
        with reading(self._engine) as connection:
            rates = SqlArticles(connection).rates()
        return [VatRateView(one.code, one.valid_from, plain_rate(one.rate)) for one in rates]

    def basket(self, basket_id: str) -> BasketView:
        with reading(self._engine) as connection:
            return self._reader(connection).view(basket_id)

    def basket_of_token(self, token_hash: str) -> str | None:
        with reading(self._engine) as connection:
            own = SqlBaskets(connection).of_token(token_hash)
            if own is not None:
                return own
            return connection.execute(
                select(BillRow.basket_id)
                .join(ShareRow, ShareRow.bill_id == BillRow.id)
                .where(ShareRow.token_hash == token_hash)
            ).scalar()

    def share_of_token(self, token_hash: str) -> str | None:
        with reading(self._engine) as connection:
            share = SqlPayments(connection).share_of_token(token_hash)
        return share.id if share else None

    def baskets(self, open_only: bool, limit: int) -> Sequence[BasketView]:
        query = select(BasketRow.id).order_by(BasketRow.changed_at.desc()).limit(limit)
        if open_only:
            query = query.where(BasketRow.state.not_in(_DONE))
        with reading(self._engine) as connection:
            reader = self._reader(connection)
            return [reader.view(basket_id) for basket_id in connection.execute(query).scalars()]

    def slots(self, since: datetime, until: datetime) -> Sequence[SlotView]:
        query = (
            select(SlotRow.__table__)
            .where(SlotRow.starts_at >= since, SlotRow.starts_at < until)
            .order_by(SlotRow.starts_at)
        )
        with reading(self._engine) as connection:
            slots = [Slot(**row._mapping) for row in connection.execute(query)]
        return [
            SlotView(
                slot.id, slot.starts_at, slot.starts_at + SLOT_LASTS, slot.capacity - slot.taken
            )
            for slot in slots
        ]

    def alerts(self) -> Sequence[TillAlertView]:
        with reading(self._engine) as connection:
            return till_alerts.alerts(connection, self._clock.now(), self._language)

    def drawer(self, till: str, language: str = "") -> DrawerView:
        with reading(self._engine) as connection:
            moves = SqlCash(connection).drawer(till)
        return drawer_view(moves, self._currency, language or self._language)

    def due(self) -> DueView:
        with reading(self._engine) as connection:
            refunds = connection.execute(
                select(func.count()).select_from(RefundRow).where(RefundRow.due_at.is_not(None))
            ).scalar_one()
            states = self._states_due(connection)
            conflicted = self._conflicted(connection)
        return DueView(
            unsettled=len(states),
            unknown=sum(state is State.UNKNOWN for state in states),
            refunds=refunds,
            conflicted=conflicted,
        )

    def settled(self, since: datetime) -> SettledView:
        with reading(self._engine) as connection:
            return settled(connection, since)

    def _states_due(self, connection: Connection) -> list[State]:
        payments = SqlPayments(connection)
        return [
            attempt(payments.facts_of(one.id), one.order.amount).state
            for one in payments.due(self._clock.now(), everything=True)
        ]

    def _conflicted(self, connection: Connection) -> int:
        """Attempts whose facts name an amount that was not asked for."""
        other = or_(
            PaymentFactRow.units > AttemptRow.units,
            PaymentFactRow.currency != AttemptRow.currency,
        )
        said = PaymentFactRow.fact.in_((Fact.AUTHORISED, Fact.CAPTURED))
        query = (
            select(func.count(func.distinct(AttemptRow.id)))
            .select_from(AttemptRow)
            .join(PaymentFactRow, PaymentFactRow.attempt_id == AttemptRow.id)
            .where(said, other)
        )
        return int(connection.execute(query).scalar_one())

    def _reader(self, connection: Connection) -> BasketReader:
        return BasketReader(connection, self._clock.now(), self._zone, self._rounding, self._cash)

    def _articles(
        self, connection: Connection, query: Select[Any], language: str = ""
    ) -> list[ArticleView]:
        rows = connection.execute(query).all()
        priced = prices(connection, [row.id for row in rows])
        serials = _serials(connection, [row.id for row in rows])
        speaks = language or self._language
        return [_article(row, priced[row.id], serials.get(row.id, ()), speaks) for row in rows]


def _article(row: Row[Any], priced: Any, serials: Sequence[str], language: str) -> ArticleView:
    one = article(row, priced)
    return ArticleView(
        id=one.id,
        sku=one.sku,
        name=one.name,
        model=one.model,
        kind=one.kind.value,
        gtin=one.gtin,
        options=dict(one.options),
        vat=one.vat,
        prices=tuple(money(price, language) for price in one.prices),
        stock=one.stock,
        free=one.free,
        active=one.active,
        serials=tuple(serials),
    )


def _serials(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """Of the pieces that could be sold now."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        select(PieceRow.article_id, PieceRow.serial)
        .where(PieceRow.article_id.in_(article_ids), PieceRow.sold_at.is_(None))
        .where(PieceRow.held_by.is_(None))
        .order_by(PieceRow.serial)
    )
    for row in rows:
        found.setdefault(row.article_id, []).append(row.serial)
    return found


def _plain(word: str) -> str:
    escaped = word.lower()
    for sign in ("\\", "%", "_"):
        escaped = escaped.replace(sign, "\\" + sign)
    return escaped
