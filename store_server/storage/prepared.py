"""Statements of the way from a sighting to a phone, made ready once.

SQLAlchemy writes them, SQLAlchemy's types read and write their values; but what runs is the bare
text on the driver's own cursor. To execute a Core statement costs six times what SQLite takes for
it, and an arrival, whose way is cold, pays for every line of code that it passes.

    _ONE = Prepared(select(ClientRow.__table__).where(ClientRow.id == bindparam("client")))
    row = _ONE.first(connection, {"client": client_id})

To PostgreSQL each statement is a way there and back. So several are asked `together`, and what is
written for `later` goes with whatever comes next: a question, another way to write, or the commit.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BindParameter, Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import UpdateBase
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TypeEngine

from store_server.storage.errors import translated

WAITING = "statements that wait"  # where a connection keeps what is written for later

Values = Mapping[str, Any]
Bind = Callable[[Values], Any]
Convert = Callable[[Any], Any]


class Row(Protocol):
    """A row as a named tuple: its columns are its attributes."""

    def __getattr__(self, name: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in one dialect: its text, and how its values go in and come out."""

    text: str
    bind: Bind
    row: Any  # a class of named tuples
    reading: tuple[tuple[int, Convert], ...]

    def read(self, found: Sequence[Any]) -> Row:
        values = list(found)
        for place, convert in self.reading:
            values[place] = convert(values[place])
        row: Row = self.row._make(values)
        return row


class Prepared:
    """One statement. Every parameter is named in each call; lists are not parameters here."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | UpdateBase) -> None:
        self._statement = statement
        self._by_dialect: dict[str, _Ready] = {}

    def all(self, connection: Connection, values: Values) -> list[Row]:
        _begin(connection)
        if WAITING in connection.info:
            return together(connection, (self, values))[0]
        ready = self.ready(connection.dialect)
        with _cursor(connection) as cursor:
            cursor.execute(ready.text, ready.bind(values))
            found = cursor.fetchall()
        return [ready.read(one) for one in found]

    def first(self, connection: Connection, values: Values) -> Row | None:
        """For statements that find one row at most."""
        found = self.all(connection, values)
        return found[0] if found else None

    def tuples(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """The bare rows, for statements whose columns the driver gives as they are to be had."""
        ready = self.ready(connection.dialect)
        if ready.reading:
            raise TypeError("a column of this statement has to be converted")
        send(connection)
        with _cursor(connection) as cursor:
            cursor.execute(ready.text, ready.bind(values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def run(self, connection: Connection, *values: Values) -> None:
        """Once for each of these."""
        ready = self.ready(connection.dialect)
        bound = [ready.bind(one) for one in values]
        send(connection)
        with _cursor(connection) as cursor:
            if len(bound) == 1:
                cursor.execute(ready.text, bound[0])
            else:
                cursor.executemany(ready.text, bound)

    def later(self, connection: Connection, *values: Values) -> None:
        """As `run`, before whatever is asked next. Where it fails, that is raised there, or by the
        commit: only for what nobody looks out for here."""
        if connection.dialect.name != "postgresql":
            self.run(connection, *values)
            return
        _begin(connection)  # or there would be nothing to commit
        ready = self.ready(connection.dialect)
        waiting = connection.info.setdefault(WAITING, [])
        waiting += [(ready.text, ready.bind(one)) for one in values]

    def ready(self, dialect: Dialect) -> _Ready:
        ready = self._by_dialect.get(dialect.name)
        if ready is None:
            ready = self._by_dialect[dialect.name] = _make_ready(self._statement, dialect)
        return ready


def together(connection: Connection, *asked: tuple[Prepared, Values]) -> list[list[Row]]:
    """What each of several finds. PostgreSQL is asked for all in one way there and back."""
    ready = [(statement.ready(connection.dialect), values) for statement, values in asked]
    with _cursor(connection) as cursor:
        execute = cursor.connection.execute
        with _in_one_go(cursor.connection):
            for text, bound in connection.info.pop(WAITING, ()):
                execute(text, bound)
            cursors = [execute(one.text, one.bind(values)) for one, values in ready]
        found = [one.fetchall() for one in cursors]
    return [[one.read(row) for row in rows] for (one, _), rows in zip(ready, found, strict=True)]


def send(connection: Connection, *last: str) -> None:
    """Write what waits, and `last` in the same go."""
    _begin(connection)
    if WAITING not in connection.info:
        return
    with _cursor(connection) as cursor, _in_one_go(cursor.connection):
        for text, bound in connection.info.pop(WAITING):
            cursor.connection.execute(text, bound)
        for text in last:
            cursor.connection.execute(text)


def begin_with_what_comes(connection: Connection, begin: str) -> None:
    """Where nothing comes, there was no transaction."""
    connection.info[WAITING] = [(begin, None)]


def commit_with_what_waits(connection: Connection) -> None:
    """Before SQLAlchemy commits; it then finds that there is nothing left to do."""
    if _nothing_but_begin(connection.info.get(WAITING, ())):
        forget_what_waits(connection)
        return
    try:
        send(connection, "COMMIT")
    except Exception:
        if not connection.invalidated:
            connection.connection.rollback()  # no commit leaves a transaction behind
        raise


def _nothing_but_begin(waiting: Sequence[tuple[str, Any]]) -> bool:
    return len(waiting) == 1 and waiting[0][0].startswith("BEGIN")


def forget_what_waits(connection: Connection) -> None:
    if not connection.invalidated:  # one that is lost has taken it along
        connection.info.pop(WAITING, None)


def _in_one_go(driver: Any) -> AbstractContextManager[Any]:
    """PostgreSQL's pipeline: nobody waits for an answer before it is needed."""
    pipeline: AbstractContextManager[Any] = (
        driver.pipeline() if hasattr(driver, "pipeline") else nullcontext()
    )
    return pipeline


def _begin(connection: Connection) -> None:
    if not connection.in_transaction():
        connection.begin()


@contextmanager
def _cursor(connection: Connection) -> Iterator[Any]:
    """The driver's, inside the connection's transaction; its errors in our words."""
    _begin(connection)
    driver = connection.connection
    cursor: Any = driver.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        disconnected = connection.dialect.is_disconnect(error, driver, cursor)
        if disconnected:
            connection.invalidate(error)
        raise translated(error, disconnected) or error from error


def _make_ready(statement: Select[*tuple[Any, ...]] | UpdateBase, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    columns = tuple(statement.exported_columns)
    readers = [(place, _reader(column.type, dialect)) for place, column in enumerate(columns)]
    return _Ready(
        text=str(compiled),
        bind=_binder(compiled, dialect),
        row=namedtuple("Found", [column.key for column in columns]),  # type: ignore[misc]  # noqa: PYI024
        reading=tuple((place, convert) for place, convert in readers if convert),
    )


def _binder(compiled: SQLCompiler, dialect: Dialect) -> Bind:
    """From values by name to what the driver wants: a tuple, or a mapping of its own names."""
    asked: list[tuple[str, Convert | None]] = []
    fixed: dict[str, Any] = {}
    for parameter, name in compiled.bind_names.items():
        convert = _writer(parameter, dialect)
        if parameter.required:
            asked.append((name, convert))
        else:
            fixed[name] = convert(parameter.value) if convert else parameter.value
    order = compiled.positiontup

    def bind(values: Values) -> Any:
        bound = dict(fixed)
        for name, convert in asked:
            value = values[name]
            bound[name] = convert(value) if convert else value
        return bound if order is None else tuple([bound[name] for name in order])

    return bind


def _writer(parameter: BindParameter[Any], dialect: Dialect) -> Convert | None:
    return parameter.type.dialect_impl(dialect).bind_processor(dialect)


def _reader(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
