"""Finds people on a short list, or pieces, by a name that is half remembered, or misspelt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rapidfuzz.distance import JaroWinkler

from store_server.storage.reads.spelling import sound, words

T = TypeVar("T")

ALIKE = 0.86  # Jaro-Winkler similarity from which two words may be one name
EXACT, BEGINS, SOUNDS_ALIKE, WITHIN = 1.0, 0.97, 0.94, 0.9
SHORTEST_WITHIN = 3
LONGEST_TEXT = 100


def best_named(
    text: str, among: Iterable[T], named: Callable[[T], Iterable[str]], limit: int = 50
) -> list[T]:
    """The likeliest first; every word that was asked for is in one name, in some likeness."""
    asked = words(text[:LONGEST_TEXT])
    scored = [(_likeness(asked, named(one)), one) for one in among]
    found = [(score, one) for score, one in scored if score > 0]
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])][:limit]


def _likeness(asked: Sequence[str], names: Iterable[str]) -> float:
    return max((_of_one(asked, words(name)) for name in names), default=0.0)


def _of_one(asked: Sequence[str], known: Sequence[str]) -> float:
    known = (*known, "".join(known)) if known else ()
    best = [max((_alike(word, one) for one in known), default=0.0) for word in asked]
    return sum(best) if best and all(best) else 0.0


def _alike(word: str, known: str) -> float:
    if word == known:
        return EXACT
    if known.startswith(word):
        return BEGINS
    if len(word) < SHORTEST_WITHIN:
        return 0.0
    if sound(word) == sound(known):
        return SOUNDS_ALIKE
    if word in known:
        return WITHIN
    near = max(
        JaroWinkler.similarity(word, known),
        JaroWinkler.similarity(sound(word), sound(known)),
    )
    return near * WITHIN if near >= ALIKE else 0.0
