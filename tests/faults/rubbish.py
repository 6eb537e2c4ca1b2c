"""Messages that nobody can use: of every kind, on every topic, drawn by a seed."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

import msgspec

TOPICS = (
    "accueil/v1/faults-1/door/sighting",
    "accueil/v1/faults-1/door/sightings",
    "accueil/v1/faults-1/door/scan",
    "accueil/v1/faults-1/door/state",
    "accueil/v1/faults-1/door/about",
    "accueil/v1/faults-1/door/health",
    "accueil/v1/faults-1/door/count",
    "accueil/v1/faults-1/camera/occupancy",
    "home/OMG_salon/BTtoMQTT/AABBCC000001",
    "home/TheengsGateway/BTtoMQTT/AABBCC000001",
    "espresense/devices/iBeacon:nonsense/salon",
    "espresense/rooms/salon/telemetry",
)
MEGABYTE = 1_000_000
BEACON = '{"type":"ibeacon","uuid":"6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001","major":1,"minor":1}'

BODIES = (
    b"{",
    b"nonsense",
    b"\xff\xfe\xfa invalid \x80 utf-8",
    b'{"rssi_dbm":"\xc3\x28"}',
    b"null",
    b"[]",
    b"[[[]]]",
    b"0" * 400,
    b"1e999999",
    b'{"rssi_dbm":NaN}',
    b"[" * 20_000,
    b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    b'{"rssi_dbm":-50,"rssi_dbm":-60,"rssi":1,"rssi":"2"}',
    f'{{"rssi_dbm":500,"rssi":500,"beacon":{BEACON}}}'.encode(),
    f'{{"rssi_dbm":-50,"ts":"2016-01-01T00:00:00Z","beacon":{BEACON}}}'.encode(),
    f'{{"rssi_dbm":-50,"ts":"yesterday","beacon":{BEACON}}}'.encode(),
    b'{"rssi_dbm":-50,"beacon":{"type":"ibeacon","uuid":"x","major":-1,"minor":1e9}}',
    b'{"rssi_dbm":-50,"frame":"zz"}',
    b'{"rssi_dbm":-50,"frame":"0201061aff4c000215"}',
    b'{"state":"dancing"}',
    b'{"data":""}',
    b'{"in":-5,"out":1e30}',
    b'{"ts":"2026-01-01T00:00:00Z","people":-3}',
    b'{"id":"x","rssi":"loud","uuid":17,"servicedata":{},"major":[]}',
)


def rubbish(messages: int, seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    for number in range(messages):
        topic = chance.choice(TOPICS)
        if chance.random() < 0.2:
            topic = topic.replace("door", f"door-{chance.randrange(5000)}")
        if number % 1000 == 999:
            yield topic, chance.choice((b"[", b"\x00", b'{"a":')) * (MEGABYTE // 5)
        elif chance.random() < 0.3:
            yield topic, chance.randbytes(chance.randrange(200))
        else:
            yield topic, chance.choice(BODIES)


def unlawful_topic(host: str, port: int) -> None:
    """A topic that is no UTF-8, as a broken client sends it; a good broker hangs up."""
    connect = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01x"
    topic = b"accueil/v1/faults-1/d\xff\xfe/sighting"
    rest = len(topic).to_bytes(2, "big") + topic + msgspec.json.encode({"rssi_dbm": -50})
    with socket.create_connection((host, port), timeout=5) as line:
        line.sendall(connect)
        line.recv(4)
        line.sendall(bytes((0x30, len(rest))) + rest)
        line.recv(1)
