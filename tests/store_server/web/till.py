"""Sales in a boutique's ledger, for the tests of its doors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from store_server.handlers.desk import Desk
from store_server.handlers.keep_ledger import KeepLedger
from tests.payments.sales import sale
from tests.store_server.web.boutique import Boutique


def sold(boutique: Boutique, *basket_ids: str, by: str = "ana", **more: Any) -> list[int]:
    """Baskets of 1242.20 EUR each; answers their numbers in the ledger."""
    desk = Desk(boutique.storage.store, boutique.clock, boutique.bus.tell)
    ledger = KeepLedger(desk, boutique.settings.fiscal.till, boutique.settings.zone)
    numbers = []
    for basket_id in basket_ids:
        told = replace(sale(basket_id, at=boutique.clock.now(), **more), associate_id=by)
        with desk.work() as work:
            numbers.append(ledger.sold(work, told).number)
    return numbers
