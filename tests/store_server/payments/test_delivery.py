"""Hours of delivery are never overbooked."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from payments.register import Delivery, Slot
from store_server import payment_messages as ask
from store_server.clock import new_id
from store_server.ports import ConflictError
from tests.store_server.payments.till import Till


def slot(till: Till, capacity: int, hours: int = 3) -> str:
    starts = till.clock.now().replace(minute=0) + timedelta(hours=hours)
    till.bus.ask(ask.SaveSlots((Slot(new_id(), starts, capacity),)))
    (found,) = till.storage.payment_queries.slots(starts, starts + timedelta(hours=1))
    return found.id


def home(basket: str, slot_id: str) -> ask.ChooseDelivery:
    return ask.ChooseDelivery(Delivery(basket, slot_id, "Ana", "1 rue de la Paix", gift_wrap=True))


def left(till: Till) -> list[int]:
    now = till.clock.now()
    return [one.left for one in till.storage.payment_queries.slots(now, now + timedelta(days=1))]


def test_twenty_clients_and_three_places(either_till: Till) -> None:
    till = either_till
    hour = slot(till, 3)
    baskets = [till.basket(number=number) for number in range(1, 21)]
    taken: list[bool] = []

    def take(_basket: str) -> None:
        with till.storage.store.begin() as uow:
            got = uow.slots.take(hour)
            uow.commit()
        taken.append(got)

    clients = [threading.Thread(target=take, args=(one,)) for one in baskets]
    for one in clients:
        one.start()
    for one in clients:
        one.join(60)
    assert sorted(taken) == [False] * 17 + [True] * 3
    assert left(till) == [0]
    with pytest.raises(ConflictError, match="taken"):
        till.bus.ask(home(baskets[0], hour))


def test_to_choose_another_hour_gives_the_first_one_back(till: Till) -> None:
    first, second = slot(till, 1), slot(till, 1, hours=4)
    basket = till.basket()
    till.bus.ask(home(basket, first))
    till.bus.ask(home(basket, first))  # the same once more takes no second place
    till.bus.ask(home(basket, second))
    assert left(till) == [1, 0]
    till.bus.ask(ask.CancelDelivery(basket))
    assert left(till) == [1, 1]


def test_what_is_promised_is_not_taken_away(till: Till) -> None:
    hour = slot(till, 2)
    till.bus.ask(home(till.basket(), hour))
    with pytest.raises(ConflictError, match="promised"):
        slot(till, 0)


def test_a_basket_that_is_delivered_is_not_carried_out(till: Till) -> None:
    basket = till.paid(till.article())
    till.bus.ask(home(basket, slot(till, 1)))
    with pytest.raises(ConflictError, match="delivered"):
        till.bus.ask(ask.IssueExitPass(basket))
    till.bus.ask(ask.CloseBasket(basket, released=True))
    assert till.state(basket) == "released"
