"""People who were counted, and what is remembered of the counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store_server.clock import new_id
from store_server.count_ports import CountFact, MinuteFact, OccupancyFact
from store_server.domain.counter import Counter
from store_server.domain.doubts import Flag
from store_server.domain.packages import Gap, Stream
from store_server.storage.prepared import Prepared
from store_server.storage.tables import (
    CountClockRow,
    CountCorrectionRow,
    CountGapRow,
    CountKeyRow,
    CountLineRow,
    CountRow,
    CountStreamRow,
    OccupancyRow,
    ZoneDoubtRow,
)
from store_server.storage.tables.counts import Apart

KEYS_KEPT = timedelta(days=30)
LONGEST_KEY = 400
MINUTE = timedelta(minutes=1)
KEYS_A_QUERY = 500  # databases limit how many values one may name

_OF_MINUTE = Prepared(
    select(
        CountRow.id,
        CountRow.at,
        CountRow.zone,
        CountRow.people_in,
        CountRow.people_out,
        func.coalesce(CountRow.doubt, CountRow.flag).label("flag"),
        select(CountCorrectionRow.id)
        .where(CountCorrectionRow.count_id == CountRow.id)
        .exists()
        .label("corrected"),
    ).where(
        CountRow.device_id == bindparam("device_id"),
        CountRow.line == bindparam("line"),
        CountRow.at >= bindparam("since"),
        CountRow.at < bindparam("until"),
    )
)

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

    def minute(self, device_id: str, line: str, minute: datetime) -> Sequence[MinuteFact]:
        asked = {"device_id": device_id, "line": line, "since": minute, "until": minute + MINUTE}
        return [MinuteFact(*row) for row in _OF_MINUTE.all(self._connection, asked)]

    def set_apart(self, facts: Sequence[MinuteFact], flag: Flag) -> None:
        for one in facts:
            self._connection.execute(
                update(CountRow)
                .where(CountRow.at == one.at, CountRow.id == one.id)
                .values(flag=Apart.JUMP, doubt=str(flag))
            )

    def save_occupancy(self, fact: OccupancyFact) -> None:
        values = asdict(fact) | {"dwell_s": list(fact.dwell_s)}
        key = {name: values.pop(name) for name in ("device_id", "zone")}
        self._put(OccupancyRow, key, values, later_only=True)

    def doubt(self, fact: OccupancyFact, flag: Flag) -> None:
        key = {
            "at": fact.at.replace(second=0, microsecond=0),
            "device_id": fact.device_id,
            "zone": fact.zone,
            "doubt": str(flag),
        }
        told = {"people": fact.people, "queue": fact.queue, "dwell_s": list(fact.dwell_s)}
        values = {"said_at": fact.at, **told}
        adding = self._insert(ZoneDoubtRow).values(id=new_id(), **key, **values)
        later = ZoneDoubtRow.__table__.c.said_at <= fact.at
        self._connection.execute(
            adding.on_conflict_do_update(index_elements=list(key), set_=values, where=later)
        )

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
    flag = fact.crossings.flag
    return {
        "at": fact.at,
        "device_id": fact.device_id,
        "line": fact.line,
        "id": new_id(),
        "zone": fact.zone,
        "people_in": fact.crossings.people_in,
        "people_out": fact.crossings.people_out,
        "kind": fact.crossings.kind,
        "flag": None if flag is None else Apart.JUMP,
        "doubt": None if flag is None else str(flag),
        "said_at": fact.said_at,
        "received_at": fact.received_at,
    }


def _in_turns(keys: list[str]) -> Iterator[list[str]]:
    return (keys[at : at + KEYS_A_QUERY] for at in range(0, len(keys), KEYS_A_QUERY))
