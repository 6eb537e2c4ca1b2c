"""Payments that a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.payment_views import DueView, TillAlertView
from store_server.web.callers import FLOOR, MANAGER
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "Alerts of the till",
    "Told to every phone and dashboard in `till`, and pushed to who is called.",
)


@RESOURCE.get("/till/due", allow=MANAGER)
def read_due(house: House) -> DueView:
    """What is on its way still, before a day is closed: payments and refunds, in numbers."""
    return house.selling.queries.due()


@RESOURCE.get("/till/alerts", allow=FLOOR)
def list_till_alerts(house: House) -> Sequence[TillAlertView]:
    """Amounts that disagree and refunds that did not go back, until they are seen to; and what
    settled late by itself."""
    return house.selling.queries.alerts()
