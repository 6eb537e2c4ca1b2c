"""What both doors to a basket do, the associates' and the link's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET, Struct

from payments.exit_pass import read
from payments.providers.port import Means
from store_server.payment_messages import (
    AddLine,
    ChangeLine,
    IssueExitPass,
    LockBasket,
    PayShare,
    RenewShareLink,
    SplitBill,
    TopUp,
)
from store_server.payment_views import BasketView
from store_server.web import tokens
from store_server.web.api import selling_inputs as inputs
from store_server.web.house import House
from store_server.web.problems import InvalidInputError, ProblemError

LINK_PATH = "/pay#"


class BasketLink(Struct, frozen=True):
    """`url` opens the basket on the client's own phone; it is shown once, and kept by its hash."""

    basket: BasketView
    token: str
    url: str


class ShareLink(Struct, frozen=True):
    share_id: str
    payer: str
    token: str
    url: str


class BillSplit(Struct, frozen=True):
    """A link for each payer, in their order."""

    basket: BasketView
    links: tuple[ShareLink, ...]


class Leave(Struct, frozen=True):
    """`code` is what the QR code holds, `typed` what is typed where no camera reads it; green
    once, until then."""

    code: str
    typed: str
    pieces: int
    valid_until: datetime


def link(house: House, token: str) -> str:
    """What stands behind # never reaches a server's log."""
    return f"{house.settings.url}{LINK_PATH}{token}"


def add_line(
    house: House, basket_id: str, body: inputs.NewLine, by_id: str | None, proposed: bool = False
) -> str:
    if (body.article_id is None) is (body.code is None):
        raise InvalidInputError("either an article or a code", field="article_id")
    line_id: str = house.ask(
        AddLine(
            basket_id,
            article_id=body.article_id or "",
            code=body.code or "",
            symbology=body.symbology,
            serial=body.serial or "",
            quantity=body.quantity,
            line_id=body.id,
            proposed=proposed,
            by_id=by_id,
        )
    )
    return line_id


def change_line(house: House, basket_id: str, line_id: str, body: inputs.LineChanges) -> None:
    house.ask(ChangeLine(basket_id, line_id, body.quantity, body.gift, body.accepted))


def lock(house: House, basket_id: str, body: inputs.Lock) -> None:
    deposit = None
    if body.deposit is not None:
        currency = house.selling.queries.basket(basket_id).currency
        deposit = inputs.money(body.deposit, currency, "deposit")
    house.ask(LockBasket(basket_id, deposit))


def split(house: House, basket_id: str, body: inputs.Split) -> BillSplit:
    currency = house.selling.queries.basket(basket_id).currency
    made = [tokens.new_token() for _ in body.payers]
    payers = inputs.payers(body, currency, [tokens.fingerprint(token) for token in made])
    shares: list[str] = house.ask(SplitBill(basket_id, body.how, payers))
    links = tuple(
        ShareLink(share_id, payer.name, token, link(house, token))
        for share_id, payer, token in zip(shares, payers, made, strict=True)
    )
    return BillSplit(house.selling.queries.basket(basket_id), links)


def pay(
    house: House,
    basket_id: str,
    body: inputs.Pay,
    own_share: str | None,
    back_to: str,
    by_id: str | None = None,
) -> None:
    view = house.selling.queries.basket(basket_id)
    wanted = which_share(view, body.share_id or own_share)
    means = Means(body.means)
    if means is Means.READER and not body.reader:
        raise InvalidInputError("which reader?", field="reader")
    house.ask(PayShare(wanted, means, view.language, back_to, body.reader, by_id))


def which_share(view: BasketView, named: str | None) -> str:
    """The one that was named, or the only one there is. Raises a problem."""
    if view.bill is None:
        raise ProblemError("lock the basket first", slug="conflict")
    shares = [share.id for share in view.bill.shares]
    wanted = named or (shares[0] if len(shares) == 1 else None)
    if wanted is None:
        raise InvalidInputError("there are several shares: which one?", field="share_id")
    if wanted not in shares:
        raise InvalidInputError("this basket's bill has no such share", field="share_id")
    return wanted


def top_up(house: House, basket_id: str, body: inputs.TopUpInput) -> ShareLink:
    view = house.selling.queries.basket(basket_id)
    if view.bill is None or body.share_id not in [share.id for share in view.bill.shares]:
        raise InvalidInputError("this basket's bill has no such share", field="share_id")
    token = tokens.new_token()
    amount = inputs.money(body.amount, view.currency)
    share_id: str = house.ask(
        TopUp(body.share_id, amount, inputs.no_card(body.name, "name"), tokens.fingerprint(token))
    )
    return ShareLink(share_id, body.name, token, link(house, token))


def share_link(house: House, basket_id: str, share_id: str) -> ShareLink:
    token = tokens.new_token()
    payer: str = house.ask(RenewShareLink(basket_id, share_id, tokens.fingerprint(token)))
    return ShareLink(share_id, payer, token, link(house, token))


def exit_pass(house: House, basket_id: str) -> Leave:
    text: str = house.ask(IssueExitPass(basket_id))
    desk = house.selling
    granted = read(text, [desk.exit_key], desk.boutique, house.clock.now())
    typed = desk.exit_codes.of(granted.number)
    return Leave(f"exit:{text}", typed, granted.pieces, granted.valid_until)


def changes(body: Struct, names: Sequence[str]) -> dict[str, object]:
    """What was said of these; what was left out is left out."""
    return {name: value for name in names if (value := getattr(body, name)) is not UNSET}
