"""What the demo knows of an invented client, beyond the card itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from devices.readings import EddystoneUid, IBeacon
from store_server.domain.client import Client
from store_server.domain.consent import Purpose
from store_server.domain.staff import Associate

EVERYTHING = tuple(Purpose)


class Bought(NamedTuple):
    """`days_ago` counts from the day on which the demo starts, so that no card ever ages."""

    days_ago: int
    label: str
    amount_minor: int
    currency: str = "EUR"
    boutique: str = "Paris"


class Promised(NamedTuple):
    text: str
    in_days: int
    by: str


class Expected(NamedTuple):
    """Today, in the boutique's own time."""

    hour: int
    minute: int
    label: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Rotating:
    """An Eddystone-EID beacon: its identity key, and every 2**exponent seconds another id."""

    secret_hex: str
    exponent: int = 10


@dataclass(frozen=True, slots=True)
class Guest:
    client: Client
    beacon: IBeacon | EddystoneUid | Rotating
    carried: str  # what the beacon is in
    purposes: tuple[Purpose, ...] = EVERYTHING
    pass_code: str = ""
    bought: tuple[Bought, ...] = ()
    promised: tuple[Promised, ...] = ()
    expected: tuple[Expected, ...] = ()
    last_visit_days_ago: int | None = None

    @property
    def short(self) -> str:
        """What the demo's own lines call this client: c-07, and never a name."""
        return f"c-{self.client.id[-2:]}"

    @property
    def called(self) -> str:
        return self.client.given_name


@dataclass(frozen=True, slots=True)
class Colleague:
    associate: Associate
    called: str  # by everybody in the boutique
    pin: str
