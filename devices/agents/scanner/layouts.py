"""What a key means: the layouts that hand scanners are set to when they act as a keyboard.

A scanner sends the keys that a computer of its country would need, so the computer must know which
country that is. Codes are those of linux/input-event-codes.h, which name a key by its place on an
American keyboard. A row is plain, with Shift, with AltGr.
"""

from __future__ import annotations

from collections.abc import Mapping

from evdev import ecodes

Layout = Mapping[int, str]

CIRCUMFLEX, DIAERESIS = "\u0302", "\u0308"  # combining: a dead key's part of the next letter
DEAD = frozenset({CIRCUMFLEX, DIAERESIS})
STANDING = {CIRCUMFLEX: "^", DIAERESIS: "\u00a8"}  # what a dead key is by itself


def _rows(*rows: tuple[str, str]) -> dict[int, str]:
    """`names` of keys in a row, and for each its characters in a word."""
    return {
        ecodes.ecodes[f"KEY_{name}"]: characters
        for names, keys in rows
        for name, characters in zip(names.split(), keys.split(), strict=True)
    }


_DIGITS = "1 2 3 4 5 6 7 8 9 0 MINUS EQUAL"
_UPPER = "Q W E R T Y U I O P LEFTBRACE RIGHTBRACE"
_HOME = "A S D F G H J K L SEMICOLON APOSTROPHE BACKSLASH"
_LOWER = "Z X C V B N M COMMA DOT SLASH"
_SPACE = {ecodes.KEY_SPACE: "   "}

EN_US: Layout = _SPACE | _rows(
    ("GRAVE", "`~"),
    (_DIGITS, "1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+"),
    (_UPPER, "qQ wW eE rR tT yY uU iI oO pP [{ ]}"),
    (_HOME, "aA sS dD fF gG hH jJ kK lL ;: '\" \\|"),
    (_LOWER, "zZ xX cC vV bB nN mM ,< .> /?"),
    ("102ND", "\\|"),
)

FR_AZERTY: Layout = _SPACE | _rows(
    ("GRAVE", "²²"),
    (_DIGITS, "&1 é2~ \"3# '4{ (5[ -6| è7` _8\\ ç9^ à0@ )°] =+}"),
    (_UPPER, f"aA zZ eE€ rR tT yY uU iI oO pP {CIRCUMFLEX}{DIAERESIS} $£¤"),
    (_HOME, "qQ sS dD fF gG hH jJ kK lL mM ù% *µ"),
    (_LOWER, "wW xX cC vV bB nN ,? ;. :/ !§"),
    ("102ND", "<>"),
)

LAYOUTS: Mapping[str, Layout] = {"en-US": EN_US, "fr-AZERTY": FR_AZERTY}

KEYPAD: Mapping[int, str] = {
    **{ecodes.ecodes[f"KEY_KP{digit}"]: str(digit) for digit in range(10)},
    ecodes.KEY_KPDOT: ".",
    ecodes.KEY_KPCOMMA: ",",
    ecodes.KEY_KPPLUS: "+",
    ecodes.KEY_KPMINUS: "-",
    ecodes.KEY_KPASTERISK: "*",
    ecodes.KEY_KPSLASH: "/",
    ecodes.KEY_KPEQUAL: "=",
}
