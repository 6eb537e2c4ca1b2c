"""What is bought is remembered of who agreed to it, and a quiet till keeps no writer waiting."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

import pytest

from store_server import messages
from store_server import payment_messages as ask
from store_server.domain.consent import Purpose
from store_server.ports import UnitOfWork
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.payments.till import Fault, Till


def client(till: Till, *purposes: Purpose) -> str:
    fields = {"given_name": "Ann", "family_name": "Lee"}
    client_id: str = till.bus.ask(messages.RegisterClient(fields))
    for purpose in purposes:
        till.bus.ask(messages.GiveConsent(client_id, purpose, "signed", "1"))
    return client_id


def remembered(till: Till, client_id: str) -> list[tuple[str, int]]:
    card = till.storage.queries.card(client_id)
    return [(one.label, one.amount_minor) for one in card.purchases]


def buys(till: Till, client_id: str) -> str:
    """Two scarves; answers the basket."""
    basket = till.basket(till.article("Scarf", "100.00"))
    till.bus.ask(ask.AmendBasket(basket, {"client_id": client_id}))
    line = till.storage.payment_queries.basket(basket).lines[0]
    till.bus.ask(ask.ChangeLine(basket, line.id, quantity=2))
    till.bus.ask(ask.LockBasket(basket))
    till.pay(basket)
    assert till.state(basket) == "paid"
    return basket


def bought(till: Till, client_id: str) -> list[tuple[str, int]]:
    buys(till, client_id)
    return remembered(till, client_id)


def test_a_paid_basket_is_part_of_its_clients_history(till: Till) -> None:
    assert bought(till, client(till, Purpose.PRESENCE)) == [("2 x Scarf", 200_00)]


def test_nothing_is_remembered_of_who_did_not_agree(till: Till) -> None:
    assert bought(till, client(till, Purpose.EVENTS)) == []
    withdrawn = client(till, Purpose.PRESENCE)
    till.bus.ask(messages.WithdrawConsent(withdrawn, Purpose.PRESENCE))
    assert bought(till, withdrawn) == []


def test_a_piece_that_was_given_back_was_not_bought(till: Till) -> None:
    ann = client(till, Purpose.PRESENCE)
    basket = buys(till, ann)
    line = till.storage.payment_queries.basket(basket).lines[0]
    till.refund(basket, "10.00")  # a kindness: the pieces stay with her
    till.calls.run()
    assert remembered(till, ann) == [("2 x Scarf", 200_00)]
    till.refund(basket, "90.00", lines={line.id: 1})
    till.calls.run()
    assert remembered(till, ann) == [("Scarf", 100_00)]
    till.refund(basket)  # all that is left of the money
    till.calls.run()
    assert remembered(till, ann) == []


def test_what_did_not_go_back_stays_bought(till: Till) -> None:
    ann = client(till, Purpose.PRESENCE)
    basket = buys(till, ann)
    till.bank.plan.faults.append(Fault.DECLINED)
    till.refund(basket)
    till.calls.run()
    assert till.heard(ask.RefundFailed)
    assert remembered(till, ann) == [("2 x Scarf", 200_00)]


def test_where_nothing_is_due_a_tick_writes_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.paid(till.article())
    till.passes(5)
    begun: list[str] = []
    begin = SqlStore.begin

    def watched(store: SqlStore) -> AbstractContextManager[UnitOfWork]:
        begun.append(sys._getframe(1).f_globals["__name__"])
        return begin(store)

    monkeypatch.setattr(SqlStore, "begin", watched)
    till.passes(5)
    paying = {one for one in begun if one.endswith(("take_payments", "give_back"))}
    assert not paying
    till.begin(till.share(till.locked(till.article("Hat"))))
    assert "store_server.handlers.desk" in begun  # which is how all of them write
