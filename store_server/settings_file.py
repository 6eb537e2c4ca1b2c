"""The one settings file, in TOML: read, and every mistake in it found by its line.

Its names are those of the variables without `ACCUEIL_`, in small letters; each part is a table:

    boutique = "paris-1"

    [smtp]
    host = "mail.example"
    password_file = "/etc/accueil/secrets/smtp"

What the environment says holds over what the file says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from store_server.settings import (
    PARTS,
    SettingError,
    Settings,
    kinds,
    variable,
    variables,
)

FILE = "_file"  # after a name: the value is in the file of that path
WORDS = {
    str: "text, in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Path: "a path, in quotes",
}
_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]")
_WORD = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = re.compile(rf"^\s*({_WORD}(?:\s*\.\s*{_WORD})*)\s*=")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line` counts from 1; 0 where it is about the whole file."""

    line: int
    words: str

    def at(self, path: Path) -> str:
        return f"{path}:{self.line}: {self.words}" if self.line else f"{path}: {self.words}"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """`given` is as the environment would say it; `lines` has the line of each of its names."""

    path: Path
    given: Mapping[str, str]
    lines: Mapping[str, int]
    mistakes: tuple[Mistake, ...]

    def with_environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Both together. A variable holds over the file, in either of its two forms."""
        said = {_plain(name) for name in environment}
        kept = {name: text for name, text in self.given.items() if _plain(name) not in said}
        return kept | dict(environment)


def read_file(path: Path) -> SettingsFile:
    """Find every mistake that can be found; raise `SettingError` where there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistake = Mistake(line, "this is not UTF-8 text")
        return SettingsFile(path, {}, {}, (mistake,))
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return SettingsFile(path, {}, {}, (_unreadable(error, text),))
    given, lines, mistakes = _look(told, dict(_lines(text)))
    more = _together(given, lines)
    mistakes += [one for one in more if one.line]
    mistakes = mistakes or more  # what is missing may stand there misspelt
    return SettingsFile(path, given, lines, tuple(sorted(mistakes, key=lambda one: one.line)))


def _look(
    told: Mapping[str, Any], lines: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, int], list[Mistake]]:
    given: dict[str, str] = {}
    places: dict[str, int] = {}
    mistakes: list[Mistake] = []
    known = kinds()
    for name, value in _flat(told):
        line = lines.get(name, 0)
        try:
            given[variable(name)] = _as_said(name, value, known)
            places[variable(name)] = line
        except SettingError as error:
            mistakes.append(Mistake(line, str(error)))
    return given, places, mistakes


def _flat(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each value with its name, `smtp.host`; what is no part of ours is one name by itself."""
    for name, value in told.items():
        if isinstance(value, dict) and name in PARTS:
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _as_said(name: str, value: Any, known: Mapping[str, Any]) -> str:
    """The value as the environment would have it."""
    plain = name.removesuffix(FILE) if name not in known else name
    kind = known.get(plain)
    if kind is None:
        raise SettingError(_unknown(name, known))
    if plain != name:
        kind = Path
    if isinstance(value, bool):
        fits = kind is bool
    elif isinstance(value, int):
        fits = kind in (int, float)
    elif isinstance(value, float):
        fits = kind is float
    else:
        fits = isinstance(value, str) and kind in (str, Path)
    if not fits:
        raise SettingError(f"{name} is {WORDS[kind]}")
    return str(value)


def _unknown(name: str, known: Mapping[str, Any]) -> str:
    if name in PARTS:
        return f"{name} is a part of its own: write [{name}] and its settings under it"
    part, _, last = name.rpartition(".")
    of_part = [one for one in known if one.rpartition(".")[0] == part]
    near = get_close_matches(name, of_part, 1, 0.6) or get_close_matches(name, known, 1, 0.6)
    near = near or [one for one in known if one.rpartition(".")[2] == last][:1]
    if near:
        return f"{name} is no setting of ours; did you mean {near[0]}?"
    return f"{name} is no setting of ours; `accueil config show` has them all"


def _together(given: Mapping[str, str], lines: Mapping[str, int]) -> list[Mistake]:
    """What their types do not show: a zone that is none, a port that cannot be."""
    mistakes: list[Mistake] = []
    for error in Settings.look(given)[1]:
        said, colon, rest = str(error).partition(": ")
        line = lines.get(said) or lines.get(f"{_plain(said)}{FILE.upper()}", 0)
        name = _name(said)
        mistakes.append(Mistake(line, f"{name}: {rest}" if colon and name else str(error)))
    return mistakes


def _name(said: str) -> str:
    """The name in the file of what a variable says."""
    return variables().get(said) or variables().get(_plain(said), "")


def _plain(said: str) -> str:
    return said.removesuffix(FILE.upper())


def _unreadable(error: tomllib.TOMLDecodeError, text: str) -> Mistake:
    words = str(error)
    found = _PLACE.search(words)
    line = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
    said = _PLACE.sub("", words)
    return Mistake(line, f"this is not TOML: {said[:1].lower()}{said[1:]}")


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The line of each name. Text over several lines is passed over, whatever it looks like."""
    table, within = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if within:
            within = "" if within in line else within
            continue
        if head := _TABLE.match(line):
            table = _bare(head[1])
            yield table, number
        elif key := _KEY.match(line):
            name = _bare(key[1])
            yield (f"{table}.{name}" if table else name), number
            if name.partition(".")[0] in PARTS and "." not in name and not table:
                yield from _inline(name, line, number)
            rest = line[key.end() :]
            within = next((q for q in ('"""', "'''") if rest.count(q) % 2), "")


def _inline(part: str, line: str, number: int) -> Iterator[tuple[str, int]]:
    """`smtp = { host = "…" }`: its names stand in that line."""
    for inner in re.findall(r"[{,]\s*([\w-]+)\s*=", line):
        yield f"{part}.{inner}", number


def _bare(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
