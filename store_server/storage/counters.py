"""Numbers that grow by one, in the order of the commits: the row is locked until then."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from store_server.storage.tables import CounterRow


def next_number(connection: Connection, name: str) -> int:
    number = connection.execute(
        update(CounterRow)
        .where(CounterRow.name == name)
        .values(value=CounterRow.value + 1)
        .returning(CounterRow.value)
    ).scalar()
    if number is None:
        connection.execute(insert(CounterRow).values(name=name, value=1))
        return 1
    return number


def last_number(connection: Connection, name: str) -> int:
    query = select(CounterRow.value).where(CounterRow.name == name)
    return connection.execute(query).scalar() or 0
