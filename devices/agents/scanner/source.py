"""Where codes come from: one thread each, that ends when it is told to or has nothing more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices import symbologies

Take = Callable[["Read"], None]
Tell = Callable[[str, bool], None]


@dataclass(frozen=True, slots=True)
class Read:
    """A code, as it was read. What it says is nobody's to log."""

    data: str
    symbology: str = symbologies.UNKNOWN

    def __repr__(self) -> str:
        return f"Read(<{len(self.data)} characters>, {self.symbology!r})"


class Source(Protocol):
    """`name` is what people are told when it goes and comes back."""

    @property
    def name(self) -> str: ...

    def run(self, take: Take, tell: Tell, stopping: threading.Event) -> None:
        """Read until `stopping`, or to the end of a file.

        `take` gets each code; `tell(name, there)` is called whenever the device comes or goes.
        """


def typed(text: str) -> Read:
    """What a hand scanner sent, with or without an AIM identifier in front of it."""
    named, data = symbologies.split_aim(text)
    return Read(data, named or symbologies.UNKNOWN)
