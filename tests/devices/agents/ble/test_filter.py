"""What the gateway passes on, as it was told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices.agents.ble.filter import Filter, FilterFile, read_filter
from devices.agents.link import RefusedError
from devices.readings import (
    AltBeacon,
    Beacon,
    EddystoneEid,
    EddystoneTlm,
    EddystoneUid,
    EddystoneUrl,
    IBeacon,
)

OURS, THEIRS = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", "11111111-2222-3333-4444-555555555555"
NAMESPACE = "acc0e1ace1a9d19e0001"
ONE_OF_EACH = {
    "ibeacon": IBeacon(OURS, 1, 2),
    "eddystone_uid": EddystoneUid(NAMESPACE, "0" * 12),
    "eddystone_eid": EddystoneEid("0123456789abcdef"),
    "eddystone_url": EddystoneUrl("https://example.org"),
    "altbeacon": AltBeacon(OURS, 1, 2),
}


def told(**said: Any) -> Filter:
    return read_filter({"id": "1", "do": "configure", "filter": said})


@pytest.mark.parametrize(("kind", "beacon"), ONE_OF_EACH.items())
def test_each_kind_can_be_asked_for_alone(kind: str, beacon: Beacon) -> None:
    alone = told(kinds=[kind])
    assert alone.takes(beacon)
    assert not any(alone.takes(other) for other in ONE_OF_EACH.values() if other is not beacon)
    assert len(alone.patterns()) == 1


def test_by_default_whatever_can_prove_somebody_is_passed_on() -> None:
    assert all(Filter().takes(beacon) for beacon in ONE_OF_EACH.values())
    assert not Filter().takes(EddystoneTlm(3000, 20.0, 1, 1.0))


def test_uuids_and_namespaces_are_taken_in_any_spelling() -> None:
    ours = told(uuids=[OURS.upper().replace("-", "")], namespaces=[NAMESPACE.upper()])
    assert ours.takes(IBeacon(OURS, 1, 2))
    assert ours.takes(AltBeacon(OURS, 1, 2))
    assert ours.takes(EddystoneUid(NAMESPACE, "0" * 12))
    assert not ours.takes(IBeacon(THEIRS, 1, 2))
    assert not ours.takes(AltBeacon(THEIRS, 1, 2))
    assert not ours.takes(EddystoneUid("0" * 20, "0" * 12))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"kinds": ["wifi"]}, "wifi"),
        ({"kinds": []}, "kinds: none"),
        ({"kind": ["ibeacon"]}, "kind"),
        ({"uuids": ["6f1d"]}, "uuids"),
        ({"namespaces": ["xyz"]}, "namespaces"),
        ({"min_rssi_dbm": "loud"}, "min_rssi_dbm"),
        ({"min_rssi_dbm": -500}, "min_rssi_dbm"),
    ],
)
def test_a_filter_that_is_wrong_is_refused_by_its_field(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        told(**said)


@pytest.mark.parametrize("said", [{}, {"filter": None}, {"filter": []}, {"filter": "all"}])
def test_a_command_without_a_filter_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match="filter"):
        read_filter(said)


def test_a_filter_outlives_a_restart_and_a_broken_one_is_as_none(tmp_path: Path) -> None:
    file = tmp_path / "filter.json"
    assert FilterFile(file).read() == Filter()
    quiet = told(kinds=["ibeacon"], min_rssi_dbm=-70)
    FilterFile(file).keep(quiet)
    assert FilterFile(file).read() == quiet
    file.write_bytes(b'{"kinds":["wi')
    assert FilterFile(file).read() == Filter()
