"""What a scanner shows whoever stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    WELCOME = "welcome"
    WAIT = "wait"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word that a lamp can show, and the key of the sentence beside it."""

    word: Word
    say: str
