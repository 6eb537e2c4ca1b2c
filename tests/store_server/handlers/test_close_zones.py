"""A privatisation closes its zone to others, and everybody who looks there sees it."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Kind
from events.guest import Standing
from events.programme import Stage
from store_server import messages as ask
from store_server.domain.visit import Source
from tests.store_server.handlers.conftest import Shop
from tests.store_server.handlers.soiree import Soiree


@pytest.fixture
def salon(shop: Shop) -> Shop:
    for zone in ("salon", "terrace"):
        shop.bus.ask(ask.AmendZone(zone, zone.title(), None, by_id="test"))
    return shop


def privatised(shop: Shop, zone: str | None = "salon", **more: Any) -> Soiree:
    return Soiree.planned(shop, kind=Kind.PRIVATISATION, zone=zone, **more)


def closed(shop: Shop) -> dict[str, bool]:
    return {zone.id: zone.privatised is not None for zone in shop.storage.queries.zones()}


def arrives(shop: Shop, name: str, zone: str | None = "salon") -> str:
    client_id = shop.client(name)
    shop.bus.ask(ask.ReportPresence(client_id, Source.ASSOCIATE, zone, by_id="test"))
    return client_id


def told(shop: Shop) -> dict[str, bool]:
    """By given name, whether their visit says that the zone is closed to them."""
    return {one.display_name.split()[0]: one.privatised for one in shop.storage.queries.visits()}


def test_the_zone_is_closed_from_the_doors_on_until_the_end(salon: Shop) -> None:
    soiree = privatised(salon)
    assert closed(salon) == {"salon": False, "terrace": False}
    assert soiree.time_passes(hours=1, minutes=30) is Stage.RUNNING
    assert closed(salon) == {"salon": True, "terrace": False}
    assert soiree.time_passes(hours=3, minutes=30) is Stage.OVER
    assert closed(salon) == {"salon": False, "terrace": False}


def test_the_zone_says_whose_it_is_and_until_when(salon: Shop) -> None:
    soiree = privatised(salon)
    soiree.time_passes(hours=2)
    zone = next(one for one in salon.storage.queries.zones() if one.id == "salon")
    assert zone.privatised is not None
    assert zone.privatised.titles == {"fr": "Cocktail"}
    assert zone.privatised.until == soiree.event.ends


def test_a_whole_boutique_is_every_zone(salon: Shop) -> None:
    privatised(salon, zone=None).time_passes(hours=2)
    assert closed(salon) == {"salon": True, "terrace": True}


def test_other_kinds_close_nothing(salon: Shop) -> None:
    Soiree.planned(salon, zone="salon").time_passes(hours=2)
    assert closed(salon) == {"salon": False, "terrace": False}


def test_cancelled_while_it_runs_the_zone_is_open_at_once(salon: Shop) -> None:
    soiree = privatised(salon)
    soiree.time_passes(hours=2)
    soiree.move(Stage.CANCELLED)
    assert closed(salon) == {"salon": False, "terrace": False}


def test_moved_to_another_zone_while_it_runs(salon: Shop) -> None:
    soiree = privatised(salon)
    soiree.time_passes(hours=2)
    soiree.amend(zone="terrace")
    assert closed(salon) == {"salon": False, "terrace": True}


def test_others_are_told_apart_from_its_guests_and_from_whose_it_is(salon: Shop) -> None:
    host = salon.client("hostess")
    soiree = privatised(salon, client_id=host)
    guest = salon.client("guest")
    soiree.guest("guest", client_id=guest)
    soiree.guest("gone", Standing.DECLINED, client_id=salon.client("gone"))
    soiree.time_passes(hours=2)
    for client_id in (host, guest):
        salon.bus.ask(ask.ReportPresence(client_id, Source.ASSOCIATE, "salon", by_id="test"))
    arrives(salon, "other")
    arrives(salon, "elsewhere", "terrace")
    assert told(salon) == {"hostess": False, "guest": False, "other": True, "elsewhere": False}


def test_the_signal_of_another_client_says_it(salon: Shop) -> None:
    associate = salon.associate("Inès")
    privatised(salon).time_passes(hours=2)
    arrives(salon, "other")
    (signal,) = salon.storage.queries.signals_for(associate)
    assert signal.privatised


def test_who_was_told_of_them_before_reads_it_when_the_doors_close(salon: Shop) -> None:
    associate = salon.associate("Inès")
    soiree = privatised(salon)
    arrives(salon, "other")
    seq = salon.storage.queries.last_seq(associate)
    soiree.time_passes(hours=2)
    (notice,) = [
        one for one in salon.storage.queries.notices_after(associate, seq) if one.kind == "changed"
    ]
    assert notice.signal is not None
    assert notice.signal.privatised


def test_the_dashboard_is_told_when_a_zone_closes(salon: Shop) -> None:
    heard: list[Any] = []
    salon.bus.listen(ask.FloorChanged, heard.append)
    soiree = privatised(salon)
    heard.clear()
    soiree.time_passes(hours=2)
    assert heard


def test_a_power_cut_leaves_it_closed(salon: Shop) -> None:
    privatised(salon).time_passes(hours=2)
    salon.killed_and_restarted()
    assert closed(salon) == {"salon": True, "terrace": False}
