"""A simulated place: its rooms, and the gateways, cameras and scanners that stand in them."""

from __future__ import annotations

import msgspec

Point = tuple[float, float]  # metres; the street is below y = 0

STREET = "street"
CANONICAL = "canonical"


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


class Device(msgspec.Struct, frozen=True):
    """`name` is what the vendor's side calls it; `device` what our readings call it."""

    name: str
    dialect: str
    zone: str
    at: Point

    @property
    def device(self) -> str:
        return self.name if self.dialect == CANONICAL else f"{self.dialect}/{self.name}"


class Gateway(Device, frozen=True):
    batches: bool = False


class Camera(Device, frozen=True):
    """Counts who crosses a line of several pieces, and where it looks at a zone also who is there.

    In is a crossing to the right-hand side of someone who looks along the line.
    """

    line: str
    points: tuple[Point, ...]
    sees: str = ""


class Scanner(Device, frozen=True):
    """Reads the passes of those who come in."""


class Floor(msgspec.Struct, frozen=True):
    rooms: tuple[Room, ...]
    door: Point
    gateways: tuple[Gateway, ...] = ()
    cameras: tuple[Camera, ...] = ()
    scanners: tuple[Scanner, ...] = ()

    @property
    def devices(self) -> tuple[Device, ...]:
        return (*self.gateways, *self.cameras, *self.scanners)

    def zone_at(self, point: Point) -> str:
        return next((room.zone for room in self.rooms if room.holds(point)), STREET)

    @property
    def inner_rooms(self) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if not room.holds(self.door))
