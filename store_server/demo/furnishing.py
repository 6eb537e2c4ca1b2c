"""The demo's rooms, the devices that are its own, and where they stand on its own floor plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from devices.simulator import boutique_floor
from devices.simulator.floor import Device, Point
from store_server.account_ports import Accounts
from store_server.demo.cast import ZONES
from store_server.device_ports import KeptPlan
from store_server.domain.floor_plan import read_plan
from store_server.ports import UnitOfWork

FURNISHED = "demo.furnished"
PLAN_FILE = Path(__file__).with_name("floor_plan.svg")

# The plan's own measures: so many of its units a metre, and where the street door's wall stands.
UNITS_A_METRE = 40.0
LEFT, BASELINE = 50.0, 770.0
WIDTH, HEIGHT = 780.0, 900.0


class Furnished(NamedTuple):
    device: str
    name: str
    kind: str


DEVICES = (
    Furnished("door-1", "Entrée, passerelle", "ble_gateway"),
    Furnished("minew/ac233fc0a1e7", "Bar à parfums, passerelle", "ble_gateway"),
    Furnished("theengs/TheengsGateway", "Salon, passerelle", "ble_gateway"),
    Furnished("mokosmart/a4c1380b52d9", "Salon, passerelle du fond", "ble_gateway"),
    Furnished("espresense/leather", "Maroquinerie, passerelle", "ble_gateway"),
    Furnished("openmqttgateway/OMG_atelier", "Atelier privé, passerelle", "ble_gateway"),
    Furnished("camera-1", "Entrée, caméra", "camera"),
    Furnished("axis/B8A44F7C2D10", "Salon, caméra", "camera"),
    Furnished("milesight/6757D1240033", "Vitrine, caméra", "camera"),
    Furnished("scanner-1", "Entrée, lecteur", "scanner"),
)
"""All of the simulated floor but one gateway, which waits in the atelier for the manager."""


def furnish(uow: UnitOfWork, accounts: Accounts, now: datetime) -> None:
    """What the manager has changed since, stays; a plan that was taken down is not hung again."""
    for zone, name, capacity in ZONES:
        uow.places.save_zone(zone, name, capacity)
    known = {device.id: device for device in uow.devices.everyone()}
    standing = {one.device: one for one in boutique_floor().devices}
    for furnished in DEVICES:
        before = known.get(furnished.device)
        if before is None or before.name == before.id:
            _place(uow, furnished, standing[furnished.device])
    if accounts.setting(FURNISHED) is None:
        plan = read_plan(PLAN_FILE.read_text(encoding="utf-8"))
        uow.floor_plans.keep(KeptPlan(plan.svg, plan.width, plan.height, now))


def _place(uow: UnitOfWork, furnished: Furnished, standing: Device) -> None:
    x, y = on_the_plan(standing.at)
    uow.places.save_device(
        furnished.device,
        {
            "name": furnished.name,
            "kind": furnished.kind,
            "dialect": standing.dialect,
            "zone": standing.zone,
            "x": x,
            "y": y,
        },
    )
    uow.devices.stop_waiting(furnished.device)
    uow.devices.mark_changed()


def on_the_plan(at: Point) -> Point:
    """Metres of the simulated floor, as parts of the plan from its upper left."""
    x = (LEFT + at[0] * UNITS_A_METRE) / WIDTH
    y = (BASELINE - at[1] * UNITS_A_METRE) / HEIGHT
    return round(x, 3), round(y, 3)
