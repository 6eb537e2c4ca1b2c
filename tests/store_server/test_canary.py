"""Test card numbers are pushed through every door; no table, file or log has one afterwards."""

from __future__ import annotations

import logging
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct

from payments.providers.port import Answer, Notice, Order, RefundOrder
from store_server.messages import ReadScan
from store_server.settings import Settings
from store_server.web.api import operations
from store_server.web.operations import Operation
from tests.store_server.domain.test_card_numbers import CARDS
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.till import sold

SPELT = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "pay with 5555-5555-5555-4444 please",
    "\uff13\uff17\uff18\uff12\uff18\uff12\uff12\uff14\uff16\uff13\uff11\uff10\uff10\uff10\uff15",
)
MARK = "Marque-Page-7316"


@pytest.fixture
def boutique(tmp_path: Path, sqlite_url: str) -> Iterator[Boutique]:
    boutique = Boutique(Settings(data_dir=tmp_path, database_url=sqlite_url, port=0)).open()
    yield boutique
    boutique.close()


def fields(kind: Any, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """The path of every place in a body that may hold text."""
    if depth > 4:
        return
    for inner in (kind, *get_args(kind)):
        if isinstance(inner, type) and issubclass(inner, Struct):
            for name, hint in get_type_hints(inner, include_extras=True).items():
                if name in inner.__struct_fields__:
                    yield (name,)
                    yield from ((name, *rest) for rest in fields(hint, depth + 1))
        elif get_origin(inner) is not None and inner is not kind:
            yield from fields(inner, depth + 1)


def body_with(path: tuple[str, ...], text: str) -> dict[str, Any]:
    first, *rest = path
    return {first: body_with(tuple(rest), text) if rest else text}


def address(operation: Operation, text: str = "x") -> str:
    return re.sub(r"{\w+}", text, operation.path)


def everything_kept(boutique: Boutique) -> str:
    """All that is in the database and in the folder, as one text with plain digits."""
    file = boutique.settings.database.removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        kept = "\n".join(database.iterdump())
        blobs = re.sub(r"X'([0-9A-F]*)'", lambda m: _text(bytes.fromhex(m[1])), kept)
    files = [path for path in boutique.settings.data_dir.rglob("*") if path.is_file()]
    return _plain(kept + blobs + "".join(_text(path.read_bytes()) for path in files))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d)[ -](?=\d)", "", unicodedata.normalize("NFKC", text))


def test_no_card_number_comes_through_any_door(
    boutique: Boutique, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    manager = boutique.person("manager")
    refused = 0
    for operation in operations():
        for path in set(fields(operation.body)) | ({("x",)} if operation.changes else set()):
            for text in SPELT:
                body = body_with(path, text)
                answer = manager.ask(operation.method, address(operation), body)
                assert 400 <= answer.status_code < 500, (operation.id, path, answer.text)
                assert not any(card in _plain(answer.text) for card in CARDS)
                refused += 1
        _by_address(manager, operation)
    assert refused > 500
    kept, told = everything_kept(boutique), _plain(caplog.text)
    assert not [card for card in CARDS if card in kept]
    assert not [card for card in CARDS if card in told]


def _by_address(manager: Browser, operation: Operation) -> None:
    """In the path and in the query."""
    names = [] if operation.query is None else list(operation.query.__struct_fields__)
    places = [f"{address(operation)}?{name}=4242424242424242" for name in [*names, "x"]]
    if operation.names:
        places.append(address(operation, "4242424242424242"))
    for place in places if operation.query is not None or operation.names else ():
        answer = manager.ask(operation.method, place, {} if operation.changes else None)
        assert "4242424242424242" not in answer.text or answer.status_code >= 400


def test_what_a_field_says_of_a_card_is_refused_with_its_name(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    client = {"given_name": "Ana", "family_name": "Silva"}
    for field, value in (
        ("note", "4242 4242 4242 4242"),
        ("wishes", ["a bag", "5555555555554444"]),
    ):
        answer = manager.post("/clients", {**client, field: value})
        assert answer.status_code == 422
        assert answer.json["field"].startswith(field)
        assert "payment card" in answer.json["detail"]
    answer = manager.get("/clients?q=4242424242424242")
    assert (answer.status_code, answer.json["field"]) == (422, "q")


def test_the_search_would_find_what_is_kept(
    boutique: Boutique, caplog: pytest.LogCaptureFixture
) -> None:
    """The canary can sing: text that may be written is found again by the same search."""
    manager = boutique.person("manager")
    made = manager.post("/clients", {"given_name": "Ana", "family_name": "S", "note": MARK})
    assert made.status_code == 201
    sold(boutique, "b1", label=f"{MARK} bag")
    kept = everything_kept(boutique)
    assert kept.count(MARK) >= 2
    assert f"{MARK} bag" in kept  # in the ledger's own bytes


def test_a_card_that_is_swiped_at_a_scanner_is_not_kept(
    boutique: Boutique, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    track = "%B4242424242424242^DOE/JANE^29121010000000000000?"
    boutique.bus.ask(ReadScan(track, "door", "code128", "s1"))
    assert "4242424242424242" not in everything_kept(boutique)
    assert "4242424242424242" not in caplog.text


def test_what_the_provider_is_told_holds_no_card() -> None:
    """Orders and answers have no field for one: a card is the provider's own business."""
    names = {
        name for kind in (Order, RefundOrder, Answer, Notice) for name in kind.__dataclass_fields__
    }
    assert not names & {"card", "number", "pan", "cvc", "cvv", "track", "pin", "expiry"}
