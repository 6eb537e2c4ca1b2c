"""Requests that schemathesis draws from our own OpenAPI document, and what hurts any reader.

Ids that nobody has would be answered by "not found" each time. So what the boutique's answers name
is remembered, by the name that it has in a path or a body, and stands in every second request.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec
import schemathesis.openapi
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from werkzeug.test import TestResponse

from store_server.web.api import RESOURCES, operations
from store_server.web.openapi import document
from store_server.web.operations import Operation

DOCUMENT = msgspec.json.decode(msgspec.json.encode(document(RESOURCES, "1.0")))
OPERATIONS = {(one.method, one.path): one for one in operations()}
KNOWN_OF_EACH = 20
_NAMING = ("_id", "token", "code", "zone", "gtin", "sku", "article", "number", "name")

# Bodies that are no JSON, or more than JSON should be.
RAW = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"\\ud800"',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b"[" * 30_000,
    b'{"a":' * 9_000,
    b'{"a":1,"a":2}',
    b'{"a":NaN}',
    b'{"a":' + b"9" * 20_000 + b"}",
    b'{"a":"\\u0000"}',
    b"{" + b" " * 70_000 + b"}",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is sent: names of the path, query, and a body as bytes (None: no body at all)."""

    operation: Operation
    names: dict[str, str]
    query: dict[str, Any]
    body: Any = None
    content_type: str = "application/json"

    def path(self) -> str:
        path = self.operation.path
        for name, value in self.names.items():
            path = path.replace(f"{{{name}}}", quote(value, safe="") or "-")
        return path

    def raw(self) -> bytes | None:
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return msgspec.json.encode(self.body, enc_hook=str)


def draw(number: int, with_seed: int) -> list[Drawn]:
    """So many of what the document allows for each operation, and so many of what it does not."""
    found: list[Drawn] = []
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    for described in schema.get_all_operations():
        one = described.ok()
        operation = OPERATIONS[one.method.upper(), one.path]
        takes = operation.body is not None or operation.query is not None
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if takes else ()
        found.append(Drawn(operation, dict.fromkeys(operation.names, "nobody"), {}))
        for mode in modes:
            # A name is drawn from what is known; to draw one by its pattern takes seconds.
            given_names = dict.fromkeys(operation.names, "nobody") or None
            strategy = one.as_strategy(generation_mode=mode, path_parameters=given_names)
            found += [_drawn(operation, case) for case in _cases(strategy, number, with_seed)]
    return found


def _cases(strategy: Any, number: int, with_seed: int) -> list[Any]:
    cases: list[Any] = []

    @seed(with_seed)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def gather(case: Any) -> None:
        cases.append(case)

    try:
        gather()
    except Unsatisfiable:  # there is nothing wrong that can be said to this operation
        return []
    return cases


def _drawn(operation: Operation, case: Any) -> Drawn:
    body = None if case.body is NOT_SET else case.body
    names = {name: str(value) for name, value in (case.path_parameters or {}).items()}
    names = {name: names.get(name, "nobody") for name in operation.names}
    media = case.media_type or "application/json"
    return Drawn(operation, names, dict(case.query or {}), body, media)


def raw(operation: Operation) -> list[Drawn]:
    """None where it takes no body at all."""
    names = dict.fromkeys(operation.names, "nobody")
    media = operation.file.media if operation.file else ("application/json",)
    if not operation.changes:
        return []
    return [
        Drawn(operation, names, {}, body, media[number % len(media)])
        for number, body in enumerate(RAW)
    ]


@dataclass
class Known:
    """What the boutique's answers have named."""

    chance: random.Random
    of: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, path: str, answer: TestResponse) -> None:
        """`path` is the operation's, with its names in braces."""
        if answer.status_code < 300 and answer.is_json:
            self._walk(answer.json, _NAME_BELOW.get(path, ""))

    def put_into(self, drawn: Drawn) -> Drawn:
        """Two times of three with what is known, in the path and in the body."""
        if self.chance.random() < 1 / 3:
            return drawn
        names = {name: self._one(name, value) for name, value in drawn.names.items()}
        return Drawn(
            drawn.operation, names, drawn.query, self._into(drawn.body), drawn.content_type
        )

    def _into(self, body: Any) -> Any:
        if isinstance(body, dict):
            return {name: self._value(name, value) for name, value in body.items()}
        return body

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return self._one(name, value)
        if isinstance(value, list) and value and isinstance(value[0], str):
            return [self._one(name.removesuffix("s"), one) for one in value]
        return self._into(value)

    def _one(self, name: str, value: str) -> str:
        known = self.of.get(_SAME.get(name, name))
        return self.chance.choice(known) if known else value

    def _walk(self, value: Any, name: str) -> None:
        if isinstance(value, list):
            for inner in value:
                self._walk(inner, name)
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, str):
                    self._remember(name if key == "id" else key, inner)
                else:
                    self._walk(inner, name if isinstance(inner, list) else f"{key}_id")

    def _remember(self, name: str, value: str) -> None:
        if not name.endswith(_NAMING):
            return
        known = self.of.setdefault(_SAME.get(name, name), [])
        if value and value not in known and len(known) < KNOWN_OF_EACH:
            known.append(value)


def _names_below() -> dict[str, str]:
    """What an `id` in the answer of an address is called in the addresses below it."""
    found: dict[str, str] = {}
    for one in OPERATIONS.values():
        for place in re.finditer(r"/{(\w+)}", one.path):
            found.setdefault(one.path[: place.start()], place[1])
            found.setdefault(one.path[: place.end()], place[1])
    return found


_NAME_BELOW = _names_below()
_SAME = {
    "to_id": "associate_id",
    "host_id": "associate_id",
    "duplicate_id": "client_id",
    "primary_associate_id": "associate_id",
    "device": "device_id",
    "hardware": "device_id",
}
