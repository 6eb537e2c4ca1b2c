"""Calls to a payment provider, on threads of their own; what comes of each returns to the bus.

Every call's row is committed before it is handed in here. What is lost with the process, the
queue and all calls on their way, is asked about after the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

from payments.providers.port import UNKNOWN, Answer, Provider, RefundOrder
from store_server.payment_messages import Doing, NoteAnswer
from store_server.payment_ports import Call

_LOGGER = logging.getLogger(__name__)

WORKERS = 4


@dataclass(slots=True)
class ProviderCalls:
    """Satisfies `payment_ports.Calls`. No thread runs before `start`."""

    with_whom: Provider
    post: Callable[[NoteAnswer], None]
    workers: int = WORKERS
    _queue: SimpleQueue[Call | None] = field(default_factory=SimpleQueue)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def provider(self) -> str:
        return self.with_whom.name

    def make(self, call: Call) -> None:
        self._queue.put(call)

    def start(self) -> None:
        for number in range(self.workers):
            thread = threading.Thread(target=self._run, name=f"payments-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """A call that hangs is not waited for: its row says that it was made."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(timeout=2)
        self._threads.clear()

    def _run(self) -> None:
        while (call := self._queue.get()) is not None:
            self.post(noted(call, self._asked(call)))

    def _asked(self, call: Call) -> Answer:
        try:
            return ask_provider(self.with_whom, call)
        except Exception:  # a thread's outermost loop: an adapter's mistake is an unknown outcome
            _LOGGER.exception("a call to the payment provider failed")
            return UNKNOWN


def noted(call: Call, answer: Answer) -> NoteAnswer:
    return NoteAnswer(call.attempt.id, call.doing, answer, call.refund_id, call.again)


def ask_provider(provider: Provider, call: Call) -> Answer:
    order, reference = call.attempt.order, call.attempt.reference
    match call.doing:
        case Doing.AUTHORISE:
            return provider.authorise(order)
        case Doing.CAPTURE:
            return provider.capture(order, reference, call.amount or order.amount)
        case Doing.VOID:
            return provider.void(order, reference)
        case Doing.REFUND:
            amount = call.amount or order.amount
            return provider.refund(RefundOrder(call.refund_id, order, reference, amount))
        case _:
            return provider.ask(order, reference)
