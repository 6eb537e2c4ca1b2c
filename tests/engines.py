"""Databases for tests: one SQLAlchemy dialect for all of a run, and nothing waits for the disk.

A server opens one engine and keeps it; the tests open thousands, and each would compile the house's
statements anew, which costs more than to ask them. What reaches the kernel outlives a process that
is killed; what a power cut would leave is asked in `test_engine`, which has engines as they are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from store_server.storage import engine as engines

_prepare_sqlite = engines._prepare_sqlite


class QuickEngines:
    def __init__(self) -> None:
        self._met: dict[str, Engine] = {}
        self._compiled: dict[Any, Any] = {}

    def create(self, address: URL, **options: Any) -> Engine:
        """In place of SQLAlchemy's `create_engine`."""
        engine = create_engine(address, **options)
        name = engine.dialect.name
        if name in self._met:
            engine.dialect = self._met[name].dialect
        else:  # a dialect serves others once it has met its database
            event.listen(engine, "connect", lambda *_: self._met.setdefault(name, engine))
        engine.update_execution_options(compiled_cache=self._compiled)
        return engine

    def prepare_sqlite(self, connection: Any, record: object) -> None:
        _prepare_sqlite(connection, record)
        connection.execute("PRAGMA synchronous = OFF")
