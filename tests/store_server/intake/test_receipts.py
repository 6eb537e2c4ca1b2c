"""A device is told which of its scans and counts are stored: each of them, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from store_server.intake.receipts import IDS_A_MESSAGE, Receipts

TILL = "accueil/v1/paris-1/till"


@pytest.fixture
def receipts() -> Receipts:
    return Receipts()


def due(receipts: Receipts) -> list[tuple[str, dict[str, Any]]]:
    return [(topic, json.loads(payload)) for topic, payload in receipts.due()]


def test_a_device_is_told_once_of_all_that_was_stored_in_a_flush(receipts: Receipts) -> None:
    receipts.stored(f"{TILL}/scan", b'{"id":"a","data":"x"}')
    receipts.stored(f"{TILL}/count", b'{"id":"b","in":1}')
    receipts.stored("accueil/v1/paris-1/door/count", b'{"id":"c","in":1}')
    told = due(receipts)
    assert [(topic, said["do"], said["ids"]) for topic, said in told] == [
        (f"{TILL}/command", "stored", ["a", "b"]),
        ("accueil/v1/paris-1/door/command", "stored", ["c"]),
    ]
    assert len({said["id"] for _, said in told}) == 2
    assert due(receipts) == []


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (f"{TILL}/sighting", b'{"id":"a"}'),
        (f"{TILL}/scan", b'{"data":"no id"}'),
        (f"{TILL}/scan", b'{"id":7}'),
        (f"{TILL}/scan", b'{"id":""}'),
        (f"{TILL}/scan", b"\xff"),
        (f"{TILL}/scan", b"[" * 9_000),
        (f"{TILL}/scan", b'{"id":"' + b"x" * 200 + b'"}'),
        ("zebra/till/scan", b'{"id":"a"}'),
        (f"{TILL}/deeper/scan", b'{"id":"a"}'),
    ],
)
def test_who_does_not_wait_for_it_is_told_nothing(
    receipts: Receipts, topic: str, payload: bytes
) -> None:
    receipts.stored(topic, payload)
    receipts.refused(topic, payload, "no")
    assert due(receipts) == []


def test_what_can_never_be_read_is_refused_with_its_reason(receipts: Receipts) -> None:
    receipts.refused(f"{TILL}/scan", b'{"id":"a","data":""}', "data: too short")
    ((topic, said),) = due(receipts)
    assert topic == f"{TILL}/command"
    assert {**said, "id": ""} == {
        "id": "",
        "do": "refused",
        "ids": ["a"],
        "reason": "data: too short",
    }


def test_a_flood_is_told_in_messages_of_lawful_size(receipts: Receipts) -> None:
    for number in range(IDS_A_MESSAGE + 1):
        receipts.stored(f"{TILL}/scan", f'{{"id":"{number:0128}"}}'.encode())
    payloads = [payload for _, payload in receipts.due()]
    assert len(payloads) == 2
    assert max(map(len, payloads)) <= 65_536
