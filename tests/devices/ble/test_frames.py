"""Advertising data. Each vector names the public test or specification that it was taken from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ble import frames
from devices.ble.advertising import structures
from devices.readings import (
    AltBeacon,
    EddystoneEid,
    EddystoneEtlm,
    EddystoneTlm,
    EddystoneUid,
    EddystoneUrl,
    IBeacon,
)

# citruz/beacontools, tests/test_parser.py
UID = "0201060303aafe1716aafe00e3123456789012346789010000000000010000"
URL = "0303aafe1316aafe10f8036769746875620063697472757a"
TLM = "0201060303aafe1116aafe20000b1847110000146700002ac4e4"
ENCRYPTED_TLM = "0201060303aafe1116aafe2001414141414141414141414141deadbeff"
IBEACON = "0201061aff4c0002154142434445464748494041424344454600010002f8"
# AltBeacon/android-beacon-library, GattBeaconTest.java: the two reserved bytes are missing
SHORT_UID = "0201060303aafe1516aafe00e700010203040506070809010203040506"
# AltBeacon/android-beacon-library, AltBeaconTest.java
ALTBEACON = "02011a1bff1801beac2f234454cf6d4a0fadf2f4911ba9ffa600010002c509"
# theengs/decoder, tests/BLE/test_ble.cpp: manufacturer data alone
BLUECHARM = "4c000215426c7565436861726d426561636f6e730efe1355c5"
POSITIVE_POWER = "0215fda50693a4e24fb1afcfc6eb07647825000100021a"
# ours: an Eddystone-EID frame with the identifier of RadiusNetworks/ephemeral_calc's specification
EID = "0201060303aafe0d16aafe30eea9b76a71c5f89290"


def test_an_ibeacon_is_read() -> None:
    frame = frames.in_advertisement(bytes.fromhex(IBEACON))
    beacon = IBeacon("41424344-4546-4748-4940-414243444546", 1, 2)
    assert frame == frames.Frame(beacon, -8)


@pytest.mark.parametrize(
    ("data", "namespace", "instance", "power_dbm"),
    [
        (UID, "12345678901234678901", "000000000001", -29),
        (SHORT_UID, "00010203040506070809", "010203040506", -25),
    ],
)
def test_an_eddystone_uid_is_read(data: str, namespace: str, instance: str, power_dbm: int) -> None:
    frame = frames.in_advertisement(bytes.fromhex(data))
    assert frame == frames.Frame(EddystoneUid(namespace, instance), power_dbm)


def test_an_eddystone_eid_is_read() -> None:
    frame = frames.in_advertisement(bytes.fromhex(EID))
    assert frame == frames.Frame(EddystoneEid("a9b76a71c5f89290"), -18)


def test_an_eddystone_url_is_read() -> None:
    frame = frames.in_advertisement(bytes.fromhex(URL))
    assert frame == frames.Frame(EddystoneUrl("https://github.com/citruz"), -8)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("00" + b"goo".hex() + "00" + b"a".hex(), "http://www.goo.com/a"),
        ("03" + b"goo".hex() + "0d", "https://goo.gov"),
        ("04" + b"goo".hex(), None),  # no such scheme
        ("03" + b"g o".hex(), None),  # a space is no graphic character
        ("03" + "67" + "0e", None),  # reserved for later
        ("03", None),  # nothing after the scheme
    ],
)
def test_a_url_is_written_out_or_refused(body: str, url: str | None) -> None:
    frame = frames.in_eddystone_data(bytes.fromhex("10f8" + body))
    assert frame == (None if url is None else frames.Frame(EddystoneUrl(url), -8))


@pytest.mark.parametrize(
    ("data", "beacon"),
    [
        (TLM, EddystoneTlm(2840, 71.06640625, 5223, 1094.8)),
        # google/eddystone, TlmValidatorTest.java: externally powered, no thermometer
        ("1116aafe2000000080000000000100000001", EddystoneTlm(None, None, 1, 0.1)),
        ("1116aafe2000138815000000000100000001", EddystoneTlm(5000, 21.0, 1, 0.1)),
        # beacontools states a length that cuts the salt off
        (ENCRYPTED_TLM, EddystoneEtlm("41" * 12, "", "")),
        ("1516aafe2001" + "41" * 12 + "deadbeef", EddystoneEtlm("41" * 12, "dead", "beef")),
    ],
)
def test_telemetry_is_recognised(data: str, beacon: EddystoneTlm | EddystoneEtlm) -> None:
    assert frames.in_advertisement(bytes.fromhex(data)) == frames.Frame(beacon, None)


def test_a_beacon_is_told_before_its_telemetry() -> None:
    uid = frames.in_advertisement(bytes.fromhex(UID))
    assert frames.in_advertisement(bytes.fromhex(TLM[:-2] + UID)) == uid


@pytest.mark.parametrize(
    ("data", "minor", "power_dbm"),
    [
        (ALTBEACON, 2, -59),
        # android-beacon-library, AltBeaconParserTest.java: the maker's byte is missing
        ("02011a1aff1801beac2f234454cf6d4a0fadf2f4911ba9ffa600010002c5000000", 2, -59),
    ],
)
def test_an_altbeacon_is_read(data: str, minor: int, power_dbm: int) -> None:
    frame = frames.in_advertisement(bytes.fromhex(data))
    beacon = AltBeacon("2f234454-cf6d-4a0f-adf2-f4911ba9ffa6", 1, minor)
    assert frame == frames.Frame(beacon, power_dbm)


def test_an_altbeacon_with_its_scan_response_is_read() -> None:
    data = (
        "02011a1bff1801beac2f234454cf6d4a0fadf2f4911ba9ffa600050003be02"
        "0e09526164426561636f6e20555342020a03"
    )
    frame = frames.in_advertisement(bytes.fromhex(data))
    beacon = AltBeacon("2f234454-cf6d-4a0f-adf2-f4911ba9ffa6", 5, 3)
    assert frame == frames.Frame(beacon, -66)


def test_manufacturer_data_alone_is_read() -> None:
    beacon = IBeacon("426c7565-4368-6172-6d42-6561636f6e73", 3838, 4949)
    data = bytes.fromhex(BLUECHARM)
    assert frames.in_manufacturer_data(data) == frames.Frame(beacon, -59)
    assert frames.in_apple_data(data[2:]) == frames.Frame(beacon, -59)


def test_a_positive_power_is_handed_on_as_it_is() -> None:
    frame = frames.in_apple_data(bytes.fromhex(POSITIVE_POWER))
    assert frame is not None
    assert frame.power_dbm == 26


def test_service_data_is_read_for_its_own_service_only() -> None:
    data = bytes.fromhex("30eea9b76a71c5f89290")
    assert frames.in_service_data(0xFEAA, data) == frames.Frame(
        EddystoneEid("a9b76a71c5f89290"), -18
    )
    assert frames.in_service_data(0x181A, data) is None


def test_a_beacon_behind_another_companys_data_is_found() -> None:
    apple = IBEACON[6:]
    frame = frames.in_advertisement(bytes.fromhex("02010604ff180101" + "0000" + apple))
    assert frame is not None
    assert frame.beacon.key.startswith("ibeacon:41424344-")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "0201060303",  # beacontools: cut
        "02010604ffe000be",  # android-beacon-library, issue 323: claims more than there is
        "02011a16ff1801beac2f234454cf6d4a0fadf2f4911ba9ffa600010002c509000000",
        "0201060303aafe1716aafe01e3123456789012346789010000000000010000",  # unknown frame type
        "16ff4c000215426c7565436861726d426561636f6e73",  # ibeacon-ble: an iBeacon cut short
        "ff",
        "00",
        "03ff4c00",
        "0316aafe",
    ],
)
def test_malformed_data_is_no_beacon(data: str) -> None:
    assert frames.in_advertisement(bytes.fromhex(data)) is None


@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_fail(data: bytes) -> None:
    frames.in_advertisement(data)
    frames.in_manufacturer_data(data)
    frames.in_apple_data(data)
    frames.in_service_data(0xFEAA, data)


@given(st.binary(max_size=300))
def test_no_structure_reaches_past_the_end(data: bytes) -> None:
    assert sum(len(content) + 2 for _, content in structures(data)) <= len(data)


@pytest.mark.parametrize("whole", [UID, IBEACON, EID, URL, TLM, ALTBEACON])
def test_a_frame_cut_anywhere_is_read_or_not_but_never_wrongly(whole: str) -> None:
    data = bytes.fromhex(whole)
    entire = frames.in_advertisement(data)
    for length in range(len(data)):
        assert frames.in_advertisement(data[:length]) in (None, entire)
