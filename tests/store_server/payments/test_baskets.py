"""Filling a basket: by whom, how often, and until when."""

from __future__ import annotations

import pytest

from payments.article import ArticleKind
from store_server import messages
from store_server import payment_messages as ask
from store_server.ports import ConflictError, NotFoundError
from tests.store_server.payments.till import Till


def client(till: Till, name: str) -> str:
    fields = {"given_name": name, "family_name": "Durand"}
    client_id: str = till.bus.ask(messages.RegisterClient(fields))
    return client_id


def test_what_was_proposed_is_bought_once_the_client_says_yes(till: Till) -> None:
    scarf, bag = till.article("Scarf", "100.00"), till.article("Bag", "900.00")
    basket = till.basket(scarf)
    proposed: str = till.bus.ask(ask.AddLine(basket, bag, proposed=True))
    assert till.storage.payment_queries.basket(basket).total.amount == "100.00"
    till.bus.ask(ask.ChangeLine(basket, proposed, accepted=True))
    assert till.storage.payment_queries.basket(basket).total.amount == "1000.00"


def test_p23_a_device_that_says_it_again_adds_nothing(till: Till) -> None:
    scarf = till.article()
    for _ in range(3):
        basket: str = till.bus.ask(ask.OpenBasket("EUR", "token", basket_id="own-basket-1"))
        till.bus.ask(ask.AddLine(basket, scarf, line_id="own-line-1"))
    (line,) = till.storage.payment_queries.basket(basket).lines
    assert (line.id, line.quantity) == ("own-line-1", 1)


def test_the_same_article_twice_is_two_of_it_and_the_same_piece_is_one(till: Till) -> None:
    scarf = till.article("Scarf", "100.00")
    watch = till.article("Watch", "900.00", kind=ArticleKind.SERIAL, stock=0, serials=("7", "8"))
    basket = till.basket(scarf, scarf)
    for _ in range(2):
        till.bus.ask(ask.AddLine(basket, watch, serial="7"))
    lines = till.storage.payment_queries.basket(basket).lines
    assert [(line.label, line.quantity, line.serial) for line in lines] == [
        ("Scarf", 2, ""),
        ("Watch", 1, "7"),
    ]
    with pytest.raises(NotFoundError, match="serial"):
        till.bus.ask(ask.AddLine(basket, watch, serial="9"))


def test_a_serial_number_alone_names_its_piece(either_till: Till) -> None:
    till = either_till
    watch = till.article(
        "Watch", "900.00", kind=ArticleKind.SERIAL, stock=0, serials=("MN-0117", "96385074")
    )
    basket = till.basket()
    till.bus.ask(ask.AddLine(basket, code=" mn-0117 "))
    till.bus.ask(ask.AddLine(basket, code="96385074"))  # which could be a GTIN of eight digits
    lines = till.storage.payment_queries.basket(basket).lines
    assert [(line.article_id, line.serial) for line in lines] == [
        (watch, "MN-0117"),
        (watch, "96385074"),
    ]
    with pytest.raises(NotFoundError, match="this code"):
        till.bus.ask(ask.AddLine(basket, code="MN-0118"))


def test_a_serial_number_that_two_pieces_have_names_neither(till: Till) -> None:
    for name in ("Watch", "Clock"):
        till.article(name, "900.00", kind=ArticleKind.SERIAL, stock=0, serials=("7",))
    with pytest.raises(NotFoundError, match="this code"):
        till.bus.ask(ask.AddLine(till.basket(), code="7"))


def test_a_serial_number_of_a_sold_piece_says_that_it_was_sold(till: Till) -> None:
    till.article("Watch", "900.00", kind=ArticleKind.SERIAL, stock=0, serials=("MN-1",))
    basket = till.basket()
    till.bus.ask(ask.AddLine(basket, code="MN-1"))
    till.bus.ask(ask.LockBasket(basket))
    till.pay(basket)
    with pytest.raises(ConflictError, match="sold already"):
        till.bus.ask(ask.AddLine(till.basket(), code="MN-1"))


def test_a_piece_with_a_number_is_not_paid_before_it_was_scanned(till: Till) -> None:
    watch = till.article("Watch", "900.00", kind=ArticleKind.SERIAL, stock=0, serials=("7",))
    basket = till.basket(watch)
    with pytest.raises(ConflictError, match="scan the number"):
        till.bus.ask(ask.LockBasket(basket))
    assert till.stock(watch) == (1, 0)


def test_a_locked_basket_is_left_as_it_is_until_it_is_unlocked(till: Till) -> None:
    scarf = till.article()
    basket = till.locked(scarf)
    with pytest.raises(ConflictError, match="locked"):
        till.bus.ask(ask.AddLine(basket, scarf))
    till.bus.ask(ask.UnlockBasket(basket))
    assert till.stock(scarf) == (10, 0)
    till.bus.ask(ask.AddLine(basket, scarf))


def test_nobody_pays_and_the_pieces_are_free_again(till: Till) -> None:
    scarf = till.article()
    basket = till.locked(scarf)
    till.passes(601, step_s=100)
    assert till.state(basket) == "open"
    assert till.stock(scarf) == (10, 0)


def test_a_basket_that_nobody_touched_for_a_day_is_nobodys(till: Till) -> None:
    basket = till.basket(till.article())
    till.passes(25 * 3600, step_s=6 * 3600)
    assert till.state(basket) == "abandoned"


def test_a_duplicates_basket_is_the_clients_who_is_kept(till: Till) -> None:
    kept, duplicate = client(till, "Ana"), client(till, "Anna")
    basket = till.basket(till.article())
    till.bus.ask(ask.AmendBasket(basket, {"client_id": duplicate}))
    till.bus.ask(messages.MergeClients(kept, duplicate, by_id="manager"))
    assert till.basket_now(basket).client_id == kept
