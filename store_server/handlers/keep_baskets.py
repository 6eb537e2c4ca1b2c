"""A basket is filled: by scanning, by search, by a proposal from afar. Amounts are never sent."""

from __future__ import annotations

from datetime import timedelta

from payments.article import Article, ArticleKind
from payments.basket import (
    FORGOTTEN_AFTER,
    LINES_AT_MOST,
    PIECES_AT_MOST,
    BasketState,
    Line,
    may_become,
)
from payments.money import currency
from payments.register import Basket
from store_server.clock import new_id
from store_server.domain.code import Code, CodeKind, understand
from store_server.domain.scan_verdict import Verdict, Word
from store_server.handlers.desk import Desk, Work
from store_server.handlers.read_scan import unclaimed
from store_server.messages import ReadScan
from store_server.payment_messages import (
    AbandonBasket,
    AddLine,
    AmendBasket,
    BasketChanged,
    BasketReleased,
    ChangeLine,
    CloseBasket,
    LinkScanner,
    NoteLinkOpened,
    OpenBasket,
    RenewBasketLink,
)
from store_server.ports import ConflictError, NotFoundError

LINKED_S = 600.0  # a scanner that reads nothing for so long is nobody's
SWEPT_EVERY = timedelta(minutes=10)

ADDED = Verdict(Word.WELCOME, "verdict.basket.added")
NOT_OURS = Verdict(Word.WAIT, "verdict.basket.unknown")
NOT_OPEN = Verdict(Word.WAIT, "verdict.basket.locked")


class KeepBaskets:
    def __init__(self, desk: Desk, own_url: str) -> None:
        self._desk = desk
        self._own_url = own_url
        self._linked: dict[str, tuple[str, float]] = {}
        self._sweep_at_s = 0.0

    def open(self, command: OpenBasket) -> str:
        currency(command.currency)
        with self._desk.work() as work:
            baskets = work.uow.baskets
            if command.basket_id is not None:
                try:
                    return baskets.get(command.basket_id).id
                except NotFoundError:
                    pass
            if command.client_id is not None:
                work.uow.clients.get(command.client_id)
            if command.exchange_of_id is not None:
                _of_paid(baskets.get(command.exchange_of_id))
            basket = Basket(
                id=command.basket_id or new_id(),
                number=baskets.next_number(),
                state=BasketState.OPEN,
                currency=command.currency,
                created_at=work.at,
                changed_at=work.at,
                client_id=command.client_id,
                associate_id=command.associate_id,
                language=command.language,
                exchange_of_id=command.exchange_of_id,
            )
            baskets.add(basket, command.token_hash)
            work.record("BasketOpened", basket=basket.id, by=command.associate_id)
            work.tell(BasketChanged(basket.id))
        return basket.id

    def renew_link(self, command: RenewBasketLink) -> None:
        with self._desk.work() as work:
            work.uow.baskets.get(command.basket_id)
            work.uow.baskets.set_token(command.basket_id, command.token_hash)
            work.tell(BasketChanged(command.basket_id))

    def link_opened(self, command: NoteLinkOpened) -> None:
        """It is no change to the basket: one that is only looked at is forgotten as before."""
        with self._desk.work() as work:
            work.uow.baskets.change(command.basket_id, link_opened=True)
            work.tell(BasketChanged(command.basket_id))

    def add(self, command: AddLine) -> str:
        with self._desk.work() as work:
            basket = _open_one(work, command.basket_id)
            lines = work.uow.baskets.lines(basket.id)
            if any(line.id == command.line_id for line in lines):
                return str(command.line_id)
            article, serial = self._wanted(work, command)
            line_id = self._put_in(work, basket, lines, article, serial, command)
            changed(work, basket.id)
        return line_id

    def change(self, command: ChangeLine) -> None:
        with self._desk.work() as work:
            basket = _open_one(work, command.basket_id)
            line = next(
                (one for one in work.uow.baskets.lines(basket.id) if one.id == command.line_id),
                None,
            )
            if line is None:
                raise NotFoundError("there is no such line in this basket")
            if command.quantity == 0:
                work.uow.baskets.remove_line(line.id)
            else:
                self._change(work, line, command)
            changed(work, basket.id)

    def amend(self, command: AmendBasket) -> None:
        with self._desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            wanted = command.fields.get("tax_free", basket.tax_free)
            if wanted != basket.tax_free and basket.state is not BasketState.OPEN:
                raise ConflictError("tax_free: it is asked for before paying begins")
            if "client_id" in command.fields and command.fields["client_id"] is not None:
                work.uow.clients.get(command.fields["client_id"])
            work.uow.baskets.change(basket.id, **command.fields)
            changed(work, basket.id)

    def abandon(self, command: AbandonBasket) -> None:
        with self._desk.work() as work:
            basket = _open_one(work, command.basket_id)
            become(work, basket, BasketState.ABANDONED)
            delivery = work.uow.slots.delivery(basket.id)
            if delivery is not None:
                work.uow.slots.give_back(delivery.slot_id)
                work.uow.slots.drop_delivery(basket.id)

    def close(self, command: CloseBasket) -> None:
        with self._desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            if command.released:
                release(work, basket)
            else:
                become(work, basket, BasketState.CLOSED)
            work.audit(command.by_id, "basket.closed", basket.id)

    def link(self, command: LinkScanner) -> None:
        """Kept in memory: after a restart whoever scans links it again."""
        if command.basket_id is None:
            self._linked.pop(command.device_id, None)
            return
        with self._desk.store.look() as uow:
            uow.baskets.get(command.basket_id)
        until_s = self._desk.clock.monotonic() + LINKED_S
        self._linked[command.device_id] = (command.basket_id, until_s)

    def decide(self, code: Code, scan: ReadScan) -> Verdict:
        """An article or a tag before a scanner that is linked to a basket goes into it."""
        basket_id, until_s = self._linked.get(scan.device_id, ("", 0.0))
        if self._desk.clock.monotonic() >= until_s:
            return unclaimed(code)
        self._linked[scan.device_id] = (basket_id, self._desk.clock.monotonic() + LINKED_S)
        line_id = f"{scan.device_id}:{scan.scan_id}"[-36:] if scan.scan_id else None
        try:
            self.add(AddLine(basket_id, code=scan.data, symbology=scan.symbology, line_id=line_id))
        except NotFoundError:
            return NOT_OURS
        except ConflictError:
            return NOT_OPEN
        return ADDED

    def tick(self) -> None:
        """Baskets that nobody touched for a day are nobody's."""
        now_s = self._desk.clock.monotonic()
        if now_s < self._sweep_at_s:
            return
        self._sweep_at_s = now_s + SWEPT_EVERY.total_seconds()
        with self._desk.store.look() as uow:
            forgotten = uow.baskets.forgotten(self._desk.clock.now() - FORGOTTEN_AFTER)
            paid = [one for one in forgotten if uow.payments.attempts_of_basket(one)]
        for basket_id in forgotten:
            if basket_id not in paid:  # a deposit may have been paid on it: a person decides
                self.abandon(AbandonBasket(basket_id))

    def _wanted(self, work: Work, command: AddLine) -> tuple[Article, str]:
        """The article and the serial number that is meant. Raises `NotFoundError`."""
        if command.article_id:
            return work.uow.articles.get(command.article_id), command.serial
        code = understand(command.code, command.symbology, self._own_url)
        article = work.uow.articles.by_gtin(code.gtin) if code.gtin else None
        if article is not None:
            return article, command.serial or code.serial
        typed = command.code.strip()
        if code.kind is CodeKind.FOREIGN:
            article = work.uow.articles.by_sku(typed)
        if article is not None:
            return article, command.serial
        if code.kind in (CodeKind.FOREIGN, CodeKind.ARTICLE):  # eight digits may look like a GTIN
            pieces = work.uow.articles.pieces_named(typed)
            if len(pieces) == 1:
                return work.uow.articles.get(pieces[0].article_id), pieces[0].serial
        raise NotFoundError("no article of this boutique has this code")

    def _put_in(
        self,
        work: Work,
        basket: Basket,
        lines: list[Line],
        article: Article,
        serial: str,
        command: AddLine,
    ) -> str:
        if not article.active or article.price(basket.currency) is None:
            raise ConflictError(f"{article.name} is not sold in {basket.currency} here")
        piece_id = self._piece(work, article, serial)
        alike = next(
            (
                line
                for line in lines
                if line.article_id == article.id
                and line.piece_id == piece_id
                and line.accepted is not command.proposed
            ),
            None,
        )
        if alike is not None and article.kind is not ArticleKind.PLAIN:
            return alike.id  # the same piece scanned twice is one piece
        if alike is not None and command.line_id is None:
            quantity = _quantity(alike.quantity + command.quantity)
            work.uow.baskets.change_line(alike.id, quantity=quantity)
            return alike.id
        if len(lines) >= LINES_AT_MOST:
            raise ConflictError(f"a basket has {LINES_AT_MOST} lines at most")
        quantity = _quantity(command.quantity) if article.kind is ArticleKind.PLAIN else 1
        line = Line(
            command.line_id or new_id(),
            article.id,
            article.name,
            quantity,
            piece_id,
            accepted=not command.proposed,
        )
        work.uow.baskets.add_line(basket.id, line)
        return line.id

    def _piece(self, work: Work, article: Article, serial: str) -> str | None:
        if article.kind is not ArticleKind.SERIAL or not serial:
            return None
        piece = work.uow.articles.piece_by_serial(article.id, serial)
        if piece is None:
            raise NotFoundError("no piece of this article has that serial number")
        if piece.sold_at is not None:
            raise ConflictError("this very piece was sold already")
        return piece.id

    def _change(self, work: Work, line: Line, command: ChangeLine) -> None:
        fields = {
            name: value
            for name in ("quantity", "gift", "accepted")
            if (value := getattr(command, name)) is not None
        }
        if "quantity" in fields:
            kind = work.uow.articles.get(line.article_id).kind
            if kind is not ArticleKind.PLAIN and fields["quantity"] != 1:
                raise ConflictError("quantity: each of these pieces is a line of its own")
            _quantity(fields["quantity"])
        if fields:
            work.uow.baskets.change_line(line.id, **fields)


def changed(work: Work, basket_id: str) -> None:
    work.uow.baskets.change(basket_id, changed_at=work.at)
    work.tell(BasketChanged(basket_id))


def become(work: Work, basket: Basket, state: BasketState, **fields: object) -> None:
    """Raises `ConflictError` where there is no way from where it is."""
    if not may_become(basket.state, state):
        raise ConflictError(f"the basket is {basket.state.value}")
    work.uow.baskets.change(basket.id, state=state, changed_at=work.at, **fields)
    work.record("BasketBecame", basket=basket.id, state=state.value)
    work.tell(BasketChanged(basket.id))


def release(work: Work, basket: Basket) -> None:
    become(work, basket, BasketState.RELEASED, released_at=work.at)
    work.record("BasketReleased", basket=basket.id)
    work.tell(BasketReleased(basket.id, work.at))


def _open_one(work: Work, basket_id: str) -> Basket:
    basket = work.uow.baskets.get(basket_id)
    if basket.state is not BasketState.OPEN:
        raise ConflictError(f"the basket is {basket.state.value}")
    return basket


def _of_paid(basket: Basket) -> None:
    if basket.paid_at is None:
        raise ConflictError("exchange_of: that basket was not paid")


def _quantity(quantity: int) -> int:
    if not 1 <= quantity <= PIECES_AT_MOST:
        raise ConflictError(f"quantity: from 1 to {PIECES_AT_MOST}")
    return quantity
