"""After an erasure nobody and nothing knows the person: tables, pages, logs, journal, backups."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from store_server.cli import run
from store_server.ports import ConflictError, NotFoundError
from store_server.privacy_messages import EraseClient, EraseGuest, PeopleForgotten
from store_server.storage.backup.envelope import KeyFile, Opener
from store_server.storage.privacy.holdings import IDS_ALONE
from store_server.storage.repositories.audit import first_broken_line
from tests.store_server.doors.evening import Evening
from tests.store_server.privacy.marked import (
    MARKS,
    NAME,
    SEALED,
    Marked,
    a_stranger_to_the_book,
    found_in,
    found_in_tables,
    tables,
)


def test_nothing_and_nobody_holds_a_client_who_was_erased(
    marked: Marked,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    """One person with a mark in every corner; to settle them in takes a second, so it is done once
    for all that is looked at."""
    house = marked.house
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", house.settings.database_url)
    the_canaries_sing(marked)
    pages_find_them(marked, there=True)
    sealed = ledger(marked)
    assert house.bus.ask(EraseClient(marked.client_id, "camille")) > 20
    assert found_in_tables(house.storage) == {}
    no_row_leads_to_them(marked)
    pages_find_them(marked, there=False)
    assert ledger(marked) == sealed
    assert run(["ledger", "verify"]) == 0
    with house.storage.engine.connect() as connection:
        assert first_broken_line(connection) is None
    no_backup_holds_them(tmp_path)
    assert "ClientErased" in house.journal()
    assert found_in(caplog.text) == []
    house.storage.close()  # the log is carried over: what is left on the disk is all there is
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert found_in(path.read_bytes().decode("latin-1")) == [], path


def the_canaries_sing(marked: Marked) -> None:
    """Each of the marks is found by the same search, before."""
    spelt_otherwise = {"digits", "photo in base64", *SEALED}
    assert set(MARKS) - spelt_otherwise <= set(found_in_tables(marked.house.storage))
    held = marked.house.storage.privacy_queries.held_of_client(marked.client_id)
    assert set(found_in(str(held))) >= set(MARKS) - {"digits", "photo", "photo in hex"}


def ledger(marked: Marked) -> list[tuple[int, str]]:
    records = [(one.number, one.seal) for one in marked.house.storage.ledger_queries.records("1")]
    assert records, "something was sold"
    return records


def no_row_leads_to_them(marked: Marked) -> None:
    """But those that are only ever added to, which have ids alone."""
    for name, row in tables(marked.house.storage):
        if name not in IDS_ALONE:
            assert marked.client_id not in map(str, row.values()), name
            assert marked.duplicate_id not in map(str, row.values()), name
    gone = {"guest_needs", "door_answers", "guest_links", "identities", "photos", "visits"}
    assert not [name for name, _ in tables(marked.house.storage) if name in gone]
    with marked.house.storage.store.begin() as uow:  # the sale is there, and is nobody's
        basket = uow.baskets.get(marked.basket_id)
    assert (basket.state, basket.client_id) == ("paid", None)


def pages_find_them(marked: Marked, there: bool) -> None:
    house = marked.house
    manager = house.signed_in(house.associate("Maud", "manager"))
    assert bool(manager.get(f"/clients?q={NAME}").json) is there
    for path in (f"/clients/{marked.client_id}", f"/clients/{marked.client_id}/photo"):
        assert manager.get(path).status_code == (200 if there else 404)
    event = f"/events/{house.event.id}"
    said = ""
    for path in (f"{event}/guests", f"{event}/door", "/signals", "/clients", "/floor"):
        answer = manager.get(path)
        assert answer.status_code == 200, (path, answer.text)
        said += answer.text
    assert bool(found_in(said)) is there


def no_backup_holds_them(folder: Path) -> None:
    key, backup = folder / "backup.key", folder / "after.backup"
    assert run(["backup", "--new-key", str(key)]) == 0
    assert run(["backup", str(backup), "--key", str(key)]) == 0
    with backup.open("rb") as file:
        opener = Opener(file, KeyFile.at(key))
        opened = b"".join(iter(lambda: opener.read(1 << 20), b""))
    assert len(opened) > 10_000
    assert found_in(opened.decode("latin-1")) == []


def test_a_visit_that_goes_on_ends_on_every_phone(house: Evening) -> None:
    told: list[PeopleForgotten] = []
    house.bus.listen(PeopleForgotten, told.append)
    camille = house.associate("Camille")
    client = house.client(NAME)
    house.arrives(client)
    assert house.signal_of(camille)
    house.bus.ask(EraseClient(client))
    assert list(house.storage.queries.signals_for(camille)) == []
    house.tick()  # told after the answer; and no ticker stumbles over what is gone
    assert [one.person_ids for one in told] == [(client,)]
    last = house.storage.queries.notices_after(camille, 0, 10)[-1]
    assert last.signal is None or last.signal.card is None


def test_an_erasure_beside_the_server_is_seen_by_it(
    house: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[PeopleForgotten] = []
    house.bus.listen(PeopleForgotten, told.append)
    camille = house.associate("Camille")
    client = house.client(NAME)
    house.arrives(client)
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", house.settings.database_url)
    assert run(["privacy", "erase", client, "--yes"]) == 0
    house.clock.passes(1)
    house.tick()
    assert [one.person_ids for one in told] == [(client,)]
    assert list(house.storage.queries.signals_for(camille)) == []
    house.clock.passes(3600 * 5)
    house.tick()


def test_whoever_waits_for_a_delivery_is_erased_afterwards(
    one_house: Evening,
) -> None:
    marked = Marked(one_house).settle_in()
    one_house.clock.passes(-timedelta(hours=2).total_seconds())
    with pytest.raises(ConflictError, match="delivered"):
        one_house.bus.ask(EraseClient(marked.client_id))
    assert "given name" in found_in_tables(one_house.storage)
    one_house.clock.passes(timedelta(hours=2).total_seconds())
    one_house.bus.ask(EraseClient(marked.client_id))
    assert found_in_tables(one_house.storage) == {}
    with pytest.raises(NotFoundError):
        one_house.storage.privacy_queries.held_of_client(marked.client_id)


def test_a_guest_who_is_nobodys_client(house: Evening, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    guest = a_stranger_to_the_book(house)
    inside = house.inside()
    assert len(found_in_tables(house.storage)) >= 6
    house.bus.ask(EraseGuest(guest, "maud"))
    assert found_in_tables(house.storage) == {}
    assert found_in(caplog.text) == []
    assert house.inside() == inside  # the evening's figures stand
    manager = house.signed_in(house.associate("Maud", "manager"))
    assert found_in(manager.get(f"/events/{house.event.id}/door").text) == []


def test_the_place_of_a_guest_who_is_erased_is_offered_to_the_next(house: Evening) -> None:
    house.plan(
        capacity=1,
        stage="open",
        starts=house.clock.now() + timedelta(days=9),
    )
    guest = house.guest(NAME)
    code = house.pass_of(guest)
    second = house.guest("Second", standing="waiting", asked_at=house.clock.now())
    house.bus.ask(EraseGuest(guest.id))
    with house.storage.store.begin() as uow:
        assert uow.guests.get(second.id).standing == "offered"
        assert uow.passes.standing_of(guest.id) is None
    assert house.verdict(code)[0] != "admitted"
