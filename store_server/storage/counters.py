"""Numbers that grow by one, in the order of the commits: the row is locked until then."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from store_server.storage.tables import CounterRow

_NEXT = (
    update(CounterRow)
    .where(CounterRow.name == bindparam("counter"))
    .values(value=CounterRow.value + 1)
    .returning(CounterRow.value)
)
_LAST = select(CounterRow.value).where(CounterRow.name == bindparam("counter"))


def next_number(connection: Connection, name: str) -> int:
    number = connection.execute(_NEXT, {"counter": name}).scalar()
    if number is None:
        connection.execute(insert(CounterRow).values(name=name, value=1))
        return 1
    return number


def last_number(connection: Connection, name: str) -> int:
    return connection.execute(_LAST, {"counter": name}).scalar() or 0
