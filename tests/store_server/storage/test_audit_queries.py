"""The audit log is read with the names of today, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete

from store_server.audit_ports import FROM_ADDRESS, SEVERAL, AuditAsked, AuditLine
from store_server.storage import audit_queries
from store_server.storage.accounts import SqlAccounts
from store_server.storage.audit_queries import SqlAuditQueries
from store_server.storage.privacy import retention
from store_server.storage.tables import AuditAddressRow
from tests.store_server.storage.house import NOON, House


@pytest.fixture
def log(engine: Engine) -> SqlAuditQueries:
    return SqlAuditQueries(engine, "fr")


def test_ids_have_the_names_of_today(
    house: House, accounts: SqlAccounts, log: SqlAuditQueries
) -> None:
    ines, ana = house.associate("Inès"), house.client("Ana")
    phone = accounts.add_paired_device("associate", ines, None, "0" * 64, "iPhone", NOON)
    accounts.audit(ines, "card.read", SEVERAL.join((ana, "gone")), NOON)
    accounts.audit(f"device:{phone}", "gate-list.read", "", NOON)
    newest, read, paired = log.lines(AuditAsked())
    assert (newest.who.kind, newest.who.name, newest.whom) == ("paired", "iPhone", ())
    assert (read.who.name, read.who.kind) == ("Inès", "associate")
    assert [(one.kind, one.name != "") for one in read.whom] == [
        ("client", True),
        ("other", False),
    ]
    assert (paired.what, paired.whom[0].name) == ("device.paired", "iPhone")


def test_a_person_is_found_alone_and_among_several_and_in_no_others_id(
    accounts: SqlAccounts, log: SqlAuditQueries
) -> None:
    for whom in ("ana", "bea ana", "bea", "anabel", "100% ana_"):
        accounts.audit("ines", "seen", whom, NOON)
    told = [[one.id for one in line.whom] for line in log.lines(AuditAsked(whom="ana"))]
    assert told == [["bea", "ana"], ["ana"]]


def test_the_whole_log_is_read_in_pages(
    accounts: SqlAccounts, log: SqlAuditQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_queries, "PAGE", 2)
    accounts.audit_all(
        AuditLine("ines", f"deed.{number}", "", NOON + timedelta(hours=number))
        for number in range(5)
    )
    asked = AuditAsked(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=4))
    assert [line.what for line in log.all_lines(asked)] == ["deed.3", "deed.2", "deed.1"]
    assert list(log.kinds()) == [f"deed.{number}" for number in range(5)]
    assert log.first_broken_line() is None


def test_an_address_stands_beside_the_log_and_is_forgotten_while_the_log_stays_whole(
    accounts: SqlAccounts, log: SqlAuditQueries, engine: Engine
) -> None:
    days = (NOON, NOON, NOON + timedelta(days=1))
    for at in days:
        accounts.audit(f"{FROM_ADDRESS}192.0.2.4", "pairing.refused", "", at)
    accounts.audit(f"{FROM_ADDRESS}192.0.2.9", "pairing.refused", "", NOON)
    lines = log.lines(AuditAsked())
    assert {(one.who.kind, one.who.name) for one in lines} == {
        ("address", "192.0.2.4"),
        ("address", "192.0.2.9"),
    }
    ids = [one.who.id for one in reversed(lines)]
    assert ids[0] == ids[1]  # within a day it is seen that it was one
    assert len(set(ids)) == 3  # from day to day, or between addresses, it is not
    assert "192.0.2" not in str(ids)

    with engine.begin() as connection:
        (rule,) = retention.ROWS["addresses_days"]
        day_after = NOON + timedelta(days=1)
        assert retention.count(connection, rule, day_after) == 2
        connection.execute(delete(AuditAddressRow).where(rule.due(day_after)))
    assert [one.who.name for one in log.lines(AuditAsked())] == ["", "192.0.2.4", "", ""]
    assert log.first_broken_line() is None
