"""Slow calls never run on the bus thread; an adapter that stumbles is an unknown outcome."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from payments.money import Money
from payments.providers.port import UNKNOWN, Answer, Order, told
from payments.providers.simulated import SimulatedProvider
from payments.register import Attempt
from store_server.payment_messages import Doing, NoteAnswer
from store_server.payment_ports import Call
from store_server.provider_calls import ProviderCalls
from tests.store_server.payments.till import OPENING

PATIENCE_S = 60.0


@dataclass
class SlowProvider(SimulatedProvider):
    """Answers when it is let."""

    secret: bytes = b"s"
    let: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def authorise(self, order: Order) -> Answer:
        self.asked.append(threading.current_thread().name)
        assert self.let.wait(PATIENCE_S)
        return told(reference="r")

    def ask(self, order: Order, reference: str) -> Answer:
        raise RuntimeError("a mistake in the adapter")


def a_call(doing: Doing) -> Call:
    return Call(doing, Attempt("share", "simulated", Order("key", Money(1, "EUR"), OPENING)))


def test_a_call_that_waits_holds_up_nobody_and_its_answer_comes_back() -> None:
    answers: SimpleQueue[Any] = SimpleQueue()
    provider = SlowProvider()
    calls = ProviderCalls(provider, answers.put, workers=2)
    calls.start()
    calls.make(a_call(Doing.AUTHORISE))  # returns at once, though nobody has answered
    calls.make(a_call(Doing.ASK))
    first: NoteAnswer = answers.get(timeout=PATIENCE_S)
    assert (first.doing, first.answer) == (Doing.ASK, UNKNOWN)
    provider.let.set()
    second: NoteAnswer = answers.get(timeout=PATIENCE_S)
    assert (second.attempt_id, second.answer.reference) == ("key", "r")
    assert provider.asked[0].startswith("payments-")
    calls.stop()
