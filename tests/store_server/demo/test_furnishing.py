"""The demo's own devices: named, placed on its own plan, and one that waits for the manager."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from devices.simulator import boutique_floor
from store_server.demo.cast import ZONES
from store_server.demo.furnishing import DEVICES, HEIGHT, PLAN_FILE, WIDTH, on_the_plan
from store_server.demo.opening import open_demo, settings_of
from store_server.demo.seed import seed
from store_server.domain.floor_plan import read_plan
from store_server.storage import Storage, open_storage
from tests.store_server.demo.test_demo import choices
from tests.waiting import wait_for

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = open_storage(settings_of(choices(tmp_path)))
    seed(storage.store, storage.accounts, NOW, PARIS)
    yield storage
    storage.close()


def test_all_devices_but_one_are_adopted_by_a_name_in_a_zone(storage: Storage) -> None:
    simulated = {one.device: one for one in boutique_floor().devices}
    with storage.store.begin() as uow:
        ours = {one.id: one for one in uow.devices.everyone()}
    assert set(simulated) - set(ours) == {"ruuvi/c4ad21f0e7b3"}
    assert set(ours) < set(simulated)
    zones = {zone for zone, _, _ in ZONES}
    for device_id, device in ours.items():
        assert device.name != device_id
        assert ", " in device.name
        assert device.zone == simulated[device_id].zone
        assert device.zone in zones
        assert device.kind in ("ble_gateway", "camera", "scanner")
    assert len({one.name for one in ours.values()}) == len(DEVICES)


def test_who_is_unknown_is_not_adopted_by_itself(tmp_path: Path) -> None:
    assert not settings_of(choices(tmp_path)).adopt_unknown


def test_every_device_stands_on_the_plan_and_apart_from_the_others(storage: Storage) -> None:
    shown = storage.queries.devices()
    at = [(device.x or 0.0, device.y or 0.0) for device in shown]
    assert len(at) == len(DEVICES)
    assert all(0 < x < 1 and 0 < y < 1 for x, y in at)
    apart = [
        ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
        for number, (x, y) in enumerate(at)
        for other_x, other_y in at[:number]
    ]
    assert min(apart) > 0.06


def test_the_plan_is_the_demos_own_and_drawn_to_scale(storage: Storage) -> None:
    drawn = read_plan(PLAN_FILE.read_text(encoding="utf-8"))
    kept = storage.device_queries.kept_plan()
    assert kept is not None
    assert kept.svg == drawn.svg
    assert (kept.width, kept.height) == (WIDTH, HEIGHT)
    for _, name, _ in ZONES:
        assert name in kept.svg or name == "Vitrine"
    assert on_the_plan((0.0, 0.0)) == (round(50 / WIDTH, 3), round(770 / HEIGHT, 3))


def test_what_the_manager_has_changed_stays(storage: Storage) -> None:
    with storage.store.begin() as uow:
        uow.places.save_device("door-1", {"name": "Sous le lustre", "zone": "salon", "x": 0.5})
        uow.floor_plans.drop()
        uow.commit()
    seed(storage.store, storage.accounts, NOW + timedelta(days=1), PARIS)
    with storage.store.begin() as uow:
        door = uow.devices.get("door-1")
    assert (door.name, door.zone) == ("Sous le lustre", "salon")
    assert storage.device_queries.kept_plan() is None


def test_a_boutique_from_before_is_named_once(tmp_path: Path) -> None:
    storage = open_storage(settings_of(choices(tmp_path)))
    with storage.store.begin() as uow:
        uow.places.save_device("door-1", {"state": "online"})
        uow.commit()
    seed(storage.store, storage.accounts, NOW, PARIS)
    with storage.store.begin() as uow:
        assert uow.devices.get("door-1").name == "Entrée, passerelle"
    storage.close()


def heard(storage: Storage) -> list[bool]:
    """A camera may have nothing to say for a while."""
    gateways = [one for one in storage.queries.devices() if one.kind == "ble_gateway"]
    return [one.last_heard_at is not None or one.state == "online" for one in gateways]


def test_in_the_living_demo_one_gateway_waits_and_all_others_are_heard(tmp_path: Path) -> None:
    demo = open_demo(choices(tmp_path, speed=60.0))
    storage = demo.house.storage
    try:
        wait_for(lambda: storage.device_queries.waiting(), "nobody waits to be adopted", 20)
        wait_for(lambda: all(heard(storage)), "a gateway of the demo is not heard", 20)
        (waits,) = storage.device_queries.waiting()
        assert (waits.hardware, waits.dialect) == ("ruuvi/c4ad21f0e7b3", "ruuvi")
        assert {one.id for one in storage.queries.devices()} == {one.device for one in DEVICES}
    finally:
        demo.close()
