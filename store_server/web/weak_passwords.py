"""Passwords that are tried first: short of letters, one thing twice, a run of keys, a common word.

No list of passwords that have leaked is kept or asked: it would be large, or a question to others.
"""

from __future__ import annotations

import re

SHORTEST = 12
FEWEST_LETTERS = 6  # different ones
LEFT_AT_LEAST = 6  # once what everybody thinks of is taken away
SHORTEST_RUN = 4

RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
)
COMMON = (
    "administrat",
    "password",
    "passwort",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "motdepasse",
    "contraseña",
    "welcome",
    "bienvenue",
    "bonjour",
    "iloveyou",
    "jetaime",
    "letmein",
    "changeme",
    "boutique",
    "manager",
    "accueil",
    "secret",
    "admin",
    "login",
    "azerty",
    "qwerty",
    "qwertz",
)


def is_weak(password: str, *named: str) -> bool:
    """`named` are the person's and the house's own names: they may not be in it."""
    plain = password.casefold()
    if len(password) < SHORTEST or len(set(plain)) < FEWEST_LETTERS:
        return True
    if any(len(name) > 3 and name.casefold() in plain for name in named):
        return True
    return _is_repeated(plain) or len(_left(plain)) < LEFT_AT_LEAST


def _is_repeated(plain: str) -> bool:
    """One thing over and over, whatever stands between or after."""
    letters = re.sub(r"[\W_]", "", plain)
    return bool(letters) and letters in (letters + letters)[1:-1]


def _left(plain: str) -> str:
    """What nobody would guess: without common words, runs of keys, and what is hung on to them,
    years and signs. Where there is nothing of them all counts, whatever it is made of."""
    rest = plain
    for word in COMMON:
        rest = rest.replace(word, " ")
    rest = _without_runs(rest)
    return plain if rest == plain else re.sub(r"(?:19|20)\d\d|[\W_]", "", rest)


def _without_runs(plain: str) -> str:
    for run in RUNS:
        for keys in (run, run[::-1]):
            for length in range(len(keys), SHORTEST_RUN - 1, -1):
                for start in range(len(keys) - length + 1):
                    plain = plain.replace(keys[start : start + length], " ")
    return plain
