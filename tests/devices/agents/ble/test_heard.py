"""From an advertisement to sightings, which the server reads as they were meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from devices.agents.ble.filter import Filter
from devices.agents.ble.heard import EDDYSTONE_UUID, Advert, sightings
from devices.canonical.driver import DRIVER
from devices.readings import AltBeacon, EddystoneEid, IBeacon, Sighting

AT = datetime(2026, 11, 22, 10, 0, 0, 250_000, tzinfo=UTC)
UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
IBEACON = bytes.fromhex("0215" + UUID.replace("-", "") + "00070009c5")
ALTBEACON = bytes.fromhex("beac" + UUID.replace("-", "") + "00070009c500")
EID = bytes.fromhex("30ee0123456789abcdef")
PHONE, BEACON = "5A:00:00:00:00:01", "C0:FF:EE:00:00:07"


def advert(address: str = BEACON, **changes: Any) -> Advert:
    return Advert(
        **{
            "at": AT,
            "address": address,
            "rssi_dbm": -67,
            "manufacturers": {},
            "services": {},
            **changes,
        }
    )


def read(heard: Advert, wanted: Filter | None = None) -> list[Sighting]:
    """As the server reads what is told of it."""
    said = list(sightings(heard, wanted or Filter(), "17"))
    decoded = DRIVER.decode(
        "accueil/v1/paris-1/salon-1/sightings", msgspec.json.encode({"sightings": said})
    )
    return [one for one in decoded if isinstance(one, Sighting)]


def test_a_beacon_is_told_decoded() -> None:
    assert read(advert(manufacturers={0x4C: IBEACON})) == [
        Sighting("salon-1", -67.0, IBeacon(UUID, 7, 9), BEACON.lower(), -59, AT, "17")
    ]


def test_another_makers_altbeacon_is_one() -> None:
    (one,) = read(advert(manufacturers={0x0118: ALTBEACON}))
    assert one.beacon == AltBeacon(UUID, 7, 9)


def test_a_beacon_that_speaks_two_languages_is_told_in_both() -> None:
    two = advert(manufacturers={0x4C: IBEACON}, services={EDDYSTONE_UUID: EID})
    assert [(one.id, one.beacon) for one in read(two)] == [
        ("17", IBeacon(UUID, 7, 9)),
        ("17.1", EddystoneEid("0123456789abcdef")),
    ]


def test_an_address_that_a_key_may_resolve_is_told_without_what_it_advertises() -> None:
    (one,) = read(advert(PHONE, manufacturers={0x4C: b"\x10\x05\x01\x02"}))
    assert (one.address, one.beacon) == (PHONE.lower(), None)
    (said,) = sightings(advert(PHONE, manufacturers={0x4C: b"\x10\x05"}), Filter(), "17")
    assert said.frame is None


@pytest.mark.parametrize(
    "stranger",
    [
        advert(BEACON, manufacturers={0x4C: b"\x10\x05\x01\x02"}),  # its address resolves to nobody
        advert(PHONE, address_is_random=False),
        advert(manufacturers={0x4C: IBEACON}, rssi_dbm=-127),  # bleak: not measured
        advert(manufacturers={0x4C: IBEACON}, rssi_dbm=-96),
        advert(manufacturers={0x4C: IBEACON[:9]}, services={EDDYSTONE_UUID: b""}),
    ],
)
def test_what_proves_nobody_is_not_passed_on(stranger: Advert) -> None:
    assert read(stranger) == []


def test_every_frame_is_passed_on_where_that_is_wanted() -> None:
    heard = advert(
        manufacturers={0x0118: ALTBEACON, 0x1234: b"x" * 255},
        services={EDDYSTONE_UUID: EID, "0000abcd-0000-1000-8000-00805f9b34fb": b"\x01"},
    )
    (said,) = sightings(heard, Filter(kinds=("other",)), "17")
    assert said.frame is not None
    assert said.frame.endswith("0416cdab01")
    (one,) = read(heard, Filter(kinds=("other",)))
    assert one.beacon == AltBeacon(UUID, 7, 9)


def test_a_service_of_a_makers_own_has_no_short_name_to_be_written_by() -> None:
    heard = advert(services={"6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001": b"\x01"})
    (said,) = sightings(heard, Filter(kinds=("other",)), "17")
    assert said.frame == ""
