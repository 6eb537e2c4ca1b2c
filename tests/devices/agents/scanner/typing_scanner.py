"""A hand scanner that types: the keys that it would send for a text, as its layout has them."""

from __future__ import annotations

from collections.abc import Iterator

from evdev import ecodes

from devices.agents.scanner.layouts import Layout

UP, DOWN = 0, 1
SHIFT, ALT_GR, CTRL, ALT = (
    ecodes.KEY_LEFTSHIFT,
    ecodes.KEY_RIGHTALT,
    ecodes.KEY_LEFTCTRL,
    ecodes.KEY_LEFTALT,
)
Key = tuple[int, int]


def tap(code: int, *held: int) -> Iterator[Key]:
    yield from ((modifier, DOWN) for modifier in held)
    yield from ((code, DOWN), (code, UP))
    yield from ((modifier, UP) for modifier in reversed(held))


def alt_code(digits: str) -> Iterator[Key]:
    yield ALT, DOWN
    for digit in digits:
        yield from tap(ecodes.ecodes[f"KEY_KP{digit}"])
    yield ALT, UP


def keys_for(text: str, layout: Layout) -> Iterator[Key]:
    held = ((), (SHIFT,), (ALT_GR,))
    places = {
        character: (code, held[at])
        for code, characters in layout.items()
        for at, character in reversed(list(enumerate(characters)))
    }
    for character in text:
        code, modifiers = places[character]
        yield from tap(code, *modifiers)
