"""From keys to a code: what a hand scanner types, whole and with its control characters. Pure.

A scanner writes a control character as Ctrl and a key (GS, which separates GS1 elements, is Ctrl
and the bracket), or as an Alt code: Alt held while the keypad says a number.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from evdev import ecodes

from devices.agents.scanner.layouts import DEAD, EN_US, KEYPAD, STANDING, Layout

UP, DOWN = 0, 1  # 2 is a key that repeats because it is held: a scanner holds none

ENTER, TAB = "enter", "tab"
ENDING_KEYS = {
    ecodes.KEY_ENTER: ENTER,
    ecodes.KEY_KPENTER: ENTER,
    ecodes.KEY_TAB: TAB,
}
SHIFTS = frozenset({ecodes.KEY_LEFTSHIFT, ecodes.KEY_RIGHTSHIFT})
CONTROLS = frozenset({ecodes.KEY_LEFTCTRL, ecodes.KEY_RIGHTCTRL})
ALT, ALT_GR = ecodes.KEY_LEFTALT, ecodes.KEY_RIGHTALT
MODIFIERS = SHIFTS | CONTROLS | {ALT, ALT_GR}

LONGEST = 4096
FORGOTTEN_AFTER_S = 2.0  # a pause within a code: whatever was typed before it was no scan
_CONTROL_BITS = 0x1F
_FIRST_PRINTABLE = 32


@dataclass(frozen=True, slots=True)
class WedgeStyle:
    """How the scanner was set up. Without an ending key the code ends with a pause."""

    layout: Layout = field(default_factory=lambda: EN_US)
    prefix: str = ""
    suffix: str = ""
    ends: frozenset[str] = frozenset({ENTER, TAB})
    pause_s: float | None = None  # how long nothing comes after a code, where no key ends it

    def unwrapped(self, text: str) -> str | None:
        """The code without its prefix and suffix; None where they are missing: no scan typed it."""
        if not (text.startswith(self.prefix) and text.endswith(self.suffix)):
            return None
        inner = text[len(self.prefix) : len(text) - len(self.suffix)]
        return inner if len(text) >= len(self.prefix) + len(self.suffix) and inner else None


class KeyStream:
    """Feed it keys as they come; it answers a code when one is complete."""

    def __init__(self, style: WedgeStyle) -> None:
        self._style = style
        self._held: set[int] = set()
        self._caps = False
        self._text: list[str] = []
        self._dead = ""
        self._alt_code = ""
        self._spoilt = False
        self._last_s = float("-inf")

    def key(self, code: int, value: int, at_s: float) -> str | None:
        """A key went down or up. The code that it completes, or None."""
        if at_s - self._last_s > FORGOTTEN_AFTER_S:
            self._begin()
        self._last_s = at_s
        if code in MODIFIERS:
            self._modifier(code, value)
        elif value == DOWN and code == ecodes.KEY_CAPSLOCK:
            self._caps = not self._caps
        elif value == DOWN:
            return self._pressed(code)
        return None

    def idle(self, at_s: float) -> str | None:
        """Nothing comes just now. The code that the pause ends, or None."""
        pause_s = self._style.pause_s
        if pause_s is None or not self._text or at_s - self._last_s < pause_s:
            return None
        return self._end()

    def lost(self) -> None:
        """Some keys never came: what is being typed is wrong, and no key can be trusted held."""
        self._held.clear()
        self._spoilt = True

    def _begin(self) -> None:
        self._text.clear()
        self._dead = self._alt_code = ""
        self._spoilt = False

    def _end(self) -> str | None:
        self._add("", flush=True)
        text, spoilt = "".join(self._text), self._spoilt
        self._begin()
        return None if spoilt else self._style.unwrapped(text)

    def _modifier(self, code: int, value: int) -> None:
        if value != UP:
            self._held.add(code)
            return
        self._held.discard(code)
        if code == ALT and self._alt_code:
            self._add(_of_alt_code(self._alt_code))
            self._alt_code = ""

    def _pressed(self, code: int) -> str | None:
        ending = ENDING_KEYS.get(code)
        if ending is not None:
            if ending in self._style.ends:
                return self._end()
            self._add("\t" if ending == TAB else "\r")
            return None
        if ALT in self._held and code in KEYPAD and KEYPAD[code].isdigit():
            self._alt_code += KEYPAD[code]
            return None
        character = self._character(code)
        if character in ("\r", "\n") and ENTER in self._style.ends:  # Ctrl+M, Ctrl+J
            return self._end()
        self._add(character)
        return None

    def _character(self, code: int) -> str:
        if code in KEYPAD:
            return KEYPAD[code]
        plain = self._style.layout.get(code, "")
        if self._held & CONTROLS and ALT_GR not in self._held:
            return _control(plain) or _control(EN_US.get(code, ""), bool(self._held & SHIFTS))
        return self._printed(plain)

    def _printed(self, key: str) -> str:
        if ALT_GR in self._held or (self._held & CONTROLS and ALT in self._held):
            return key[2:3]
        shifted = bool(self._held & SHIFTS)
        if self._caps and key[:1].isalpha() and key[:1].upper() == key[1:2]:
            shifted = not shifted
        return key[1:2] if shifted else key[:1]

    def _add(self, character: str, flush: bool = False) -> None:
        """A dead key waits for the letter that it belongs to."""
        if not character and not flush:
            return
        if self._dead:
            joined = unicodedata.normalize("NFC", character + self._dead) if character else ""
            alone = STANDING[self._dead]
            self._dead = ""
            if len(joined) == 1:
                character = joined
            else:
                character = alone if character in ("", " ") else alone + character
        if character in DEAD:
            self._dead = character
        elif len(self._text) < LONGEST:
            self._text.append(character)
        else:
            self._spoilt = True


def _control(key: str, shifted: bool = False) -> str:
    """Ctrl and a key that stands between @ and _ in ASCII is one of the first 32 characters."""
    for character in (key[1:2], key[:1]) if shifted else (key[:1], key[1:2]):
        upper = character.upper()
        if len(upper) == 1 and "@" <= upper <= "_":
            return chr(ord(upper) & _CONTROL_BITS)
    return ""


def _of_alt_code(digits: str) -> str:
    """As Windows reads it: with a leading zero in its own code page, without in that of DOS."""
    number = int(digits) % 256
    if number < _FIRST_PRINTABLE:
        return chr(number)
    return bytes([number]).decode("cp1252" if digits[0] == "0" else "cp437", errors="replace")
