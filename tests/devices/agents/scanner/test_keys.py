"""From keys to a code."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from evdev import ecodes
from hypothesis import given
from hypothesis import strategies as st

from devices.agents.scanner.keys import (
    ENTER,
    FORGOTTEN_AFTER_S,
    LONGEST,
    TAB,
    KeyStream,
    WedgeStyle,
)
from devices.agents.scanner.layouts import EN_US, FR_AZERTY, LAYOUTS
from tests.devices.agents.scanner.typing_scanner import (
    ALT_GR,
    CTRL,
    DOWN,
    SHIFT,
    UP,
    Key,
    alt_code,
    keys_for,
    tap,
)

END = list(tap(ecodes.KEY_ENTER))
BETWEEN_S = 0.004


def typed(keys: Iterable[Key], style: WedgeStyle | None = None) -> list[str]:
    """The codes that these keys complete, four milliseconds apart."""
    stream = KeyStream(style or WedgeStyle())
    found = (
        stream.key(code, value, number * BETWEEN_S) for number, (code, value) in enumerate(keys)
    )
    return [text for text in found if text is not None]


def test_a_burst_that_ends_with_enter_is_a_code() -> None:
    assert typed([*keys_for("CLT-7F3A9C", EN_US), *END]) == ["CLT-7F3A9C"]


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_every_character_of_a_layout_is_read_as_it_was_meant(name: str) -> None:
    layout = LAYOUTS[name]
    text = "".join(dict.fromkeys(c for keys in layout.values() for c in keys if c.isprintable()))
    standing = "".join(c for c in text if len(c.encode("utf-16-le")) == 2 and not _combines(c))
    assert typed([*keys_for(standing, layout), *END], WedgeStyle(layout)) == [standing]


def _combines(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


@pytest.mark.parametrize(
    "text",
    ["pass:CLND-7Q4M", "https://maison.example/i/7KQ2M?a=1&b=%20#x", "{[|`\\^@]}~€", "éèçàù§µ²"],
)
def test_a_french_scanner_is_read_in_french(text: str) -> None:
    assert typed([*keys_for(text, FR_AZERTY), *END], WedgeStyle(FR_AZERTY)) == [text]


def test_what_is_typed_in_french_is_wrong_in_english() -> None:
    """Why the layout has to be told: nothing in the keys says it."""
    assert typed([*keys_for("pass:A1", FR_AZERTY), *END]) == ["pqss.Q!"]


@pytest.mark.parametrize(
    ("then", "text"),
    [("e", "ê"), ("A", "Â"), (" ", "^"), ("q", "^q"), ("", "^")],
)
def test_a_dead_key_waits_for_its_letter(then: str, text: str) -> None:
    keys = [*tap(ecodes.KEY_LEFTBRACE), *keys_for(then, FR_AZERTY), *END]
    assert typed(keys, WedgeStyle(FR_AZERTY)) == [text]


def test_a_dead_diaeresis_needs_shift() -> None:
    keys = [*tap(ecodes.KEY_LEFTBRACE, SHIFT), *keys_for("o", FR_AZERTY), *END]
    assert typed(keys, WedgeStyle(FR_AZERTY)) == ["ö"]


@pytest.mark.parametrize("layout", [EN_US, FR_AZERTY])
@pytest.mark.parametrize(
    "separator",
    [
        list(tap(ecodes.KEY_RIGHTBRACE, CTRL)),
        list(tap(ecodes.KEY_RIGHTBRACE, ecodes.KEY_RIGHTCTRL)),
        list(alt_code("029")),
        list(alt_code("29")),
        list(alt_code("0029")),
    ],
    ids=["ctrl ]", "right ctrl ]", "alt 029", "alt 29", "alt 0029"],
)
def test_the_separator_of_gs1_is_kept(layout: dict[int, str], separator: list[Key]) -> None:
    keys = [*keys_for("10B-7", layout), *separator, *keys_for("21S-42", layout), *END]
    assert typed(keys, WedgeStyle(layout)) == ["10B-7\x1d21S-42"]


def test_the_other_separators_are_kept_too() -> None:
    keys = [
        *tap(ecodes.KEY_6, CTRL, SHIFT),
        *tap(ecodes.KEY_MINUS, CTRL),
        *tap(ecodes.KEY_BACKSLASH, CTRL),
        *tap(ecodes.KEY_D, CTRL),
        *END,
    ]
    assert typed(keys) == ["\x1e\x1f\x1c\x04"]


@pytest.mark.parametrize(
    ("digits", "character"), [("0233", "é"), ("130", "é"), ("0128", "€"), ("065", "A")]
)
def test_alt_codes_are_those_of_windows(digits: str, character: str) -> None:
    assert typed([*alt_code(digits), *END]) == [character]


def test_the_keypad_types_digits_and_its_enter_ends() -> None:
    keys = [key for code in (ecodes.KEY_KP4, ecodes.KEY_KP0, ecodes.KEY_KPDOT) for key in tap(code)]
    assert typed([*keys, *tap(ecodes.KEY_KPENTER)]) == ["40."]


def test_caps_lock_turns_letters_and_nothing_else() -> None:
    lock = list(tap(ecodes.KEY_CAPSLOCK))
    assert typed([*lock, *keys_for("Ab-1!", EN_US), *lock, *keys_for("a", EN_US), *END]) == [
        "aB-1!a"
    ]
    assert typed([*lock, *keys_for("é1a", FR_AZERTY), *END], WedgeStyle(FR_AZERTY)) == ["é1A"]


def test_a_held_key_that_repeats_types_once() -> None:
    keys = [(ecodes.KEY_A, DOWN), (ecodes.KEY_A, 2), (ecodes.KEY_A, 2), (ecodes.KEY_A, UP)]
    assert typed([*keys, *END]) == ["a"]


def test_ctrl_m_is_an_enter_and_enter_alone_is_no_code() -> None:
    assert typed([*keys_for("ab", EN_US), *tap(ecodes.KEY_M, CTRL), *END, *END]) == ["ab"]


def test_tab_ends_a_code_or_belongs_to_it() -> None:
    keys = [*keys_for("a", EN_US), *tap(ecodes.KEY_TAB), *keys_for("b", EN_US), *END]
    assert typed(keys) == ["a", "b"]
    assert typed(keys, WedgeStyle(ends=frozenset({ENTER}))) == ["a\tb"]
    assert typed(keys, WedgeStyle(ends=frozenset({TAB}))) == ["a"]


def test_where_no_key_ends_a_code_a_pause_does() -> None:
    stream = KeyStream(WedgeStyle(ends=frozenset(), pause_s=0.2))
    for code, value in keys_for("ab", EN_US):
        assert stream.key(code, value, 1.0) is None
    assert stream.idle(1.1) is None
    assert stream.idle(1.25) == "ab"
    assert stream.idle(9.0) is None


def test_where_a_key_ends_a_code_a_pause_throws_it_away() -> None:
    stream = KeyStream(WedgeStyle())
    stream.key(ecodes.KEY_A, DOWN, 0.0)
    assert stream.idle(100.0) is None
    stream.key(ecodes.KEY_B, DOWN, FORGOTTEN_AFTER_S + 0.1)
    assert stream.key(ecodes.KEY_ENTER, DOWN, FORGOTTEN_AFTER_S + 0.2) == "b"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<<pass:1>>", "pass:1"),
        ("pass:1>>", None),
        ("<<pass:1", None),
        ("<<>>", None),
        ("<>", None),
    ],
)
def test_prefix_and_suffix_are_taken_off_and_must_be_there(text: str, code: str | None) -> None:
    style = WedgeStyle(prefix="<<", suffix=">>")
    assert typed([*keys_for(text, EN_US), *END], style) == ([code] if code else [])


def test_a_code_with_lost_keys_is_no_code_and_the_next_one_is() -> None:
    stream = KeyStream(WedgeStyle())
    stream.key(SHIFT, DOWN, 0.0)
    stream.key(ecodes.KEY_A, DOWN, 0.0)
    stream.lost()
    assert stream.key(ecodes.KEY_ENTER, DOWN, 0.1) is None
    stream.key(ecodes.KEY_B, DOWN, 0.2)
    assert stream.key(ecodes.KEY_ENTER, DOWN, 0.3) == "b"


def test_a_code_without_end_is_none() -> None:
    assert typed([*keys_for("a" * (LONGEST + 1), EN_US), *END, *keys_for("b", EN_US), *END]) == [
        "b"
    ]


def test_alt_gr_of_a_key_that_has_none_types_nothing() -> None:
    assert typed([*tap(ecodes.KEY_A, ALT_GR), *keys_for("b", EN_US), *END]) == ["b"]


@given(st.lists(st.tuples(st.sampled_from(sorted(ecodes.keys)), st.integers(0, 2)), max_size=80))
def test_any_keys_are_read(keys: list[Key]) -> None:
    for text in typed(keys):
        assert text
