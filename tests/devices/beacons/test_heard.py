"""What an advertisement's bytes prove, whichever gateway passes them on."""

from __future__ import annotations

import pytest

from devices.beacons.heard import heard
from devices.readings import (
    Beacon,
    EddystoneEid,
    EddystoneTlm,
    EddystoneUid,
    IBeacon,
    VendorBeacon,
)
from tests.devices.beacons.reading import BTHOME_AD, EID_AD, IBEACON_AD, RUUVI_AD, UID_AD, UUID

ADDRESS = "c0:ff:ee:00:00:07"
TLM = "1116aafe20000b1847110000146700002ac4"


@pytest.mark.parametrize(
    ("data", "beacon", "power_dbm"),
    [
        (IBEACON_AD, IBeacon(UUID, 3, 4), -59),
        (UID_AD, EddystoneUid("acc0e1ace1a9d19e0001", "000000000002"), -18),
        (EID_AD, EddystoneEid("a9b76a71c5f89290"), -18),
        (RUUVI_AD, VendorBeacon("ruuvi", "c0ffee000007"), 4),
        (BTHOME_AD, VendorBeacon("bthome", "c0ffee000007"), None),
        (TLM + RUUVI_AD, VendorBeacon("ruuvi", "c0ffee000007"), 4),
        (TLM, EddystoneTlm(2840, 71.06640625, 5223, 1094.8), None),
        ("020106", None, None),
        ("0201060303AAFE1116AAFE20000BD091181501E329", None, None),  # shorter than it says
        ("", None, None),
    ],
)
def test_the_bytes_say_which_beacon_it_is(
    data: str, beacon: Beacon | None, power_dbm: int | None
) -> None:
    sighting = heard("minew/a", ADDRESS, -60, bytes.fromhex(data))
    assert (sighting.beacon, sighting.tx_power_dbm) == (beacon, power_dbm)


def test_a_packets_number_is_the_sightings_id() -> None:
    assert heard("minew/a", ADDRESS, -60, bytes.fromhex(BTHOME_AD)).id == "82"


def test_a_bthome_device_without_an_address_is_nobody() -> None:
    assert heard("minew/a", None, -60, bytes.fromhex(BTHOME_AD)).beacon is None


@pytest.mark.parametrize("rssi_dbm", [None, 65, 127, -190, float("nan")])
def test_a_level_that_no_radio_tells_is_unknown(rssi_dbm: float | None) -> None:
    assert heard("minew/a", ADDRESS, rssi_dbm, bytes.fromhex(IBEACON_AD)).rssi_dbm is None
