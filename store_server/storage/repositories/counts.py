"""People who were counted, and what is remembered of the counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from store_server.clock import new_id
from store_server.count_ports import CountFact, OccupancyFact
from store_server.domain.counter import Counter
from store_server.domain.packages import Gap, Stream
from store_server.storage.tables import (
    CountClockRow,
    CountGapRow,
    CountKeyRow,
    CountLineRow,
    CountRow,
    CountStreamRow,
    OccupancyRow,
)

KEYS_KEPT = timedelta(days=30)
LONGEST_KEY = 400
KEYS_A_QUERY = 500  # databases limit how many values one may name

_STATE = tuple(Counter.__dataclass_fields__)


class SqlCounts:
    """Satisfies `count_ports.Counts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], datetime]:
        by_counter: dict[str, dict[str, str]] = defaultdict(dict)
        for counter, key in keys:
            by_counter[counter][key[:LONGEST_KEY]] = key
        found = {}
        for counter, whole in by_counter.items():
            for some in _in_turns(list(whole)):
                query = select(CountKeyRow.key, CountKeyRow.at).where(
                    CountKeyRow.counter == counter, CountKeyRow.key.in_(some)
                )
                for row in self._connection.execute(query):
                    found[counter, whole[row.key]] = row.at
        return found

    def note(self, keys: Mapping[tuple[str, str], datetime]) -> None:
        if not keys:
            return
        oldest = max(keys.values()) - KEYS_KEPT
        self._connection.execute(delete(CountKeyRow).where(CountKeyRow.at < oldest))
        adding = self._insert(CountKeyRow)
        self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=["counter", "key"], set_={"at": adding.excluded.at}
            ),
            [
                {"counter": counter, "key": key[:LONGEST_KEY], "at": at}
                for (counter, key), at in keys.items()
            ],
        )

    def counter(self, counter: str, line: str) -> Counter:
        query = select(CountLineRow.__table__).where(
            CountLineRow.counter == counter, CountLineRow.line == line
        )
        row = self._connection.execute(query).first()
        return (
            Counter() if row is None else Counter(**{name: row._mapping[name] for name in _STATE})
        )

    def save_counter(self, counter: str, line: str, device_id: str, state: Counter) -> None:
        values = {"device_id": device_id, **asdict(state)}
        self._put(CountLineRow, {"counter": counter, "line": line}, values)

    def clock(self, counter: str) -> timedelta:
        query = select(CountClockRow.behind_s).where(CountClockRow.counter == counter)
        return timedelta(seconds=self._connection.execute(query).scalar() or 0.0)

    def set_clock(self, counter: str, behind: timedelta) -> None:
        self._put(CountClockRow, {"counter": counter}, {"behind_s": behind.total_seconds()})

    def stream(self, counter: str, name: str) -> Stream | None:
        query = select(CountStreamRow.last, CountStreamRow.at).where(
            CountStreamRow.counter == counter, CountStreamRow.stream == name
        )
        row = self._connection.execute(query).first()
        return None if row is None else Stream(row.last, row.at)

    def save_stream(self, counter: str, name: str, stream: Stream) -> None:
        self._put(CountStreamRow, {"counter": counter, "stream": name}, asdict(stream))

    def gap_of(self, counter: str, stream: str, number: int) -> Gap | None:
        query = select(CountGapRow.__table__).where(
            CountGapRow.counter == counter,
            CountGapRow.stream == stream,
            CountGapRow.first <= number,
            CountGapRow.last >= number,
        )
        row = self._connection.execute(query).first()
        return None if row is None else Gap(row.first, row.last, row.from_at, row.until_at)

    def add_gap(self, counter: str, stream: str, device_id: str, gap: Gap) -> None:
        values = {"device_id": device_id, **asdict(gap)}
        first = values.pop("first")
        self._put(CountGapRow, {"counter": counter, "stream": stream, "first": first}, values)

    def replace_gap(self, counter: str, stream: str, gap: Gap, rest: Sequence[Gap]) -> None:
        gone = delete(CountGapRow).where(
            CountGapRow.counter == counter,
            CountGapRow.stream == stream,
            CountGapRow.first == gap.first,
        )
        device_id = self._connection.execute(gone.returning(CountGapRow.device_id)).scalar_one()
        for one in rest:
            self.add_gap(counter, stream, device_id, one)

    def add(self, facts: Sequence[CountFact]) -> None:
        if facts:
            self._connection.execute(insert(CountRow), [_row(fact) for fact in facts])

    def save_occupancy(self, fact: OccupancyFact) -> None:
        values = asdict(fact) | {"dwell_s": list(fact.dwell_s)}
        key = {name: values.pop(name) for name in ("device_id", "zone")}
        self._put(OccupancyRow, key, values, later_only=True)

    def _put(
        self, row: Any, key: dict[str, Any], values: dict[str, Any], later_only: bool = False
    ) -> None:
        """Add a row, or change the one that has this key; with `later_only` if `at` is later."""
        adding = self._insert(row).values(**key, **values)
        self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=list(key),
                set_=values,
                where=row.__table__.c.at <= values["at"] if later_only else None,
            )
        )

    def _insert(self, row: Any) -> Any:
        """An insert that knows what to do where the key is there already."""
        build = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        return build(row.__table__)


def _row(fact: CountFact) -> dict[str, Any]:
    return {
        "at": fact.at,
        "device_id": fact.device_id,
        "line": fact.line,
        "id": new_id(),
        "zone": fact.zone,
        "people_in": fact.crossings.people_in,
        "people_out": fact.crossings.people_out,
        "kind": fact.crossings.kind,
        "flag": fact.crossings.flag,
        "said_at": fact.said_at,
        "received_at": fact.received_at,
    }


def _in_turns(keys: list[str]) -> Iterator[list[str]]:
    return (keys[at : at + KEYS_A_QUERY] for at in range(0, len(keys), KEYS_A_QUERY))
