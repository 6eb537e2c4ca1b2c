"""Every driver meets noise: it reads or refuses, and nothing else ever happens.

Drivers are met without being told of here. Each brings `SAMPLES` in its own test file (see
`samples.py`); one that brings none fails. The time of one message is measured on the processor,
so that a busy machine is nobody's fault, and a message that is never done with ends the test.
"""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.decoding import Router, describe
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver, UnreadableError, discover
from tests.devices.samples import file_of, keys_of, samples_of
from tests.effort import tries

SLOWEST_S = 1.0
DAMAGES_EACH = tries(100, 2_000)
LEAVES_AT_MOST = 40
DEPTH = 3000
SEED = 7

drivers = pytest.mark.parametrize("driver", discover(), ids=lambda driver: driver.name)

WRONG: tuple[object, ...] = (
    None,
    True,
    -1,
    2**70,
    1e308,
    float("nan"),
    "",
    "-67",
    "\ud800",
    "\x00" * 200,
    "9" * 5000,
    "f" * 5001,
    [],
    [[]],
    {},
    {"": None},
    [{}] * 500,
    ["zz"] * 500,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(("feaa", "ibeacon", "eddystone_uid", "00" * 20, "online", "-67", "1e400")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def topics_of(driver: Driver) -> list[str]:
    """Where its samples came from, and one topic for each filter."""
    plain = [topic.replace("{boutique}", "paris-1") for topic in driver.topics]
    plain += [driver.push_topic] if driver.pushes else []
    invented = [topic.replace("+", "iBeacon:x-1-1").replace("#", "X/Y") for topic in plain]
    return list(dict.fromkeys([topic for topic, _ in samples_of(driver.name)] + invented))


def meet(driver: Driver, payload: bytes, topics: list[str] | None = None) -> None:
    for topic in topics or topics_of(driver):
        begun_s = time.thread_time()
        try:
            for reading in driver.decode(topic, payload):
                json.dumps(describe(reading))
        except UnreadableError as refused:
            assert str(refused)
            assert str(refused).isprintable()
        assert time.thread_time() - begun_s < SLOWEST_S


def json_samples(driver: Driver) -> list[tuple[str, Any]]:
    found = []
    for topic, payload in samples_of(driver.name):
        try:
            found.append((topic, json.loads(payload)))
        except ValueError:
            continue
    return found


def places(message: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a JSON value, itself included."""
    yield path
    inner: Any = ()
    if isinstance(message, dict):
        inner = message.items()
    elif isinstance(message, list):
        inner = enumerate(message)
    for key, value in inner:
        yield from places(value, (*path, key))


def replaced(message: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(message)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@drivers
def test_a_driver_brings_samples_that_can_be_read(driver: Driver) -> None:
    samples = samples_of(driver.name)
    assert samples, f"SAMPLES is missing from {file_of(driver)}"
    router = Router(discover(), "paris-1")
    readings = 0
    for topic, payload in samples:
        found = router.driver_for(topic)
        assert found is not None, topic
        assert found.name == driver.name, f"{topic} is read by {found.name}"
        readings += len(router.decode(topic, payload))
    assert readings, "not one of the samples says anything"


@drivers
def test_a_message_cut_anywhere_is_read_or_refused(driver: Driver) -> None:
    for topic, payload in samples_of(driver.name):
        step = max(1, len(payload) // DAMAGES_EACH)
        for end in range(0, len(payload), step):
            meet(driver, payload[:end], [topic])
            meet(driver, payload[end:], [topic])


@drivers
def test_a_message_with_flipped_bytes_is_read_or_refused(driver: Driver) -> None:
    lots = random.Random(SEED)
    for topic, payload in samples_of(driver.name):
        if not payload:
            continue
        for _ in range(DAMAGES_EACH):
            damaged = bytearray(payload)
            for _ in range(lots.randint(1, 4)):
                damaged[lots.randrange(len(damaged))] = lots.randrange(256)
            meet(driver, bytes(damaged), [topic])


@drivers
def test_a_value_of_another_type_anywhere_is_read_or_refused(driver: Driver) -> None:
    for topic, message in json_samples(driver):
        for path in list(places(message))[:LEAVES_AT_MOST]:
            for value in WRONG:
                meet(driver, json.dumps(replaced(message, path, value)).encode(), [topic])


@drivers
def test_a_value_nested_too_deeply_anywhere_is_read_or_refused(driver: Driver) -> None:
    for topic, message in json_samples(driver):
        for path in list(places(message))[:LEAVES_AT_MOST]:
            text = json.dumps(replaced(message, path, "@deep"))
            for opened, closed in (("[", "]"), ('{"a":', "}")):
                nested = opened * DEPTH + "1" + closed * DEPTH
                meet(driver, text.replace('"@deep"', nested).encode(), [topic])


@drivers
def test_a_message_repeated_up_to_the_limit_is_done_in_time(driver: Driver) -> None:
    """Lists as long as a message can hold, and one byte too many."""
    for topic, payload in samples_of(driver.name):
        if not payload:
            continue
        many = LARGEST_PAYLOAD_BYTES // len(payload) + 1
        meet(driver, payload * many, [topic])
        meet(driver, b"[" + b",".join([payload] * many) + b"]", [topic])
    for topic, message in json_samples(driver):
        for path in list(places(message))[:LEAVES_AT_MOST]:
            value: Any = message
            for key in path:
                value = value[key]
            if isinstance(value, list) and value:
                size = len(json.dumps(value))
                long = value * max(1, (LARGEST_PAYLOAD_BYTES - 2000) // size)
                meet(driver, json.dumps(replaced(message, path, long)).encode(), [topic])


@drivers
@settings(max_examples=tries(40, 1_000), deadline=None)
@given(payload=st.binary(max_size=400))
@example(payload=b"\x1c0")  # a digit behind what only some of Python holds to be a space
def test_random_bytes_are_read_or_refused(driver: Driver, payload: bytes) -> None:
    meet(driver, payload)


@drivers
@settings(max_examples=tries(40, 1_000), deadline=None)
@given(data=st.data())
def test_any_json_is_read_or_refused(driver: Driver, data: st.DataObject) -> None:
    """Objects of the driver's own keys with whatever in them."""
    known = sorted(set().union(*(keys_of(message) for _, message in json_samples(driver))))
    keys = st.sampled_from(known) if known else st.text(max_size=8)
    message = data.draw(st.dictionaries(keys, VALUES, max_size=12) | VALUES)
    meet(driver, json.dumps(message).encode())
    meet(driver, json.dumps([message]).encode())


@drivers
@pytest.mark.parametrize(
    "payload",
    [
        b"",
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
        b"\x91" * 60_000,
        b"\xdd\xff\xff\xff\xff",
        b"<a>" * 20_000,
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
    ids=range(20),
)
def test_what_is_meant_to_hurt_does_not(driver: Driver, payload: bytes) -> None:
    meet(driver, payload)


@settings(max_examples=tries(60, 1_000), deadline=None)
@given(topic=st.text(max_size=60), payload=st.binary(max_size=60))
def test_any_topic_is_read_or_refused(topic: str, payload: bytes) -> None:
    for driver in discover():
        meet(driver, payload, [topic])
