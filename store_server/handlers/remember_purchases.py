"""What a client bought is remembered with what else the maison knows of them, if they agreed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from payments.register import Basket
from store_server.domain.consent import Purpose
from store_server.handlers.desk import Work
from store_server.views import PurchaseView


class RememberPurchases:
    """Called in the transaction in which a basket is paid.

    A client's card is what they agreed to when they agreed to be recognised: whoever did not, or
    no longer does, has bought something, and nothing more is known of it.
    """

    def __init__(self, boutique_name: str, zone: ZoneInfo) -> None:
        self._boutique_name = boutique_name
        self._zone = zone

    def __call__(self, work: Work, basket: Basket) -> None:
        client_id = basket.client_id
        if client_id is None or not work.uow.consents.stands(client_id, Purpose.PRESENCE):
            return
        bought_on = work.at.astimezone(self._zone).date()
        for line in work.uow.baskets.lines(basket.id):
            if line.accepted and line.gross is not None:
                label = line.label if line.quantity == 1 else f"{line.quantity} x {line.label}"
                work.uow.history.add_purchase(
                    client_id,
                    PurchaseView(
                        bought_on, label, line.gross.units, line.gross.code, self._boutique_name
                    ),
                )
