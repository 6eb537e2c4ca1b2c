"""MQTT topic filters."""

from __future__ import annotations

import pytest

from devices.topics import covers, exactness, matches


@pytest.mark.parametrize(
    ("topic_filter", "topic", "expected"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/b/c", False),
        ("a/b/c", "a/b", False),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("a/+", "a/", True),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("#", "a/b", True),
        ("#", "$SYS/broker", False),
        ("+/broker", "$SYS/broker", False),
        ("$SYS/#", "$SYS/broker", True),
        ("a/+/c", "a/b/d", False),
    ],
)
def test_a_filter_matches_as_mqtt_says(topic_filter: str, topic: str, expected: bool) -> None:
    assert matches(topic_filter, topic) is expected


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("a/#", "a/b/#", True),
        ("a/+/c", "a/b/c", True),
        ("a/b/c", "a/+/c", False),
        ("a/+", "a/#", False),
        ("+/+/LWT", "home/gateway/LWT", True),
        ("a/b", "a/b/c", False),
    ],
)
def test_a_filter_covers_what_falls_under_it(wide: str, narrow: str, expected: bool) -> None:
    assert covers(wide, narrow) is expected


def test_the_more_exact_filter_sorts_higher() -> None:
    filters = ["+/+/BTtoMQTT/#", "home/gateway/BTtoMQTT/#", "#", "home/+/BTtoMQTT/#"]
    assert sorted(filters, key=exactness, reverse=True) == [
        "home/gateway/BTtoMQTT/#",
        "home/+/BTtoMQTT/#",
        "+/+/BTtoMQTT/#",
        "#",
    ]
