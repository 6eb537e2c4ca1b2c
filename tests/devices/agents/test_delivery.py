"""When a kept message is said: in order, not too far ahead, and again until it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from devices.agents.delivery import LONGEST_ASK_AGAIN_S, Delivery
from devices.agents.outbox import Outbox


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db")
    outbox.add([(one, "count", b"{}") for one in "abcdef"])
    yield outbox
    outbox.close()


@pytest.fixture
def delivery(outbox: Outbox) -> Delivery:
    return Delivery(outbox, ahead=4, ask_again_s=10)


def said(delivery: Delivery, now_s: float) -> str:
    return "".join(kept.id for kept in delivery.due(now_s))


def test_what_waits_is_said_in_order_and_only_so_far_ahead(delivery: Delivery) -> None:
    assert said(delivery, 0) == "abcd"
    assert said(delivery, 1) == ""
    delivery.settled(["b", "a"], 1)
    assert said(delivery, 1) == "ef"


def test_on_a_new_connection_all_that_is_not_stored_is_said_again(delivery: Delivery) -> None:
    said(delivery, 0)
    delivery.settled(["a"], 1)
    delivery.begin_again()
    assert said(delivery, 2) == "bcde"


def test_silence_is_answered_by_one_message_alone_ever_more_rarely(delivery: Delivery) -> None:
    said(delivery, 0)
    asked_at_s = [second for second in range(1, 1_000) if said(delivery, second)]
    assert asked_at_s[:4] == [10, 30, 70, 150]
    pauses_s = [later - earlier for earlier, later in pairwise(asked_at_s)]
    assert max(pauses_s) == LONGEST_ASK_AGAIN_S


def test_when_the_server_is_back_the_rest_is_said_again(delivery: Delivery) -> None:
    said(delivery, 0)
    assert said(delivery, 10) == "a"
    delivery.settled(["a"], 11)
    assert said(delivery, 11) == "bcde"


def test_while_the_server_answers_nothing_is_said_twice(delivery: Delivery) -> None:
    said(delivery, 0)
    delivery.settled(["a"], 9)
    assert said(delivery, 12) == "e"
    delivery.settled(list("bcd"), 18)
    assert said(delivery, 27) == "f"
    assert said(delivery, 28) == "e"  # ten seconds after the last answer


def test_an_empty_outbox_asks_for_nothing(delivery: Delivery) -> None:
    said(delivery, 0)
    delivery.settled(list("abcdef"), 1)
    assert delivery.asks_at_s() == float("inf")
    assert said(delivery, 1_000) == ""
