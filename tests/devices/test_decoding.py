"""Which driver reads a message, and what is printed of it."""

from __future__ import annotations

import json

import pytest

from devices.decoding import MOST_TOPICS_KEPT, Router, decode, describe
from devices.drivers import Driver, UnreadableError, discover
from devices.readings import Sighting
from devices.topics import matches

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"


@pytest.fixture
def router() -> Router:
    return Router(discover(), "paris-1")


def test_the_house_knows_its_drivers() -> None:
    names = [driver.name for driver in discover()]
    assert {"canonical", "espresense", "openmqttgateway", "theengs"} <= set(names)
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("accueil/v1/paris-1/salon-1/sighting", "canonical"),
        ("home/TheengsGateway/BTtoMQTT/AABBCCDDEEFF", "theengs"),
        ("home/OMG_1/BTtoMQTT/AABBCCDDEEFF", "openmqttgateway"),
        ("maison/OMG_1/BTtoMQTT/AABBCCDDEEFF", "openmqttgateway"),
        ("espresense/devices/iBeacon:x/salon", "espresense"),
        ("espresense/devices/x/LWT", "espresense"),
    ],
)
def test_one_driver_reads_a_topic(router: Router, topic: str, name: str) -> None:
    driver = router.driver_for(topic)
    assert driver is not None
    assert driver.name == name


@pytest.mark.parametrize(
    "topic",
    [
        "accueil/v1/lyon-1/salon-1/sighting",
        "accueil/v1/paris-1/salon-1/command",
        "accueil/v1/paris-1/salon-1",
        "weather/today",
        "",
        "/",
        "a" * 70_000,
    ],
)
def test_a_topic_of_nobodys_is_refused(router: Router, topic: str) -> None:
    with pytest.raises(UnreadableError, match="no driver listens"):
        router.decode(topic, b"{}")


def test_any_boutique_is_decoded_where_none_is_named() -> None:
    topic = "accueil/v1/lyon-1/door/count"
    (reading,) = decode(topic, b'{"line":"door","in":1,"out":0}')
    assert describe(reading)["in"] == 1
    with pytest.raises(UnreadableError):
        decode(topic, b'{"line":"door","in":1,"out":0}', "paris-1")


def test_no_filter_lies_within_another(router: Router) -> None:
    topics = [
        "home/TheengsGateway/BTtoMQTT/X",
        "home/TheengsGateway/LWT",
        "accueil/v1/paris-1/x/state",
        "espresense/rooms/x/status",
    ]
    for topic in topics:
        assert sum(matches(one, topic) for one in router.filters()) == 1


def test_every_drivers_topics_are_subscribed(router: Router) -> None:
    for driver in discover():
        for topic in driver.topics:
            example = topic.replace("{boutique}", "paris-1").replace("+", "x").replace("#", "x")
            assert any(matches(one, example) for one in router.filters()), topic


def test_a_flood_of_topics_costs_no_memory(router: Router) -> None:
    for number in range(MOST_TOPICS_KEPT * 2):
        router.driver_for(f"flood/{number}")
    assert len(router._known) <= MOST_TOPICS_KEPT


def test_a_megabyte_is_refused_before_it_is_read() -> None:
    def explode(topic: str, payload: bytes) -> list[Sighting]:
        raise AssertionError

    router = Router([Driver("x", ("x",), explode)], None)
    with pytest.raises(UnreadableError, match="1048576 bytes"):
        router.decode("x", b"x" * 1048576)


def lines(topic: str, said: object) -> list[dict[str, object]]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    try:
        return [describe(reading) for reading in decode(topic, payload)]
    except UnreadableError as error:
        return [describe(error)]


def test_a_sighting_is_described() -> None:
    said = {
        "id": "1",
        "ts": "2026-11-22T11:00:00.25+01:00",
        "rssi_dbm": -67,
        "address": "AA:BB:CC:DD:EE:FF",
        "beacon": {"type": "ibeacon", "uuid": UUID, "major": 1, "minor": 2},
    }
    assert lines("accueil/v1/paris-1/a/sighting", said) == [
        {
            "reading": "sighting",
            "beacon": {"type": "ibeacon", "uuid": UUID, "major": 1, "minor": 2},
            "address": "aa:bb:cc:dd:ee:ff",
            "rssi_dbm": -67,
            "ts": "2026-11-22T10:00:00.250Z",
        }
    ]


def test_a_frame_of_no_beacon_is_described_so() -> None:
    (line,) = lines("accueil/v1/paris-1/a/sighting", {"rssi_dbm": -67.5, "frame": "020106"})
    assert (line["beacon"], line["rssi_dbm"], line["ts"]) == (None, -67.5, None)


@pytest.mark.parametrize(
    ("topic", "said", "line"),
    [
        (
            "scan",
            {"symbology": "qr", "data": "X"},
            {"reading": "scan", "symbology": "qr", "data": "X"},
        ),
        (
            "count",
            {"line": "door", "total_in": 5, "total_out": 4},
            {"reading": "count", "line": "door", "in": 5, "out": 4, "meaning": "cumulative"},
        ),
        (
            "count",
            {"line": "door", "in": 2, "out": 1},
            {"reading": "count", "line": "door", "in": 2, "out": 1, "meaning": "increment"},
        ),
        (
            "occupancy",
            {"zone": "salon", "people": 3},
            {
                "reading": "occupancy",
                "zone": "salon",
                "people": 3,
                "queue": None,
                "dwell_s": [],
                "ts": None,
            },
        ),
        (
            "state",
            {"state": "online"},
            {"reading": "state", "device": "a", "state": "online"},
        ),
        (
            "health",
            {"ts": "2026-11-22T10:00:00Z", "fps": 15},
            {"reading": "health", "device": "a", "ts": "2026-11-22T10:00:00Z", "fps": 15.0},
        ),
        (
            "answer",
            {"id": "1", "ok": True},
            {"reading": "answer", "device": "a", "id": "1", "ok": True},
        ),
    ],
)
def test_every_reading_is_described(topic: str, said: object, line: dict[str, object]) -> None:
    assert lines(f"accueil/v1/paris-1/a/{topic}", said) == [line]


def test_what_cannot_be_read_is_described_with_its_reason() -> None:
    assert lines("nowhere", b"{}") == [{"quarantine": "no driver listens to this topic"}]
    (line,) = lines("accueil/v1/paris-1/a/sighting", {"rssi_dbm": 500})
    assert line == {"quarantine": "rssi_dbm: 500 dBm is outside -127 to 20"}


def test_a_description_is_always_json() -> None:
    eid = {"rssi_dbm": -60, "frame": "0201060303aafe0d16aafe30eea9b76a71c5f89290"}
    (line,) = lines("accueil/v1/paris-1/a/sighting", eid)
    assert json.loads(json.dumps(line))["beacon"] == {
        "type": "eddystone_eid",
        "eid": "a9b76a71c5f89290",
    }
