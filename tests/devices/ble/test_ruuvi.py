"""Ruuvi's data format 5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ble.ruuvi import Tag, in_manufacturer_data

FRAME = "05164d77bdc74a03fcff34fffc{power}da63ca{name}"


@pytest.mark.parametrize(
    ("power", "power_dbm"), [("87d6", 4), ("87c0", -40), ("87de", 20), ("87df", None)]
)
def test_a_tag_names_itself_and_its_power(power: str, power_dbm: int | None) -> None:
    frame = bytes.fromhex(FRAME.format(power=power, name="c0ffee000007"))
    assert in_manufacturer_data(frame) == Tag("c0ffee000007", power_dbm)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        FRAME.format(power="87d6", name="ffffffffffff"),  # it does not know its name
        FRAME.format(power="87d6", name="c0ffee0000"),
        "03" + FRAME.format(power="87d6", name="c0ffee000007")[2:],
    ],
)
def test_what_names_no_tag_is_none(frame: str) -> None:
    assert in_manufacturer_data(bytes.fromhex(frame)) is None


@given(st.binary(max_size=60))
def test_any_bytes_are_a_tag_or_none(data: bytes) -> None:
    tag = in_manufacturer_data(data)
    assert tag is None or len(tag.name) == 12
