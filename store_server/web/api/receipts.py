"""A basket's receipts: where each is opened, in whichever way the client wants it."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.ledger_views import ReceiptLinkView
from store_server.ports import NotFoundError
from store_server.web.api.bags import Token
from store_server.web.callers import ANYONE, FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "Receipts", "By link, as a code, as a mail, or on paper when it is asked for: never else."
)


@RESOURCE.get("/baskets/{basket_id}/receipts", allow=FLOOR)
def list_receipts(house: House, who: SignedIn, basket_id: str) -> Sequence[ReceiptLinkView]:
    """The sale's receipt, and one for each refund. Whoever has a link can open it."""
    found = house.receipts.queries.receipts_of(basket_id)
    if not found:
        raise NotFoundError("nothing of this basket is in the ledger yet")
    house.audit(who.id, "receipt.read", basket_id)
    return [house.receipts.view(one) for one in found]


@RESOURCE.get("/bags/{token}/receipts", allow=ANYONE)
def list_receipts_of_bag(house: House, token: Token) -> Sequence[ReceiptLinkView]:
    """The receipts of one's own basket; empty before it was paid."""
    basket_id = house.selling.owner(token)
    return [house.receipts.view(one) for one in house.receipts.queries.receipts_of(basket_id)]
