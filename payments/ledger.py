"""The ledger: numbered without a gap, each record sealed together with the one before.

A record holds values and no names, so that erasing a client leaves every seal as it was. Records
are only ever added; a correction is a record with a sign. Closings are records of the same chain,
with the totals of their period and the grand totals since the beginning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

NOTHING_BEFORE = "0" * 64

_encode = msgspec.json.Encoder(order="deterministic").encode


class LedgerError(ValueError):
    """A value that cannot be sealed: only what JSON keeps exactly, and no number with a point."""


@dataclass(frozen=True, slots=True)
class Record:
    """`body` is the canonical snapshot, as UTF-8 JSON with sorted keys. Hashes are hexadecimal."""

    number: int
    kind: str
    at: str
    body: bytes
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first record that is not what was written, and what is wrong with it."""

    number: int
    what: str


def seal(last: Record | None, kind: str, at: datetime, values: dict[str, Any]) -> Record:
    """The next record. `values` hold whole numbers, text, lists and objects. `LedgerError`."""
    if at.tzinfo is None:
        raise LedgerError("at: a moment has a zone")
    _refuse_inexact(values, kind)
    number = 1 if last is None else last.number + 1
    previous = NOTHING_BEFORE if last is None else last.seal
    moment, body = at.isoformat(timespec="seconds"), _encode(values)
    return Record(number, kind, moment, body, previous, _seal(number, kind, moment, body, previous))


def verify(records: Iterable[Record], before: Record | None = None) -> Iterator[Flaw]:
    """Whatever is wrong, in order; nothing for a ledger as it was written.

    `before` is the last record that is known to be good, where an archive begins later than 1.
    """
    number = 0 if before is None else before.number
    previous = NOTHING_BEFORE if before is None else before.seal
    for record in records:
        number += 1
        if record.number != number:
            yield Flaw(number, f"missing: the next record there is has number {record.number}")
            number = record.number
        elif record.previous != previous:
            yield Flaw(number, "does not follow from the record before it")
        if record.seal != _seal(
            record.number, record.kind, record.at, record.body, record.previous
        ):
            yield Flaw(number, "its values are not those that were sealed")
        previous = record.seal


def _seal(number: int, kind: str, at: str, body: bytes, previous: str) -> str:
    """SHA-256 over the parts, each with its length before it so that none runs into the next."""
    head = "".join(f"{len(part.encode())}:{part}," for part in (str(number), kind, at, previous))
    return hashlib.sha256(b"%b%d:%b," % (head.encode(), len(body), body)).hexdigest()


def _refuse_inexact(value: Any, name: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise LedgerError(f"{name}: a key is text")
            _refuse_inexact(inner, f"{name}.{key}")
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            _refuse_inexact(inner, f"{name}[{at}]")
    elif value is not None and not isinstance(value, str | int):
        raise LedgerError(f"{name}: {type(value).__name__} is not kept exactly")
