"""BTHome's packets, and the numbers by which a repetition is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ble.bthome import Packet, in_service_data


@pytest.mark.parametrize(
    ("data", "packet"),
    [
        ("4000520164", Packet(82, False)),
        ("4400ff3a01", Packet(255, False)),  # a button, sent when it is pressed
        ("40000001", Packet(0, False)),  # wrapped
        ("40016402c409", Packet(None, False)),  # not numbered
        ("41a47266c95f730033221100afbc1234", Packet(0x00112233, True)),
    ],
)
def test_a_packet_is_known_by_its_number(data: str, packet: Packet) -> None:
    assert in_service_data(bytes.fromhex(data)) == packet


@pytest.mark.parametrize("data", ["", "20005201", "e0005201", "4100112233445566"])
def test_what_is_no_packet_of_this_version_is_none(data: str) -> None:
    assert in_service_data(bytes.fromhex(data)) is None


@given(st.binary(max_size=60))
def test_any_bytes_are_a_packet_or_none(data: bytes) -> None:
    packet = in_service_data(data)
    assert packet is None or packet.number is None or packet.number >= 0
