"""An altered ledger says which record was altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.ledger import NOTHING_BEFORE, Flaw, LedgerError, Record, seal, verify

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def ledger(size: int = 5) -> list[Record]:
    records: list[Record] = []
    for number in range(size):
        values = {"total": 1999 * number, "currency": "EUR", "lines": [{"label": "Foulard"}]}
        last = records[-1] if records else None
        records.append(seal(last, "sale", AT + timedelta(minutes=number), values))
    return records


def test_a_ledger_as_it_was_written_has_no_flaw() -> None:
    records = ledger()
    assert list(verify(records)) == []
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert records[0].previous == NOTHING_BEFORE


@pytest.mark.parametrize(
    "altered",
    [
        {"body": b'{"total":1}'},
        {"at": "2026-11-02T15:02:01+00:00"},
        {"kind": "refund"},
        {"seal": "0" * 64},
    ],
)
def test_an_altered_record_is_the_first_that_is_named(altered: dict[str, Any]) -> None:
    records = ledger()
    records[2] = replace(records[2], **altered)
    first = next(verify(records))
    assert first == Flaw(3, "its values are not those that were sealed")


def test_a_record_sealed_anew_no_longer_holds_the_next() -> None:
    records = ledger()
    records[2] = seal(records[1], "sale", AT, {"total": 1})
    assert list(verify(records)) == [Flaw(4, "does not follow from the record before it")]


def test_a_record_that_is_gone_is_missed() -> None:
    records = ledger()
    del records[2]
    assert next(verify(records)) == Flaw(3, "missing: the next record there is has number 4")


def test_an_archive_that_begins_later_is_verified_from_the_record_before() -> None:
    records = ledger()
    assert list(verify(records[3:], before=records[2])) == []
    assert next(verify(records[3:])).number == 1


def test_the_same_values_in_another_order_are_the_same_snapshot() -> None:
    assert seal(None, "sale", AT, {"a": 1, "b": 2}) == seal(None, "sale", AT, {"b": 2, "a": 1})


def test_no_part_runs_into_the_next() -> None:
    assert seal(None, "sale1", AT, {}).seal != seal(None, "sale", AT, {}).seal


@pytest.mark.parametrize(
    ("values", "name"),
    [({"total": 19.99}, "sale.total"), ({"lines": [{"at": AT}]}, r"sale.lines\[0\].at")],
)
def test_what_is_not_kept_exactly_is_not_sealed(values: dict[str, Any], name: str) -> None:
    with pytest.raises(LedgerError, match=name):
        seal(None, "sale", AT, values)
    with pytest.raises(LedgerError, match="zone"):
        seal(None, "sale", AT.replace(tzinfo=None), {})


@given(st.integers(0, 19), st.integers(0, 400), st.integers(1, 255))
def test_a_byte_changed_anywhere_is_found(at: int, where: int, by: int) -> None:
    records = ledger(20)
    body = bytearray(records[at].body)
    body[where % len(body)] ^= by
    records[at] = replace(records[at], body=bytes(body))
    assert next(verify(records)).number == at + 1
