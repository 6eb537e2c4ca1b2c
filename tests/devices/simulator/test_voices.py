"""Every simulated make against its own driver: what is said reads back as what was sensed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.decoding import Router
from devices.drivers import discover
from devices.readings import (
    Beacon,
    Count,
    DeviceHealth,
    DeviceState,
    EddystoneEid,
    EddystoneTlm,
    EddystoneUid,
    IBeacon,
    Occupancy,
    Reading,
    Scan,
    Sighting,
    VendorBeacon,
)
from devices.simulator import FAMILIES, floor_of
from devices.simulator.floor import CANONICAL, Camera, Device, Gateway, Scanner
from devices.simulator.voices import (
    CAMERAS,
    GATEWAYS,
    SCANNERS,
    Advert,
    Crossed,
    Said,
    Shown,
    camera_voice,
    gateway_voice,
    scanner_voice,
    speakers_of,
)

BOUTIQUE = "paris-1"
START_S = 1_790_000_000.0
AT = datetime.fromtimestamp(START_S, UTC)
FLOOR = floor_of(FAMILIES)
GATEWAY = {one.dialect: one for one in FLOOR.gateways}
CAMERA = {one.dialect: one for one in FLOOR.cameras}
SCANNER = {one.dialect: one for one in FLOOR.scanners}
ADDRESS = "c0:ff:ee:00:00:01"

IBEACON = IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 65535)
UID = EddystoneUid("acc0e1ace1a9d19e0001", "000000000002")
EID = EddystoneEid("a9b76a71c5f89290")
TAG = ADDRESS.replace(":", "")
BTHOME, KONTAKT, MESHTECH = (VendorBeacon(one, TAG) for one in ("bthome", "kontakt", "meshtech"))
TAGS_ALONE = {
    "espresense",
    "kontakt",
    "meshtech",
    "monitor",
    "shelly",
}  # no frames that prove nobody
PULSES = [CANONICAL, "minew", "mokosmart", "openmqttgateway", "espresense", "aprilbrother"]
PUBLISHES: dict[str, set[Beacon]] = {
    **{family: {IBEACON, UID, EID, BTHOME} for family in GATEWAYS},
    CANONICAL: {IBEACON, UID, EID},
    "theengs": {IBEACON, UID, EID},
    "openmqttgateway": {IBEACON, UID, EID},
    "espresense": {IBEACON, UID},
    "kontakt": {KONTAKT},
    "monitor": {IBEACON},
    "meshtech": {MESHTECH},
    "shelly": {BTHOME},
}


def read(said: Said) -> list[Reading]:
    return list(Router(discover(), BOUTIQUE).decode(said.topic, said.payload))


def all_read(said: list[Said]) -> list[Reading]:
    return [reading for one in said for reading in read(one)]


def test_every_make_of_each_family_stands_on_the_floor() -> None:
    assert {*GATEWAY} == {CANONICAL, *GATEWAYS}
    assert {*CAMERA} == {CANONICAL, *CAMERAS}
    assert {*SCANNER} == {CANONICAL, *SCANNERS}
    assert {driver.name for driver in discover()} >= {*FAMILIES}


# --------------------------------------------------------------------------------- gateways


@pytest.mark.parametrize(
    "beacon", [IBEACON, UID, EID, BTHOME, KONTAKT, MESHTECH], ids=lambda b: b.key
)
@pytest.mark.parametrize("gateway", GATEWAY.values(), ids=GATEWAY)
def test_what_a_gateway_heard_reads_back(gateway: Gateway, beacon: Beacon) -> None:
    voice = gateway_voice(gateway, BOUTIQUE)
    said = voice.heard(Advert(beacon, ADDRESS, -66, -59, START_S))
    readings = [] if said is None else read(said)
    heard = [one for one in readings if isinstance(one, Sighting)]
    proofs = [(one.device, one.beacon, one.address, one.rssi_dbm) for one in heard if one.beacon]
    expected = [(gateway.device, beacon, ADDRESS, -66.0)]
    assert proofs == (expected if beacon in PUBLISHES[gateway.dialect] else [])


@pytest.mark.parametrize(
    "dialect", [CANONICAL, "minew", "mokosmart", "ruuvi", "aprilbrother", "kontakt", "meshtech"]
)
def test_a_gateway_with_a_clock_tells_its_own_time(dialect: str) -> None:
    beacon = {"kontakt": KONTAKT, "meshtech": MESHTECH}.get(dialect, IBEACON)
    said = gateway_voice(GATEWAY[dialect], BOUTIQUE).heard(
        Advert(beacon, ADDRESS, -66, -59, START_S)
    )
    assert said is not None
    assert [one.ts for one in read(said) if isinstance(one, Sighting)] == [AT]


@pytest.mark.parametrize("dialect", sorted({CANONICAL, *GATEWAYS} - TAGS_ALONE))
def test_a_beacons_telemetry_comes_through(dialect: str) -> None:
    tired = EddystoneTlm(2100, 21.0, 10, 10.0)
    said = gateway_voice(GATEWAY[dialect], BOUTIQUE).heard(
        Advert(tired, ADDRESS, -66, -59, START_S)
    )
    assert said is not None
    assert tired in [one.beacon for one in read(said) if isinstance(one, Sighting)]


@pytest.mark.parametrize(
    "device", FLOOR.devices, ids=lambda one: f"{type(one).__name__} {one.device}"
)
def test_who_says_that_it_is_here_also_has_a_last_will(device: Device) -> None:
    voice = speakers_of(FLOOR, BOUTIQUE)[device.device]
    name = "frigate" if device.dialect == "frigate" else device.device
    here = [one for one in all_read(voice.hello(START_S)) if isinstance(one, DeviceState)]
    will = voice.will()
    gone = [] if will is None else read(will)
    assert here == ([] if will is None else [DeviceState(name, "online", here[0].ts)])
    assert gone == ([] if will is None else [DeviceState(name, "offline")])
    assert all(one.retain for one in voice.hello(START_S))


@pytest.mark.parametrize("dialect", PULSES)
def test_a_gateways_pulse_is_a_sign_of_life(dialect: str) -> None:
    said = gateway_voice(GATEWAY[dialect], BOUTIQUE).pulse(START_S, 30.0)
    devices = {one.device for one in all_read(said) if isinstance(one, DeviceHealth)}
    assert devices == {GATEWAY[dialect].device}


# --------------------------------------------------------------------------------- cameras

WENT_IN = Crossed("door", 1, 0, 7, 4, 11, START_S - 600, START_S - 5, START_S)
WENT_OUT = Crossed("door", 0, 1, 7, 5, 12, START_S - 600, START_S, START_S + 3)
TOTALS = {  # dialect: what is told of the way in, and of the way out
    "axis": [("door", "in", 7, 0), ("door", "out", 0, 5)],
    "hikvision": [("channel-1", "both", 7, 4), ("channel-1", "both", 7, 5)],
    "irisys": [("door", "both", 7, 4), ("door", "both", 7, 5)],
    "milesight": [("door", "both", 7, 4), ("door", "both", 7, 5)],
}
STEPS = {
    CANONICAL: [("door", "both", 1, 0), ("door", "both", 0, 1)],
    "frigate": [("door", "in", 1, 0)],
    "xovis": [("door", "both", 1, 0), ("door", "both", 0, 1)],
}


@pytest.mark.parametrize("camera", CAMERA.values(), ids=CAMERA)
def test_what_a_camera_counted_reads_back(camera: Camera) -> None:
    voice = camera_voice(camera, BOUTIQUE)
    counts = [
        one
        for one in all_read([*voice.counted(WENT_IN), *voice.counted(WENT_OUT)])
        if isinstance(one, Count)
    ]
    told = [(one.line, one.ways, one.people_in, one.people_out) for one in counts]
    assert told == {**TOTALS, **STEPS}[camera.dialect]
    meaning = "cumulative" if camera.dialect in TOTALS else "increment"
    assert {(one.device, one.meaning) for one in counts} == {(camera.device, meaning)}
    assert counts[0].ts == AT
    ids = [one.id for one in counts]
    assert camera.dialect in TOTALS or (None not in ids and len({*ids}) == len(ids))


LINES_ALONE = {"hikvision", "irisys"}
NOBODY = Crossed("door", 0, 0, 7, 5, 13, START_S - 600, START_S + 3, START_S + 63)


@pytest.mark.parametrize("dialect", TOTALS)
def test_totals_are_told_even_when_nobody_came(dialect: str) -> None:
    said = all_read(camera_voice(CAMERA[dialect], BOUTIQUE).counted(NOBODY))
    totals = [(one.people_in, one.people_out) for one in said if isinstance(one, Count)]
    assert totals == ([(7, 0), (0, 5)] if dialect == "axis" else [(7, 5)])


@pytest.mark.parametrize("dialect", STEPS)
def test_nobody_is_no_step(dialect: str) -> None:
    said = all_read(camera_voice(CAMERA[dialect], BOUTIQUE).counted(NOBODY))
    assert not [one for one in said if isinstance(one, Count) and one.people_in + one.people_out]


@pytest.mark.parametrize("camera", CAMERA.values(), ids=CAMERA)
def test_how_many_a_camera_sees_reads_back(camera: Camera) -> None:
    said = camera_voice(camera, BOUTIQUE).occupied("salon", 3, START_S)
    seen = [(one.zone, one.people) for one in all_read(said) if isinstance(one, Occupancy)]
    assert seen == ([] if camera.dialect in LINES_ALONE else [("salon", 3)])


def test_packages_with_numbers_leave_none_out() -> None:
    voice = camera_voice(CAMERA["xovis"], BOUTIQUE)
    said = [
        *voice.counted(WENT_IN),
        *voice.occupied("salon", 3, START_S),
        *voice.counted(WENT_OUT),
        *voice.pulse(START_S, 30.0),
    ]
    told = [(one.stream, one.sequence) for one in all_read(said) if isinstance(one, Count)]
    assert told == [("1000", 11), ("1000", 12)]


# --------------------------------------------------------------------------------- scanners


@pytest.mark.parametrize("scanner", SCANNER.values(), ids=SCANNER)
def test_what_a_scanner_read_reads_back(scanner: Scanner) -> None:
    said = scanner_voice(scanner, BOUTIQUE).read(Shown("pass:CLND-7Q4M", 3, START_S))
    (scan,) = read(said)
    assert isinstance(scan, Scan)
    told = (scan.device, scan.data, scan.symbology, scan.ts)
    assert told == (scanner.device, "pass:CLND-7Q4M", "qr", AT)
