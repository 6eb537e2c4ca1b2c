"""`accueil ledger`: closed, exported, verified; and what was altered is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from payments.books import Books
from payments.entry import SALE
from store_server.cli import run
from store_server.settings import Settings
from store_server.storage import open_storage
from store_server.storage.engine import writing
from tests.payments.shelf import MONDAY, PARIS, scarves

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", sqlite_url)
    return Settings(data_dir=tmp_path, database_url=sqlite_url)


@pytest.fixture
def sold(settings: Settings) -> None:
    """Three days with two sales each, the third still open."""
    storage = open_storage(settings)
    for number in range(6):
        with storage.store.begin() as uow:
            at = MONDAY + timedelta(days=number // 2, minutes=number)
            Books(uow.ledger.shelf("1"), "1", PARIS).write(SALE, scarves(), at)
            uow.commit()
    storage.close()


@pytest.fixture
def say(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Say:
    def say(*words: str) -> tuple[int, str]:
        status = run(["ledger", *words])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return say


def alter(settings: Settings, change: str) -> None:
    storage = open_storage(settings)
    with writing(storage.engine) as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text("DROP TRIGGER ledger_no_delete"))
        connection.execute(text(change))
        connection.commit()
    storage.close()


@pytest.mark.usefixtures("sold")
def test_a_ledger_as_it_was_written_is_verified(say: Say) -> None:
    status, said = say("verify")
    assert status == 0
    assert "Till 1: 8 records, each as it was written" in said


@pytest.mark.usefixtures("sold")
def test_the_first_altered_record_is_named(say: Say, settings: Settings) -> None:
    alter(settings, "UPDATE ledger SET at = '2026-11-02T09:00:00+00:00' WHERE number IN (5, 7)")
    status, said = say("verify")
    assert status == 1
    assert "record 5 was altered" in said
    status, said = say("verify", "--json")
    assert json.loads(said.splitlines()[0])["first_flaw"] == 5
    assert status == 1


@pytest.mark.usefixtures("sold")
def test_a_record_that_is_gone_is_named(say: Say, settings: Settings) -> None:
    alter(settings, "DELETE FROM ledger WHERE number = 4")
    assert "record 4 is missing" in say("verify")[1]


@pytest.mark.usefixtures("sold")
def test_an_archive_is_verified_without_the_database(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "november.ledger"
    assert say("export", str(file))[0] == 0
    key = json.loads(say("key", "--json")[1])["fingerprint"]
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    status, said = say("verify", str(file), "--key", key)
    assert status == 0
    assert "records 1 to 8" in said
    status, said = say("verify", str(file), "--key", "0000 1111")
    assert (status, "signed by another key" in said) == (1, True)
    file.write_bytes(file.read_bytes().replace(b'"gross":1999', b'"gross":1998', 1))
    status, said = say("verify", str(file))
    assert (status, "record 1 was altered" in said) == (1, True)


@pytest.mark.usefixtures("sold")
def test_nothing_is_written_over_a_file(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "there.csv"
    file.write_text("mine")
    assert "is there already" in say("export", str(file), "--form", "csv")[1]
    assert file.read_text() == "mine"
    assert "no record 99" in say("export", str(tmp_path / "new"), "--first", "99")[1]
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("sold")
def test_the_day_is_closed_once_and_reported(say: Say) -> None:
    assert "39.98" in say("report")[1]
    status, said = say("close")
    assert (status, "2026-11-04 is closed" in said) == (0, True)
    assert "Nothing is open" in say("close")[1]
    assert "Nothing was sold since" in say("report")[1]
    report = json.loads(say("report", "2026-11-03", "--json")[1])
    assert report["totals"][0]["total"] == 2 * 1999
    assert say("report", "1999-01-01")[0] == 1


def test_a_till_that_sold_nothing_says_so(say: Say, tmp_path: Path) -> None:
    assert "nothing was sold" in say("verify")[1]
    assert "no records" in say("export", str(tmp_path / "none"))[1]
    assert "Nothing is open" in say("close")[1]
