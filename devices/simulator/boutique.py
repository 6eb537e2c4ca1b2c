"""The simulated boutique, with its usual devices or with those of the makes that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from devices.simulator.floor import CANONICAL, STREET, Camera, Floor, Gateway, Point, Room, Scanner
from devices.simulator.voices import CAMERAS, GATEWAYS, SCANNERS

ROOMS = (
    Room("entrance", 0, 0, 6, 4),
    Room("fragrance", 6, 0, 14, 4),
    Room("salon", 0, 4, 9, 12),
    Room("leather", 9, 4, 17, 12),
    Room("atelier", 9, 12, 17, 18),
)
DOOR: Point = (2.0, 0.2)
DOOR_LINE: tuple[Point, ...] = ((3.0, 0.0), (1.0, 0.0))
SALON_LINE: tuple[Point, ...] = ((0.0, 12.0), (9.0, 12.0), (9.0, 4.0), (0.0, 4.0))
STREET_LINE: tuple[Point, ...] = ((8.0, -10.0), (8.0, -4.0))

FAMILIES = tuple(sorted({CANONICAL, *GATEWAYS, *CAMERAS, *SCANNERS}))


def boutique_floor() -> Floor:
    """Five rooms, seven gateways of seven makes, three cameras, and a scanner at the door."""
    return Floor(
        ROOMS,
        DOOR,
        gateways=(
            Gateway("door-1", CANONICAL, "entrance", (2.4, 0.8), batches=True),
            Gateway("ac233fc0a1e7", "minew", "fragrance", (10.0, 2.0)),
            Gateway("TheengsGateway", "theengs", "salon", (4.5, 8.0)),
            Gateway("a4c1380b52d9", "mokosmart", "salon", (1.0, 11.0)),
            Gateway("leather", "espresense", "leather", (13.0, 8.0)),
            Gateway("OMG_atelier", "openmqttgateway", "atelier", (13.0, 15.0)),
            Gateway("c4ad21f0e7b3", "ruuvi", "atelier", (16.0, 17.0)),
        ),
        cameras=(
            Camera("camera-1", CANONICAL, "entrance", (4.2, 0.7), "door", DOOR_LINE, "entrance"),
            Camera("B8A44F7C2D10", "axis", "salon", (7.6, 5.2), "salon", SALON_LINE, "salon"),
            Camera("6757D1240033", "milesight", STREET, (8.0, -0.6), "street", STREET_LINE),
        ),
        scanners=(Scanner("scanner-1", CANONICAL, "entrance", (0.8, 2.2)),),
    )


def floor_of(families: Sequence[str]) -> Floor:
    """The same rooms with devices of these makes alone: gateways take the rooms in turn, every
    camera counts at the door, every scanner stands beside it."""
    hearing = [family for family in families if family in GATEWAYS or family == CANONICAL]
    counting = [family for family in families if family in CAMERAS or family == CANONICAL]
    scanning = [family for family in families if family in SCANNERS or family == CANONICAL]
    rooms = max(len(ROOMS), len(hearing)) if hearing else 0
    gateways = (
        (number, hearing[number % len(hearing)], ROOMS[number % len(ROOMS)])
        for number in range(rooms)
    )
    return Floor(
        ROOMS,
        DOOR,
        tuple(
            Gateway(_name(family, "gateway", number), family, room.zone, room.centre)
            for number, family, room in gateways
        ),
        tuple(
            Camera(
                _name(family, "camera", number),
                family,
                "entrance",
                (4.2, 0.7),
                "door",
                DOOR_LINE,
                "entrance",
            )
            for number, family in enumerate(counting)
        ),
        tuple(
            Scanner(_name(family, "scanner", number), family, "entrance", (0.8, 2.2))
            for number, family in enumerate(scanning)
        ),
    )


def _name(family: str, kind: str, number: int) -> str:
    """As its maker would call it: some by an address, some by a word of their own."""
    if family in ("minew", "mokosmart", "ruuvi", "aprilbrother"):
        return f"02acc0e100{number + 1:02x}"
    words = {"theengs": "TheengsGateway", "shelly": "shellyplus1"}
    return f"{words.get(family, kind)}-{number + 1}"
