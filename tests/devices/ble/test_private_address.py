"""Private addresses. Each vector names the public test or specification that it was taken from."""

from __future__ import annotations

import random

import pytest

from devices.ble.private_address import (
    WAITING_AT_MOST,
    AddressMatch,
    IrkRegistration,
    PrivateAddresses,
    is_resolvable,
    resolves,
)

KEY = bytes.fromhex("ec0234a357c8ad05341010a60a397d9b")  # Bluetooth Core, Vol 3, Part H, D.7
ADDRESS = "70:81:94:0d:fb:aa"
OTHER_ADDRESS = "40:01:02:b2:12:da"  # bluetooth-data-tools, tests/test_privacy.py, the same key


@pytest.mark.parametrize(
    ("key", "address", "expected"),
    [
        (KEY, ADDRESS, True),
        (KEY, OTHER_ADDRESS, True),
        (KEY, "7f:ff:fe:7e:0e:08", True),
        (KEY, "40:00:00:45:0c:63", True),
        (bytes(16), "40:02:03:d2:74:ce", True),
        (bytes(16), "40:00:00:d2:74:ce", False),
        (KEY, "40:01:02:00:00:00", False),
        (KEY, "00:01:02:b2:12:da", False),  # not resolvable: its highest bits say so
        (KEY, "c0:01:02:b2:12:da", False),
        (KEY, "3f:00:00:00:00:00", False),
    ],
)
def test_an_address_is_resolved(key: bytes, address: str, expected: bool) -> None:
    assert resolves(key, address) is expected


def resolver(*registrations: IrkRegistration) -> PrivateAddresses:
    addresses = PrivateAddresses()
    for registration in registrations:
        addresses.register(registration)
    return addresses


def settled(addresses: PrivateAddresses, address: str) -> AddressMatch | None:
    addresses.identity_of(address)
    addresses.work(100_000)
    return addresses.identity_of(address)


def test_a_key_is_taken_in_either_order_and_the_match_says_which() -> None:
    assert settled(resolver(IrkRegistration("ann", KEY)), ADDRESS) == AddressMatch(
        "ann", "as_given"
    )
    assert settled(resolver(IrkRegistration("ann", KEY[::-1])), ADDRESS) == AddressMatch(
        "ann", "reversed"
    )


def test_an_order_that_is_known_is_the_only_one_tried() -> None:
    addresses = resolver(IrkRegistration("ann", KEY[::-1], order="as_given"))
    assert settled(addresses, ADDRESS) is None


def test_the_first_match_settles_the_order() -> None:
    addresses = resolver(IrkRegistration("ann", KEY))
    assert settled(addresses, ADDRESS) is not None
    addresses.identity_of("40:01:02:00:00:00")
    addresses.work(1)  # one order is left to try: the stranger is done with
    assert settled(addresses, OTHER_ADDRESS) == AddressMatch("ann", "as_given")


def test_a_stranger_is_nobody() -> None:
    addresses = resolver(IrkRegistration("ann", KEY))
    assert settled(addresses, "40:01:02:00:00:00") is None
    assert settled(addresses, "c0:01:02:b2:12:da") is None


def test_a_key_that_is_added_later_finds_an_address_that_was_seen_before() -> None:
    addresses = resolver(IrkRegistration("bea", bytes(16)))
    assert settled(addresses, ADDRESS) is None
    addresses.register(IrkRegistration("ann", KEY))
    assert settled(addresses, ADDRESS) == AddressMatch("ann", "as_given")


def test_a_key_that_is_taken_back_recognises_nobody_from_then_on() -> None:
    addresses = resolver(IrkRegistration("ann", KEY))
    assert settled(addresses, ADDRESS) is not None
    addresses.remove("ann")
    assert settled(addresses, ADDRESS) is None
    assert len(addresses) == 0


def test_a_key_taken_back_while_an_address_waits_does_not_match_it() -> None:
    addresses = resolver(IrkRegistration("ann", KEY))
    addresses.identity_of(ADDRESS)
    addresses.remove("ann")
    addresses.work(100)
    assert addresses.identity_of(ADDRESS) is None


def test_five_thousand_keys_are_tried_a_slice_at_a_time() -> None:
    lots = random.Random(5)
    crowd = [IrkRegistration(str(number), lots.randbytes(16)) for number in range(4_999)]
    addresses = resolver(*crowd, IrkRegistration("ann", KEY))
    assert addresses.identity_of(ADDRESS) is None
    turns = 0
    while addresses.identity_of(ADDRESS) is None:
        addresses.work(200)
        turns += 1
    assert turns == -(-2 * 5_000 // 200) or turns == -(-(2 * 5_000 - 1) // 200)
    assert addresses.identity_of(ADDRESS) == AddressMatch("ann", "as_given")


def test_a_street_full_of_strangers_is_bounded() -> None:
    addresses = resolver(IrkRegistration("ann", KEY))
    for number in range(10 * WAITING_AT_MOST):
        addresses.identity_of(f"40:00:00:00:{number >> 8:02x}:{number & 255:02x}")
    assert len(addresses._waiting) == WAITING_AT_MOST
    addresses.work(10_000)
    assert not addresses._waiting


def test_only_resolvable_addresses_are() -> None:
    assert is_resolvable("7f:00:00:00:00:00")
    assert not is_resolvable("3f:00:00:00:00:00")
    assert not is_resolvable("80:00:00:00:00:00")


def test_a_key_has_sixteen_bytes() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        IrkRegistration("ann", KEY[:-1])
