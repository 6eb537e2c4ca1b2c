"""What a client bought is remembered with what else the maison knows of them, if they agreed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from payments.basket import Line
from payments.facts import attempt
from payments.register import Basket
from store_server.domain.consent import Purpose
from store_server.handlers.desk import Work
from store_server.views import PurchaseView


class RememberPurchases:
    """Satisfies `settle_bills.Memory`: called in the transaction that makes it so.

    A client's card is what they agreed to when they agreed to be recognised: whoever did not, or
    no longer does, has bought something, and nothing more is known of it.
    """

    def __init__(self, boutique_name: str, zone: ZoneInfo) -> None:
        self._boutique_name = boutique_name
        self._zone = zone

    def bought(self, work: Work, basket: Basket) -> None:
        client_id = basket.client_id
        if client_id is None or not work.uow.consents.stands(client_id, Purpose.PRESENCE):
            return
        bought_on = work.at.astimezone(self._zone).date()
        for line in work.uow.baskets.lines(basket.id):
            if line.accepted and line.price is not None:
                price = line.price * line.quantity
                seen = PurchaseView(
                    bought_on,
                    _label(line, line.quantity),
                    price.units,
                    price.code,
                    self._boutique_name,
                )
                work.uow.history.add_purchase(client_id, seen, line.id)

    def came_back(self, work: Work, basket_id: str) -> None:
        """A piece that was given back was not bought. Money alone, given back in part, leaves the
        pieces with the client; where all of it went back, nothing was bought."""
        back = came_back(work, basket_id)
        everything = _all_went_back(work, basket_id)
        for line in work.uow.baskets.lines(basket_id):
            left = 0 if everything else line.quantity - back.get(line.id, 0)
            if left and line.price is not None:
                price = line.price * left
                work.uow.history.change_purchase(line.id, _label(line, left), price.units)
            else:
                work.uow.history.drop_purchase(line.id)


def came_back(work: Work, basket_id: str) -> dict[str, int]:
    """How many of each line lie on the counter again, by line id."""
    found: dict[str, int] = {}
    for refund in work.uow.payments.refunds_of(basket_id):
        for line_id, quantity in refund.lines.items():
            found[line_id] = found.get(line_id, 0) + quantity
    return found


def _all_went_back(work: Work, basket_id: str) -> bool:
    payments = work.uow.payments
    standings = [
        attempt(payments.facts_of(one.id), one.order.amount)
        for one in payments.attempts_of_basket(basket_id)
    ]
    return all(one.captured <= one.refunded for one in standings)


def _label(line: Line, quantity: int) -> str:
    return line.label if quantity == 1 else f"{quantity} x {line.label}"
