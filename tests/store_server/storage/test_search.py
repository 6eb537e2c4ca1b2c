"""Finding a client by what is half remembered."""

from __future__ import annotations

import pytest

from store_server.clock import new_id
from store_server.domain.client import Client
from store_server.domain.visit import Whereabouts
from store_server.storage.queries import SqlQueries
from store_server.storage.reads.spelling import digits, plain, sound
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import NOON, HandClock, House

PEOPLE = {
    "Élise de la Tour": ("elise@example.com", "+33 6 12 34 56 78"),
    "Jean-Luc Müller": ("jl.muller@example.org", "+41 79 123 45 67"),
    "Philippe Lefèvre": ("", ""),
    "Katherine O'Connor": ("kate@example.ie", "+353 86 555 0101"),
    "Søren Kjærgaard": ("", ""),
    "José María García-Márquez": ("", ""),
    "Margaux Dupont": ("", "+33 6 98 76 54 32"),
    "Clara Duval": ("", ""),
    "王 伟": ("", ""),
    "ليلى حداد": ("", ""),
    "Mehmet I\u015f\u0131k": ("", ""),
}


@pytest.fixture
def book(house: House) -> House:
    with house.store.begin() as uow:
        for name, (email, phone) in PEOPLE.items():
            given, _, family = name.partition(" ")
            uow.clients.add(Client(new_id(), given, family, email=email, phone=phone))
        uow.commit()
    return house


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("élise", "Élise de la Tour"),
        ("ELISE", "Élise de la Tour"),
        ("tour el", "Élise de la Tour"),
        ("delatour", "Élise de la Tour"),
        ("elyse", "Élise de la Tour"),
        ("jeanluc", "Jean-Luc Müller"),
        ("jean luc muller", "Jean-Luc Müller"),
        ("mueler", "Jean-Luc Müller"),
        ("filip lefevre", "Philippe Lefèvre"),
        ("lefebvre", "Philippe Lefèvre"),
        ("catherine", "Katherine O'Connor"),
        ("oconnor", "Katherine O'Connor"),
        ("conor", "Katherine O'Connor"),
        ("soren", "Søren Kjærgaard"),
        ("kjaergard", "Søren Kjærgaard"),
        ("marquez", "José María García-Márquez"),
        ("garcia jose", "José María García-Márquez"),
        ("margo", "Margaux Dupont"),
        ("duponte", "Margaux Dupont"),
        ("伟", "王 伟"),
        ("ليلى", "ليلى حداد"),
        ("isik", "Mehmet I\u015f\u0131k"),
        ("06 12 34", "Élise de la Tour"),
        ("+33612345678", "Élise de la Tour"),
        ("0033 6 98", "Margaux Dupont"),
        ("4567", "Jean-Luc Müller"),
        ("jl.muller@", "Jean-Luc Müller"),
        ("KATE@example.ie", "Katherine O'Connor"),
    ],
)
def test_a_client_is_found_first(book: House, queries: SqlQueries, asked: str, name: str) -> None:
    found = [line.display_name for line in queries.find_clients(asked)]
    assert found[:1] == [name]


@pytest.mark.parametrize("asked", ["zebulon", "xx", "99 99 99", "nobody@", "!!!", "elise dupont"])
def test_who_is_not_there_is_not_found(book: House, queries: SqlQueries, asked: str) -> None:
    assert queries.find_clients(asked) == []


def test_nothing_asked_lists_by_family_name(book: House, queries: SqlQueries) -> None:
    names = [line.display_name for line in queries.find_clients("  ", limit=3)]
    assert names == ["Élise de la Tour", "Margaux Dupont", "Clara Duval"]


def test_a_change_is_found_at_once(house: House, queries: SqlQueries) -> None:
    client_id = house.client("Ana", "Silva")
    assert [line.id for line in queries.find_clients("silva")] == [client_id]
    with house.store.begin() as uow:
        uow.clients.amend(client_id, {"family_name": "Souza"})
        uow.commit()
    assert queries.find_clients("silva") == []
    assert [line.id for line in queries.find_clients("souza")] == [client_id]


def test_of_two_who_were_one_only_the_kept_is_found(
    house: House, queries: SqlQueries, store: SqlStore
) -> None:
    kept, duplicate = house.client("Ana", "Silva"), house.client("Anna", "Silva")
    assert len(queries.find_clients("silva")) == 2
    with store.begin() as uow:
        uow.clients.merge(kept, duplicate, NOON)
        uow.commit()
    assert [line.id for line in queries.find_clients("silva")] == [kept]


def test_what_was_not_committed_is_not_found(house: House, queries: SqlQueries) -> None:
    client_id = house.client("Ana", "Silva")
    queries.find_clients("silva")
    with house.store.begin() as uow:
        uow.clients.amend(client_id, {"family_name": "Souza"})
    assert [line.id for line in queries.find_clients("silva")] == [client_id]


def test_a_pass_finds_its_owner(house: House, queries: SqlQueries) -> None:
    client_id = house.consenting()
    house.beacon(client_id, "K7QX2M", kind="pass")
    assert [line.id for line in queries.find_clients("k7qx2m")] == [client_id]


def test_who_is_in_the_shop_is_shown_there(
    house: House, queries: SqlQueries, clock: HandClock
) -> None:
    here, away = house.consenting("Ana"), house.consenting("Bo")
    with house.store.begin() as uow:
        uow.places.save_zone("salon", "Salon", None)
        uow.commit()
    house.visit(here, "salon")
    house.visit(away, "salon", whereabouts=Whereabouts.AWAY)
    lines = {line.id: (line.here, line.zone_name) for line in queries.find_clients("silva")}
    assert lines == {here: (True, "Salon"), away: (False, None)}


def test_names_are_compared_as_they_are_heard() -> None:
    assert plain("Ælfrid Œuvré-Łukasz") == "aelfrid oeuvre lukasz"
    assert sound("philippe") == sound("filip")
    assert sound("catherine") == sound("katherine")
    assert sound("h") == "h"
    assert digits("+33 (0)6-12") == "33612"
    assert digits("06 12") == "612"
