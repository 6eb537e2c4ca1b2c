"""Which way a counter counts, from the name that somebody gave it: "Enter", "MainEntranceOut"."""

from __future__ import annotations

import re
from typing import Literal

Way = Literal["in", "out"]

LINE = "line"  # what a line is called that has no name

_IN = "in|enter|entry|entries|entering|fw|forward"
_OUT = "out|exit|exits|exiting|leave|leaving|bw|backward|reverse"
_WORD = re.compile(rf"(?:^|[\s_.:/-])(?:({_IN})|({_OUT}))$", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?:(In|Enter|Entry|Entries|Fw|Forward)|(Out|Exit|Exits|Bw))$")
_SEPARATORS = " _.:/-"


def way(name: str) -> tuple[str, Way] | None:
    """The line and the way that a counter's name tells of, or None where it tells no way.

    The word stands at the end, apart or with a capital: "Door in", "DoorIn", never "Cabin".
    """
    found = _WORD.search(name) or _HUMP.search(name)
    if found is None:
        return None
    line = name[: found.start()].strip(_SEPARATORS)
    return line or LINE, "in" if found[1] else "out"
