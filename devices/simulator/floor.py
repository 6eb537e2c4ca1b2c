"""The simulated boutique: its rooms, and the gateways and the camera that stand in them."""

from __future__ import annotations

from typing import Literal

import msgspec

Dialect = Literal["canonical", "theengs", "openmqttgateway", "espresense"]
Point = tuple[float, float]  # metres; the street is below y = 0

STREET = "street"


class Room(msgspec.Struct, frozen=True):
    zone: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def centre(self) -> Point:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] < self.right and self.bottom <= point[1] < self.top


class Gateway(msgspec.Struct, frozen=True):
    """`name` is what the vendor's side calls it; `device` what our readings call it."""

    name: str
    dialect: Dialect
    zone: str
    at: Point
    batches: bool = False

    @property
    def device(self) -> str:
        return self.name if self.dialect == "canonical" else f"{self.dialect}/{self.name}"


class Camera(msgspec.Struct, frozen=True):
    """Counts at the door, and people in one room."""

    name: str
    line: str
    zone: str


class Floor(msgspec.Struct, frozen=True):
    rooms: tuple[Room, ...]
    gateways: tuple[Gateway, ...]
    camera: Camera
    door: Point

    def zone_at(self, point: Point) -> str:
        return next((room.zone for room in self.rooms if room.holds(point)), STREET)

    @property
    def inner_rooms(self) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if not room.holds(self.door))

    def placements(self) -> dict[str, str]:
        """The zone of each device: what an operator would enter for those that do not say it."""
        placed = {gateway.device: gateway.zone for gateway in self.gateways}
        return {**placed, self.camera.name: self.camera.zone}


def boutique_floor() -> Floor:
    """Five rooms, five gateways of four makes, one camera over the door."""
    return Floor(
        rooms=(
            Room("entrance", 0, 0, 6, 4),
            Room("fragrance", 6, 0, 14, 4),
            Room("salon", 0, 4, 9, 12),
            Room("leather", 9, 4, 17, 12),
            Room("atelier", 9, 12, 17, 18),
        ),
        gateways=(
            Gateway("door-1", "canonical", "entrance", (2.4, 0.8)),
            Gateway("fragrance-1", "canonical", "fragrance", (10.0, 2.0), batches=True),
            Gateway("TheengsGateway", "theengs", "salon", (4.5, 8.0)),
            Gateway("leather", "espresense", "leather", (13.0, 8.0)),
            Gateway("OMG_atelier", "openmqttgateway", "atelier", (13.0, 15.0)),
        ),
        camera=Camera("camera-1", "door", "salon"),
        door=(2.0, 0.2),
    )
