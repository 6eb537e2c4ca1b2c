"""What a driver makes of a message, for the dialects' tests."""

from __future__ import annotations

import json

import pytest

from devices.drivers import Driver, UnreadableError
from devices.readings import Reading, Sighting

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
IBEACON_AD = "0201061aff4c000215" + UUID.replace("-", "") + "00030004c5"  # 3, 4, -59 dBm
UID_AD = "0201060303aafe1516aafe00eeacc0e1ace1a9d19e0001000000000002"
EID_AD = "0201060303aafe0d16aafe30eea9b76a71c5f89290"
BTHOME_AD = "0b16d2fc4000520164023f0a"  # packet 82, battery 100 %, 26.23 °C
RUUVI_AD = "0201061bff99040516 4d77bdc74a03fcff34fffc87d6da63ca c0ffee000007".replace(" ", "")


def read(driver: Driver, topic: str, said: object) -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(driver.decode(topic, payload))


def sightings(driver: Driver, topic: str, said: object) -> list[Sighting]:
    return [one for one in read(driver, topic, said) if isinstance(one, Sighting)]


def heard(driver: Driver, topic: str, said: object) -> Sighting:
    """The one sighting that is in it."""
    (sighting,) = sightings(driver, topic, said)
    return sighting


def refusal(driver: Driver, topic: str, said: object) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(driver, topic, said)
    return str(refused.value)
