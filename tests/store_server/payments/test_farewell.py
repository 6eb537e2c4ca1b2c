"""The ceremony with which a sale ends is kept with it, once, by whoever did it first."""

from __future__ import annotations

import pytest

from payments.basket import Farewell
from store_server import payment_messages as ask
from store_server.domain.staff import Associate, Role
from store_server.ports import ConflictError
from tests.store_server.payments.till import Till

ANA, BEA = "ana", "bea"


def colleagues(till: Till) -> None:
    with till.storage.store.begin() as uow:
        for one in (ANA, BEA):
            uow.staff.add(Associate(one, one, Role.ASSOCIATE, ("fr",)))
        uow.commit()


def said(till: Till, basket: str) -> list[tuple[str, str]]:
    view = till.storage.payment_queries.basket(basket)
    return [(one.step.value, one.by_id) for one in view.farewell]


def test_a_step_is_kept_once_by_whoever_did_it_first(either_till: Till) -> None:
    till = either_till
    colleagues(till)
    basket = till.paid(till.article())
    first = till.clock.now()
    till.bus.ask(ask.SayFarewell(basket, Farewell.WRAP, ANA))
    till.passes(60, step_s=60)
    till.bus.ask(ask.SayFarewell(basket, Farewell.WRAP, BEA))
    till.bus.ask(ask.SayFarewell(basket, Farewell.THANK, BEA))
    assert said(till, basket) == [("wrap", ANA), ("thank", BEA)]
    assert till.storage.payment_queries.basket(basket).farewell[0].at == first


def test_a_step_that_was_not_done_after_all_can_be_done_again(till: Till) -> None:
    colleagues(till)
    basket = till.paid(till.article())
    till.bus.ask(ask.SayFarewell(basket, Farewell.WALK, ANA))
    for _twice in range(2):
        till.bus.ask(ask.SayFarewell(basket, Farewell.WALK, ANA, done=False))
    assert said(till, basket) == []
    till.bus.ask(ask.SayFarewell(basket, Farewell.WALK, BEA))
    assert said(till, basket) == [("walk", BEA)]


def test_nobody_is_seen_out_with_what_is_not_paid(till: Till) -> None:
    colleagues(till)
    basket = till.locked(till.article())
    with pytest.raises(ConflictError, match="not paid"):
        till.bus.ask(ask.SayFarewell(basket, Farewell.THANK, ANA))
