"""Registration by exchange. The vector is of RadiusNetworks/ephemeral_calc, key_pair_spec.rb."""

from __future__ import annotations

import pytest

from devices.ble import eid_exchange

OURS = bytes.fromhex("61136adab1bf302f1c49e860196aeefd8fbaa41518b4c226372d6cc469c47278")
OURS_PUBLIC = "29769a045dcb811ba3025985b9de91eb9a57dadbceb68a1e6a3c2b1af4868e1f"
BEACONS = bytes.fromhex("6ea13b5ef3cc642fd6102c1d85c096b510f56efc488114a4562a987bf4525628")
BEACONS_PUBLIC = "c63e6f89aab47552c8d621a59c81d0af203f6570a4bd7a267a08a17561c8bc2b"


def test_both_reach_the_published_identity_key() -> None:
    assert eid_exchange.public_half(OURS).hex() == OURS_PUBLIC
    assert eid_exchange.public_half(BEACONS).hex() == BEACONS_PUBLIC
    key = eid_exchange.identity_key(OURS, bytes.fromhex(BEACONS_PUBLIC))
    assert key.hex() == "f40d6f18e5882260e847e99ca33ac44f"


def test_a_new_half_is_new_each_time() -> None:
    assert eid_exchange.new_private_half() != eid_exchange.new_private_half()


@pytest.mark.parametrize("half", [b"", bytes(31), bytes(33), bytes(32)])
def test_a_half_that_gives_no_secret_is_refused(half: bytes) -> None:
    with pytest.raises(eid_exchange.ExchangeError):
        eid_exchange.identity_key(OURS, half)
