"""Somebody has to look at a payment: phones and dashboards show it at once, others are pushed to.

What is shown is read anew from the database each time, so that nothing is lost with a connection:
a screen that comes back asks `/till/alerts`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from store_server.bus import Bus
from store_server.domain.staff import Role
from store_server.payment_messages import (
    CashToReturn,
    PaymentConflicted,
    PaymentSettledLate,
    RefundFailed,
)
from store_server.payment_ports import PaymentQueries
from store_server.payment_views import TillAlertView
from store_server.ports import NotFoundError, Queries, StorageError

_LOGGER = logging.getLogger(__name__)

Trouble = PaymentConflicted | RefundFailed | PaymentSettledLate | CashToReturn


class Pusher(Protocol):
    def call_to_till(self, associate_id: str, basket_id: str) -> None: ...


class TillAlerts:
    """Hears on the bus thread; reads, and tells screens and phones, on a thread of `later`."""

    def __init__(
        self,
        queries: Queries,
        payments: PaymentQueries,
        show: Callable[[Sequence[TillAlertView]], None],
        pusher: Pusher,
        later: Callable[[Callable[[], None]], object],
    ) -> None:
        self._queries = queries
        self._payments = payments
        self._show = show
        self._pusher = pusher
        self._later = later

    def listen(self, bus: Bus) -> Callable[[], None]:
        ends = [
            bus.listen(kind, self._hear)
            for kind in (PaymentConflicted, RefundFailed, PaymentSettledLate, CashToReturn)
        ]

        def unlisten() -> None:
            for end in ends:
                end()

        return unlisten

    def _hear(self, trouble: Trouble) -> None:
        self._later(lambda: self._tell(trouble))

    def _tell(self, trouble: Trouble) -> None:
        try:
            self._show(self._payments.alerts())
            for associate_id in self._called(trouble.basket_id):
                self._pusher.call_to_till(associate_id, trouble.basket_id)
        except (StorageError, NotFoundError) as error:
            _LOGGER.warning("an alert of the till could not be told: %s", error)

    def _called(self, basket_id: str) -> Sequence[str]:
        """Whose basket it is, and the managers who are on shift; all of those, if none is."""
        managers = [one for one in self._queries.associates() if one.role == Role.MANAGER]
        on_shift = [one for one in managers if one.on_shift] or managers
        own = self._payments.basket(basket_id).associate_id
        return list(dict.fromkeys([*([own] if own else []), *(one.id for one in on_shift)]))
