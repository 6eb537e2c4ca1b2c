"""Every driver meets noise: it reads or refuses, and nothing else ever happens."""

from __future__ import annotations

import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.decoding import Router, describe
from devices.drivers import Driver, UnreadableError, discover
from devices.readings import EddystoneUid, IBeacon
from devices.simulator.cast import CastMember
from devices.simulator.floor import boutique_floor
from devices.simulator.script import Script

SLOWEST_S = 1.0
FIELDS = [
    "id",
    "ts",
    "rssi_dbm",
    "tx_power_dbm",
    "address",
    "frame",
    "beacon",
    "sightings",
    "data",
    "symbology",
    "line",
    "in",
    "out",
    "total_in",
    "total_out",
    "zone",
    "people",
    "queue",
    "dwell_s",
    "state",
    "kind",
    "ok",
    "rssi",
    "mac",
    "uuid",
    "major",
    "minor",
    "txpower",
    "manufacturerdata",
    "servicedata",
    "servicedatauuid",
    "rssi@1m",
    "uptime",
    "ver",
    "type",
    "namespace",
    "instance",
    "eid",
]

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(("feaa", "ibeacon", "eddystone_uid", "00" * 20, "online", "-67", "1e400")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=12,
)


def topics_of(driver: Driver) -> list[str]:
    """One topic for each filter, and its drivers' own name where any name may stand."""
    plain = [topic.replace("{boutique}", "paris-1") for topic in driver.topics]
    return [topic.replace("+", "iBeacon:x-1-1").replace("#", "X/Y") for topic in plain]


def meet(driver: Driver, payload: bytes) -> None:
    for topic in topics_of(driver):
        begun_s = time.monotonic()
        try:
            for reading in driver.decode(topic, payload):
                json.dumps(describe(reading))
        except UnreadableError as refused:
            assert str(refused)
            assert str(refused).isprintable()
        assert time.monotonic() - begun_s < SLOWEST_S


drivers = pytest.mark.parametrize("driver", discover(), ids=lambda driver: driver.name)


@drivers
@given(payload=st.binary(max_size=400))
def test_random_bytes_are_refused(driver: Driver, payload: bytes) -> None:
    meet(driver, payload)


@drivers
@settings(max_examples=300)
@given(
    said=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=12) | VALUES,
)
def test_any_json_is_read_or_refused(driver: Driver, said: object) -> None:
    meet(driver, json.dumps(said).encode())


@drivers
@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 65_000,
        b'{"a":' * 12_000,
        b'{"x":"' + b"a" * 65_000 + b'"}',
        b"x" * 1_048_576,
        b'{"rssi":' + b"9" * 60_000 + b"}",
        b'{"rssi_dbm":-' + b"9" * 60_000 + b"}",
        b'{"id":"iBeacon:' + b"-" * 60_000 + b'","rssi":-60}',
        b'{"id":"' + b"0" * 60_000 + b'","rssi":-60}',
        b'{"rssi":-60,"manufacturerdata":"' + b"4c" * 30_000 + b'"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b'{"rssi":-60,"id":"\\ud800"}',
        b'{"rssi_dbm":-60,"id":"\\ud800"}',
        b"\x00" * 1000,
    ],
    ids=range(14),
)
def test_what_is_meant_to_hurt_does_not(driver: Driver, payload: bytes) -> None:
    meet(driver, payload)


def test_real_messages_that_were_damaged_are_read_or_refused() -> None:
    """Cut, swapped and flipped at random places, with a fixed seed."""
    lots = random.Random(7)
    router = Router(discover(), "paris-1")
    cast = [
        CastMember("a", IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 1)),
        CastMember("b", EddystoneUid("acc0e1ace1a9d19e0001", "000000000002")),
    ]
    for number, line in enumerate(Script(cast, boutique_floor(), "paris-1", 1_790_000_000.0)):
        if number >= 2000:
            break
        if line.said is None:
            continue
        damaged = bytearray(line.said.payload)
        for _ in range(lots.randint(1, 4)):
            damaged[lots.randrange(len(damaged))] = lots.randrange(256)
        for payload in (bytes(damaged), line.said.payload[: lots.randrange(len(damaged))]):
            try:
                router.decode(line.said.topic, payload)
            except UnreadableError as refused:
                assert str(refused).isprintable()


@given(topic=st.text(max_size=60), payload=st.binary(max_size=60))
def test_any_topic_is_read_or_refused(topic: str, payload: bytes) -> None:
    for driver in discover():
        try:
            driver.decode(topic, payload)
        except UnreadableError as refused:
            assert str(refused)
