"""A basket's receipts: where each is opened, in whichever way the client wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from store_server.ledger_ports import KeptReceipt
from store_server.ledger_views import ReceiptLinkView
from store_server.ports import NotFoundError
from store_server.web.api.bags import Token
from store_server.web.callers import ANYONE, FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "Receipts", "By link, as a code, as a mail, or on paper when it is asked for: never else."
)


class MailTo(Struct, forbid_unknown_fields=True):
    """The address is used for this one mail, and kept nowhere. `number` left out: the sale's, or
    before it that of the first deposit."""

    email: Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
    number: int | None = None
    gift: bool = False


@RESOURCE.get("/baskets/{basket_id}/receipts", allow=FLOOR)
def list_receipts(house: House, who: SignedIn, basket_id: str) -> Sequence[ReceiptLinkView]:
    """The sale's receipt, and one for each deposit and refund. Whoever has a link can open it."""
    found = house.receipts.queries.receipts_of(basket_id)
    if not found:
        raise NotFoundError("nothing of this basket is in the ledger yet")
    house.audit(who.id, "receipt.read", basket_id)
    return [house.receipts.view(one) for one in found]


@RESOURCE.get("/bags/{token}/receipts", allow=ANYONE)
def list_receipts_of_bag(house: House, token: Token) -> Sequence[ReceiptLinkView]:
    """The receipts of one's own basket; empty before anything was paid."""
    basket_id = house.selling.owner(token)
    return [house.receipts.view(one) for one in house.receipts.queries.receipts_of(basket_id)]


@RESOURCE.post("/baskets/{basket_id}/receipts/mail", allow=FLOOR)
def mail_receipt(house: House, who: SignedIn, basket_id: str, body: MailTo) -> None:
    """Send a receipt to the address that its client says."""
    _mail(house, house.receipts.queries.receipts_of(basket_id), body)
    house.audit(who.id, "receipt.mailed", basket_id)


@RESOURCE.post("/bags/{token}/receipts/mail", allow=ANYONE)
def mail_receipt_of_bag(house: House, token: Token, body: MailTo) -> None:
    """Send one's own receipt; a few times, and not to the whole world."""
    basket_id = house.selling.owner(token)
    house.receipts_mailed.check(basket_id)
    house.receipts_mailed.note(basket_id)
    _mail(house, house.receipts.queries.receipts_of(basket_id), body)


def _mail(house: House, found: Sequence[KeptReceipt], body: MailTo) -> None:
    wanted = [one for one in found if body.number in (None, one.number)]
    if not wanted:
        raise NotFoundError("nothing of this basket is in the ledger yet")
    sale = next((one for one in wanted if not one.part), wanted[0])
    house.receipt_mail.send(sale, body.email, body.gift)
