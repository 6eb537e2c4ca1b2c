"""Base 45. The first examples are RFC 9285's own, section 4.3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import base45


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
)
def test_the_published_examples(data: bytes, text: str) -> None:
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=200))
def test_every_bytes_come_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@given(st.text(max_size=60))
def test_a_text_is_read_in_one_way_or_refused(text: str) -> None:
    try:
        data = base45.decode(text)
    except base45.Base45Error:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["A", "ABCD", "GGW", "::", ":::", "ab8", "é00"])
def test_what_stands_for_no_bytes_is_refused(text: str) -> None:
    with pytest.raises(base45.Base45Error):
        base45.decode(text)
