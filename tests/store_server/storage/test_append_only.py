"""The journal and the audit log: only ever added to, in order, and seen to be whole."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from store_server.domain.visit import Source
from store_server.storage.accounts import SqlAccounts
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import first_broken_line
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import NOON, House


def test_the_journal_tells_what_happened_when_and_where(store: SqlStore) -> None:
    earlier = NOON - timedelta(seconds=3)
    with store.begin() as uow:
        uow.journal.write("ClientArrived", {"visit": "v", "source": Source.BEACON}, earlier)
        uow.commit()
    with store.begin() as uow:
        (entry,) = uow.journal.after(0)
    assert (entry.kind, entry.version, entry.boutique) == ("ClientArrived", 1, "paris-1")
    assert (entry.occurred_at, entry.recorded_at) == (earlier, NOON)
    assert entry.payload == {"visit": "v", "source": "beacon"}
    assert entry.id[14] == "7"  # the version of the UUID


def test_a_consumer_goes_on_where_it_stopped(store: SqlStore) -> None:
    with store.begin() as uow:
        for number in range(5):
            uow.journal.write("Counted", {"number": number}, NOON)
        uow.commit()
    with store.begin() as uow:
        first = uow.journal.after(uow.cursors.position("mail"), limit=2)
        uow.cursors.move("mail", first[-1].position)
        uow.commit()
    with store.begin() as uow:
        rest = uow.journal.after(uow.cursors.position("mail"))
        assert [entry.payload["number"] for entry in rest] == [2, 3, 4]


@pytest.mark.parametrize("table", ["journal", "audit"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id_ = id_"])
def test_nobody_changes_what_is_written(
    house: House, engine: Engine, table: str, change: str
) -> None:
    with house.store.begin() as uow:
        uow.journal.write("ClientArrived", {}, NOON)
        uow.audit.note("who", "what", "whom", NOON)
        uow.commit()
    statement = change.format(table).replace("id_", "position")
    with pytest.raises(DBAPIError, match="only ever added to"), writing(engine) as connection:
        connection.execute(text(statement))


def test_a_line_taken_out_of_the_audit_log_shows(accounts: SqlAccounts, engine: Engine) -> None:
    for whom in ("a", "b", "c"):
        accounts.audit("ines", "card", whom, NOON)
    with reading(engine) as connection:
        assert first_broken_line(connection) is None
    with writing(engine) as connection:
        _disarm(connection.engine.dialect.name, connection)
        connection.execute(text("DELETE FROM audit WHERE whom = 'b'"))
        connection.commit()
    with reading(engine) as connection:
        assert first_broken_line(connection) == 3


def test_the_audit_log_stays_whole_when_many_write(accounts: SqlAccounts, engine: Engine) -> None:
    def look(number: int) -> None:
        accounts.audit("ines", "card", str(number), NOON)

    threads = [threading.Thread(target=look, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar() == 12
        assert first_broken_line(connection) is None


def _disarm(database: str, connection: object) -> None:
    assert hasattr(connection, "execute")
    if database == "postgresql":
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
    else:
        connection.execute(text("DROP TRIGGER audit_no_delete"))


@pytest.mark.parametrize(
    "change", ["DELETE FROM payment_facts", "UPDATE payment_facts SET units = 1"]
)
def test_nobody_changes_what_a_provider_said(house: House, engine: Engine, change: str) -> None:
    house.charged()
    with pytest.raises(DBAPIError, match="only ever added to"), writing(engine) as connection:
        connection.execute(text(change))
