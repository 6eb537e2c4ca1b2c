"""Rotating identifiers: the computation, and recognising them among thousands of keys."""

from __future__ import annotations

import pytest

from devices.ble.eid import EidRegistration, EidWindow, eids, ephemeral_id

NOON_S = 1_790_000_000.0
PERIOD_S = 512.0
KEY = bytes.fromhex("3c3f34117c7e49d984528d3ffa9adae3")


@pytest.mark.parametrize(
    ("key", "exponent", "clock_s", "eid"),
    [
        # miek/eddystone-resolver, test_eddystone_crypto.py
        ("a2c873f26ebae374d9f7efbcd922ca1c", 9, 1258098495, "ca8db2444f89ec78"),
        ("6e93678f9afa8214a4a4eadefa6743cd", 13, 2569247988, "3deb9e6836f38314"),
        ("ff13b262328beea97ac45aa14ac85c56", 15, 4294967295, "a760539518d97522"),
        ("ef7593a5192c81eb79c0ee7c35d7440a", 2, 3721760299, "eef8baae2fd4b815"),
        ("3c3f34117c7e49d984528d3ffa9adae3", 9, 1141546105, "55d55138cdcebf08"),
        # RadiusNetworks/ephemeral_calc, spec/encryptor_spec.rb
        ("0102030405060708090a111213141516", 10, 0, "a9b76a71c5f89290"),
    ],
)
def test_the_published_vectors_are_met(key: str, exponent: int, clock_s: int, eid: str) -> None:
    assert ephemeral_id(bytes.fromhex(key), exponent, clock_s) == eid


def test_many_rotations_at_once_are_the_same_as_one_by_one() -> None:
    first = (65536 >> 9) - 3  # across the border where the temporary key changes
    together = eids(KEY, 9, first, 6)
    assert together == [ephemeral_id(KEY, 9, (first + n) << 9) for n in range(6)]


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        EidRegistration("a", b"short", 9)
    with pytest.raises(ValueError, match="0 to 15"):
        EidRegistration("a", KEY, 16)


@pytest.fixture
def registration() -> EidRegistration:
    return EidRegistration("aliénor", KEY, 9, clock_offset_s=-1_700_000_000.0)


@pytest.fixture
def window(registration: EidRegistration) -> EidWindow:
    window = EidWindow([registration])
    window.refresh(NOON_S)
    return window


def test_a_beacon_is_recognised_now(window: EidWindow, registration: EidRegistration) -> None:
    match = window.resolve(registration.eid(NOON_S), NOON_S)
    assert match is not None
    assert (match.identity_id, match.drifted) == ("aliénor", False)


def test_a_strangers_identifier_is_nobodys(window: EidWindow) -> None:
    assert window.resolve("0" * 16, NOON_S) is None
    assert not window.is_known("0" * 16)


def test_a_day_of_rotations_is_followed(window: EidWindow, registration: EidRegistration) -> None:
    for minute in range(24 * 60):
        now_s = NOON_S + minute * 60
        window.refresh(now_s)
        match = window.resolve(registration.eid(now_s), now_s)
        assert match is not None, f"lost after {minute} minutes"
        assert not match.drifted


def test_a_beacon_whose_clock_drifts_is_followed(
    window: EidWindow, registration: EidRegistration
) -> None:
    """A hundred seconds a day is far worse than any crystal; in 60 days it makes 100 minutes."""
    for hour in range(24 * 60):
        now_s = NOON_S + hour * 3600
        window.refresh(now_s)
        said = registration.eid(now_s + hour * 100 / 24)
        assert window.resolve(said, now_s) is not None, f"lost after {hour} hours"


def test_the_learnt_clock_is_told(window: EidWindow, registration: EidRegistration) -> None:
    match = window.resolve(registration.eid(NOON_S + PERIOD_S), NOON_S)
    assert match is not None
    assert match.drifted
    assert 0 < match.clock_offset_s - registration.clock_offset_s <= PERIOD_S
    again = window.resolve(registration.eid(NOON_S + PERIOD_S), NOON_S)
    assert again is not None
    assert not again.drifted


def test_an_identifier_of_an_hour_ago_is_not_accepted(
    window: EidWindow, registration: EidRegistration
) -> None:
    assert window.resolve(registration.eid(NOON_S - 3600), NOON_S) is None


def test_old_identifiers_are_forgotten(window: EidWindow, registration: EidRegistration) -> None:
    said = registration.eid(NOON_S)
    window.refresh(NOON_S + 86_400)
    assert not window.is_known(said)


def test_a_removed_beacon_is_a_strangers(window: EidWindow, registration: EidRegistration) -> None:
    window.remove("aliénor")
    assert window.resolve(registration.eid(NOON_S), NOON_S) is None
    assert len(window) == 0
    window.refresh(NOON_S + 86_400)
    assert not window.is_known(registration.eid(NOON_S + 86_400))


def test_a_beacon_can_be_enrolled_anew_with_another_key(window: EidWindow) -> None:
    changed = EidRegistration("aliénor", bytes(16), 10)
    window.register(changed)
    window.refresh(NOON_S)
    assert window.resolve(changed.eid(NOON_S), NOON_S) is not None
    assert len(window) == 1


@pytest.mark.parametrize("jump_s", [-86_400.0, -3600.0, 3600.0, 86_400.0])
def test_a_clock_that_is_set_anew_loses_nobody(
    window: EidWindow, registration: EidRegistration, jump_s: float
) -> None:
    now_s = NOON_S + jump_s
    window.refresh(now_s)
    assert window.resolve(registration.eid(now_s), now_s) is not None


def test_thousands_of_keys_are_computed_in_slices() -> None:
    many = [EidRegistration(f"client-{n}", n.to_bytes(16, "big"), 9, n * 7.0) for n in range(1000)]
    window = EidWindow(many)
    assert window.refresh(NOON_S, at_most=300) == 300
    assert window.refresh(NOON_S, at_most=1000) == 700
    assert window.refresh(NOON_S, at_most=1000) == 0
    for one in many[::97]:
        match = window.resolve(one.eid(NOON_S), NOON_S)
        assert match is not None
        assert match.identity_id == one.identity_id


def test_memory_does_not_grow_with_the_days() -> None:
    window = EidWindow(
        [EidRegistration(f"c{n}", n.to_bytes(16, "big"), 9, n * 3.0) for n in range(50)]
    )
    window.refresh(NOON_S)
    known = len(window._whose)
    for hour in range(200):
        window.refresh(NOON_S + hour * 3600, at_most=500)
    assert len(window._whose) == known
    assert len(window._due) <= 100


@pytest.mark.parametrize("exponent", [0, 5, 15])
def test_every_rhythm_of_rotation_is_followed(exponent: int) -> None:
    registration = EidRegistration("a", KEY, exponent)
    window = EidWindow([registration])
    for step in range(50):
        now_s = NOON_S + step * 37
        window.refresh(now_s)
        assert window.resolve(registration.eid(now_s), now_s) is not None
