"""The house's own protocol."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.canonical.driver import DRIVER
from devices.drivers import UnreadableError
from devices.readings import (
    AltBeacon,
    Answer,
    Beacon,
    CertificateWanted,
    Count,
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    EddystoneEid,
    EddystoneUid,
    EddystoneUrl,
    IBeacon,
    Occupancy,
    Reading,
    Scan,
    Sighting,
    VendorBeacon,
)
from tests.devices.samples import sample

TS = "2026-11-22T10:00:00.250Z"
AT = datetime(2026, 11, 22, 10, 0, 0, 250_000, tzinfo=UTC)
UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
IBEACON = {"type": "ibeacon", "uuid": UUID, "major": 7, "minor": 9}
SIGHTING = {"id": "17-1", "ts": TS, "rssi_dbm": -67, "address": "c0:ff:ee:00:00:07"}
BASE = "accueil/v1/paris-1/salon-1"
SAMPLES = [
    sample(f"{BASE}/sighting", {**SIGHTING, "tx_power_dbm": -59, "beacon": IBEACON}),
    sample(f"{BASE}/sightings", {"sightings": [SIGHTING, {**SIGHTING, "frame": "020106"}]}),
    sample(f"{BASE}/scan", {"id": "5", "ts": TS, "symbology": "qr", "data": "pass:CLND-7Q4M"}),
    sample(f"{BASE}/count", {"id": "6", "ts": TS, "line": "door", "in": 2, "out": 1}),
    sample(f"{BASE}/occupancy", {"ts": TS, "zone": "salon", "people": 3, "dwell_s": [12.5]}),
    sample(f"{BASE}/state", {"state": "online", "ts": TS}),
    sample(
        f"{BASE}/about", {"kind": "ble_gateway", "model": "x", "firmware": "1", "zone": "salon"}
    ),
    sample(f"{BASE}/health", {"ts": TS, "uptime_s": 5, "battery_pct": 50, "lens": "clear"}),
    sample(f"{BASE}/answer", {"id": "5", "ok": True, "reason": "done"}),
    sample(f"{BASE}/preview", {"id": "5", "jpeg": "/9j/2wD/2Q=="}),
]


def read(topic: str, said: object) -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(DRIVER.decode(f"accueil/v1/paris-1/salon-1/{topic}", payload))


def refusal(topic: str, said: object) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(topic, said)
    return str(refused.value)


def test_a_decoded_beacon_is_a_sighting() -> None:
    said = {**SIGHTING, "tx_power_dbm": -59, "beacon": IBEACON}
    expected = Sighting("salon-1", -67.0, IBeacon(UUID, 7, 9), "c0:ff:ee:00:00:07", -59, AT, "17-1")
    assert read("sighting", said) == [expected]


@pytest.mark.parametrize(
    ("frame", "beacon", "power_dbm"),
    [
        (
            "0201061aff4c0002156f1d4e0a5b7c4a529c3eacc0e110000100070009c5",
            IBeacon(UUID, 7, 9),
            -59,
        ),
        (
            "0201060303aafe1516aafe00eeacc0e1ace1a9d19e0001000000000002",
            EddystoneUid("acc0e1ace1a9d19e0001", "000000000002"),
            -18,
        ),
        (
            "0201060303AAFE0D16AAFE30EEA9B76A71C5F89290",
            EddystoneEid("a9b76a71c5f89290"),
            -18,
        ),
        ("0201060303aafe0516aafe10f8", None, None),
        ("", None, None),
    ],
)
def test_a_frame_is_read_in_full(
    frame: str, beacon: IBeacon | EddystoneUid | EddystoneEid | None, power_dbm: int | None
) -> None:
    (sighting,) = read("sighting", {**SIGHTING, "frame": frame})
    assert isinstance(sighting, Sighting)
    assert (sighting.beacon, sighting.tx_power_dbm) == (beacon, power_dbm)


def test_a_beacons_spelling_is_made_one() -> None:
    shouted = {**IBEACON, "uuid": UUID.upper().replace("-", "")}
    (sighting,) = read("sighting", {**SIGHTING, "address": "C0-FF-EE-00-00-07", "beacon": shouted})
    assert isinstance(sighting, Sighting)
    assert sighting.beacon == IBeacon(UUID, 7, 9)
    assert sighting.address == "c0:ff:ee:00:00:07"


@pytest.mark.parametrize("wrap", [lambda many: many, lambda many: {"sightings": many}])
def test_many_sightings_come_in_one_message(wrap: object) -> None:
    assert callable(wrap)
    many = [{**SIGHTING, "id": f"17-{n}", "beacon": {**IBEACON, "minor": n}} for n in range(20)]
    readings = read("sightings", wrap(many))
    assert [reading.id for reading in readings if isinstance(reading, Sighting)] == [
        f"17-{n}" for n in range(20)
    ]


@pytest.mark.parametrize(
    ("said", "beacon"),
    [
        (
            {"type": "altbeacon", "id1": UUID.upper().replace("-", ""), "id2": 3, "id3": 4},
            AltBeacon(UUID, 3, 4),
        ),
        (
            {"type": "eddystone_url", "url": "https://example.com/"},
            EddystoneUrl("https://example.com/"),
        ),
        (
            {"type": "vendor", "vendor": "kontakt", "id": "a1b2c3"},
            VendorBeacon("kontakt", "a1b2c3"),
        ),
    ],
)
def test_every_kind_of_beacon_may_be_said_decoded(said: object, beacon: Beacon) -> None:
    (sighting,) = read("sighting", {**SIGHTING, "beacon": said})
    assert isinstance(sighting, Sighting)
    assert sighting.beacon == beacon


@pytest.mark.parametrize(
    ("beacon", "field"),
    [
        ({"type": "altbeacon", "id1": "12", "id2": 3, "id3": 4}, "beacon.id1"),
        ({"type": "altbeacon", "id1": UUID, "id2": 70000, "id3": 4}, "id2"),
        ({"type": "eddystone_url", "url": ""}, "beacon.url"),
        ({"type": "vendor", "vendor": "", "id": "1"}, "beacon.vendor"),
        ({"type": "vendor", "vendor": "kontakt", "id": "a" * 65}, "beacon.id"),
        ({"type": "smoke", "id": "1"}, "smoke"),
    ],
)
def test_a_beacon_that_cannot_be_is_refused(beacon: object, field: str) -> None:
    assert field in refusal("sighting", {**SIGHTING, "beacon": beacon})


def test_a_scan_is_read() -> None:
    said = {"id": "5", "ts": TS, "symbology": "QR", "data": "pass:CLND-7Q4M"}
    assert read("scan", said) == [Scan("salon-1", "pass:CLND-7Q4M", "qr", AT, "5")]


def test_a_count_says_what_it_means() -> None:
    steps = {"id": "6", "ts": TS, "line": "door", "in": 2, "out": 1}
    totals = {"id": "7", "ts": TS, "line": "door", "total_in": 812, "total_out": 799}
    assert read("count", steps) == [Count("salon-1", "door", 2, 1, "increment", AT, "6")]
    assert read("count", totals) == [Count("salon-1", "door", 812, 799, "cumulative", AT, "7")]
    del totals["total_out"]
    one_way = Count("salon-1", "door", 812, 0, "cumulative", AT, "7", "in")
    assert read("count", totals) == [one_way]


def test_occupancy_is_read() -> None:
    said = {"ts": TS, "zone": "salon", "people": 4, "queue": 2, "dwell_s": [12, 80.5]}
    assert read("occupancy", said) == [Occupancy("salon-1", "salon", 4, 2, (12.0, 80.5), AT)]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("count", {"in": 1, "out": 0}),
        ("scan", {"data": "pass:1"}),
        ("occupancy", {"people": 1}),
        ("health", {"lens": "covered"}),
    ],
)
def test_what_was_told_by_a_clock_that_was_never_set_is_of_no_time_and_not_lost(
    kind: str, said: dict[str, object]
) -> None:
    for ts in ("1970-01-01T00:00:09Z", "2105-01-01T00:00:00Z"):
        payload = json.dumps({**said, "id": "1", "ts": ts}).encode()
        (reading,) = DRIVER.decode(f"accueil/v1/paris-1/door-1/{kind}", payload)
        assert isinstance(reading, Count | Scan | Occupancy | DeviceHealth)
        assert reading.ts is None


def test_a_device_tells_of_itself() -> None:
    about = {"kind": "ble_gateway", "model": "M", "firmware": "1.2", "zone": "salon"}
    assert read("state", {"state": "offline", "ts": TS}) == [DeviceState("salon-1", "offline", AT)]
    assert read("about", about) == [DeviceAbout("salon-1", "ble_gateway", "M", "1.2", "salon")]
    assert read("health", {"ts": TS, "uptime_s": 60, "lens": "covered"}) == [
        DeviceHealth("salon-1", AT, uptime_s=60.0, lens="covered")
    ]
    assert read("answer", {"id": "5", "ok": False, "reason": "no paper"}) == [
        Answer("salon-1", "5", False, "no paper")
    ]
    assert read("certificate", {"id": "6", "request": "PEM"}) == [
        CertificateWanted("salon-1", "6", "PEM")
    ]


@pytest.mark.parametrize("topic", ["state", "about"])
def test_a_retained_message_that_was_cleared_says_nothing(topic: str) -> None:
    assert read(topic, b"") == []


@pytest.mark.parametrize(
    ("topic", "said", "field"),
    [
        ("sighting", {**SIGHTING, "rssi_dbm": 500}, "rssi_dbm"),
        ("sighting", {**SIGHTING, "rssi_dbm": -128}, "rssi_dbm"),
        ("sighting", {**SIGHTING, "rssi_dbm": "-67"}, "rssi_dbm"),
        ("sighting", {**SIGHTING, "rssi_dbm": None}, "rssi_dbm"),
        ("sighting", {"ts": TS}, "rssi_dbm"),
        ("sighting", {**SIGHTING, "ts": "2016-11-22T10:00:00Z"}, "ts"),
        ("sighting", {**SIGHTING, "ts": "9999-12-31T23:59:59Z"}, "ts"),
        ("sighting", {**SIGHTING, "ts": "2026-11-22T10:00:00"}, "ts"),
        ("sighting", {**SIGHTING, "ts": 1790000000}, "ts"),
        ("sighting", {**SIGHTING, "address": "nobody"}, "address"),
        ("sighting", {**SIGHTING, "frame": "zz"}, "frame"),
        ("sighting", {**SIGHTING, "beacon": {**IBEACON, "major": 65536}}, "beacon.major"),
        ("sighting", {**SIGHTING, "beacon": {**IBEACON, "minor": -1}}, "beacon.minor"),
        ("sighting", {**SIGHTING, "beacon": {**IBEACON, "uuid": "nobody"}}, "beacon.uuid"),
        ("sighting", {**SIGHTING, "beacon": {**IBEACON, "type": "carrier"}}, "beacon.type"),
        ("sightings", {"sightings": [SIGHTING, {**SIGHTING, "rssi_dbm": "x"}]}, "sightings"),
        ("scan", {"symbology": "qr", "data": "x" * 4097}, "data"),
        ("scan", {"symbology": "qr"}, "data"),
        ("count", {"line": "door"}, "in"),
        ("count", {"line": "door", "in": -1, "out": 0}, "in"),
        ("count", {"line": "door", "in": 1.5, "out": 0}, "in"),
        ("occupancy", {"people": 10**9}, "people"),
        ("state", {"state": "asleep"}, "state"),
        ("about", {"kind": "toaster"}, "kind"),
        ("health", {"uptime_s": 5}, "ts"),
        ("health", {"ts": TS, "sightings_dropped": -1}, "sightings_dropped"),
        ("health", {"ts": TS, "battery_pct": 101}, "battery_pct"),
        ("answer", {"id": "5", "ok": "yes"}, "ok"),
        ("certificate", {"id": "6", "request": "x" * 4097}, "request"),
        ("certificate", {"id": "", "request": "x"}, "id"),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, said: object, field: str) -> None:
    assert field in refusal(topic, said)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'{"rssi_dbm":-60,"rssi_dbm":-50}', "rssi_dbm: the key stands twice"),
        (b'{"rssi_dbm":-60,"rssi\\u005fdbm":-50}', "rssi_dbm: the key stands twice"),
        (b'{"rssi_dbm" : -60, "x" : {"a":1, "a":2}}', "a: the key stands twice"),
        (b'{"rssi_dbm":-60,"id":"\xff"}', "UTF-8"),
        (b'{"rssi_dbm":-60,"x":' + b"[" * 30_000, "too deeply"),
        (b'{"rssi_dbm":NaN}', "not JSON"),
        (b'{"rssi_dbm":1e999}', "rssi_dbm"),
        (b'{"rssi_dbm":-60', "not JSON"),
        (b"", "not JSON"),
        (b"null", "object"),
    ],
)
def test_bad_json_is_refused_in_words(payload: bytes, reason: str) -> None:
    assert reason in refusal("sighting", payload)


def test_a_key_may_stand_in_two_objects_and_a_colon_in_a_string() -> None:
    said = b'{"rssi_dbm":-60,"note":"a\\u003a \\":\\" b","x":{"rssi_dbm":1,"id":2}}'
    assert len(read("sighting", said)) == 1


def test_a_topic_that_the_protocol_lacks_is_refused() -> None:
    assert "no such topic" in refusal("weather", {})
    with pytest.raises(UnreadableError, match="device"):
        DRIVER.decode("accueil/v1/paris-1//state", b"{}")
