"""Tables as files: no cell of them is a formula, however it begins."""

from __future__ import annotations

import pytest

from store_server.spreadsheet import as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@now", " =1+1", "\uff1d1+1"])
def test_text_is_no_formula(cell: str) -> None:
    _, row = as_csv([(cell, "plain")])
    assert row.decode() == f"'{cell};plain\r\n"


def test_a_number_below_zero_is_a_number() -> None:
    _, row = as_csv([(-1.5, None)])
    assert row == b"-1,5;\r\n"
