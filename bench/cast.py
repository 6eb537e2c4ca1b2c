"""Who and what the benchmark is about: clients, gateways and strangers, all by number."""

from __future__ import annotations

from dataclasses import dataclass

from devices.readings import IBeacon

BOUTIQUE = "bench-1"
CLIENTS = 5_000
PRESENT = 400  # of them, in the shop while it is busy
GATEWAYS = 40
ZONES = 10
ASSOCIATES = 8
STRANGERS = 20_000
ASSOCIATE_ID = "01990000-0000-7000-8000-000000000001"  # who carries the phone
MANAGER_ID = "01990000-0000-7000-8000-000000000999"

OURS = "0f0e0d0c-0b0a-4908-8706-050403020100"
THEIRS = "f7826da6-4fa2-4e98-8024-bc5b71e0893e"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sighting, but for its id and its time, which are put in when it is sent."""

    gateway: str
    beacon: IBeacon
    rssi_dbm: int
    address: str


def client_id(number: int) -> str:
    return f"01990000-0000-7000-8000-1{number:011d}"


def beacon_of(number: int) -> IBeacon:
    return IBeacon(OURS, number // 1000, number % 1000)


def strangers_beacon(number: int) -> IBeacon:
    return IBeacon(THEIRS, number // 1000, number % 1000)


def gateway(number: int) -> str:
    return f"gateway-{number:02d}"


def zone_of_gateway(number: int) -> str:
    return f"zone-{number % ZONES}"


def address(number: int) -> str:
    return ":".join(f"{byte:02x}" for byte in (0xC000_0000_0000 + number).to_bytes(6, "big"))
