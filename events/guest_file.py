"""A guest list as a file: what Excel and every other program writes, read with errors by line.

Commas, semicolons or tabs; UTF-8, UTF-16 or Windows' own letters; headings in English or French,
in any order. What is written is safe to open: no cell can be taken for a formula, and what is read
back is what was meant.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LINES_AT_MOST = 5_000
LONGEST_NAME = 120
SHOWN_AT_MOST = 60  # letters of a value that is wrong
PLUS_ONES_AT_MOST = 50

COLUMNS = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "language",
    "plus_ones",
    "session",
    "note",
)

_HEADINGS = {
    "given_name": ("given_name", "given name", "first name", "firstname", "prénom", "prenom"),
    "family_name": ("family_name", "family name", "last name", "lastname", "surname", "nom"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse e-mail"),
    "phone": ("phone", "telephone", "mobile", "téléphone", "tel", "tél", "portable"),
    "language": ("language", "lang", "langue"),
    "plus_ones": ("plus_ones", "plus ones", "plus one", "+1", "accompagnants", "invités en plus"),
    "session": ("session", "séance", "seance"),
    "note": ("note", "notes", "remarque", "remarques", "commentaire"),
}
_BY_HEADING = {heading: name for name, known in _HEADINGS.items() for heading in known}


class Slip(StrEnum):
    """What is wrong, in a code that the manager's screen says in its language."""

    NO_TEXT = "no_text"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NO_HEADING = "no_heading"
    COLUMN_TWICE = "column_twice"
    TOO_MANY = "too_many"
    SAME_GUEST = "same_guest"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    CONTROL_LETTERS = "control_letters"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    NO_LANGUAGE = "no_language"
    NO_NUMBER = "no_number"
    NO_SESSION = "no_session"


_WORDS = {
    Slip.NO_TEXT: "this is no text file",
    Slip.UNREADABLE: "this line cannot be read: a quotation mark stands alone",
    Slip.EMPTY: "the file is empty",
    Slip.NO_HEADING: "the first line names the columns: given_name, family_name, email, …",
    Slip.COLUMN_TWICE: "this column is there twice",
    Slip.TOO_MANY: "at most {figure} guests in one file",
    Slip.SAME_GUEST: "the same guest as in line {figure}",
    Slip.NO_NAME: "a name is needed",
    Slip.TOO_LONG: "at most {figure} letters",
    Slip.CONTROL_LETTERS: "control characters",
    Slip.NO_EMAIL: "this is no e-mail address",
    Slip.NO_PHONE: "this is no telephone number",
    Slip.NO_LANGUAGE: "a language is written as in fr or zh-Hant",
    Slip.NO_NUMBER: "a whole number up to {figure}",
    Slip.NO_SESSION: "the event has no such session",
}

_FORMS = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), Slip.NO_EMAIL),
    "phone": (re.compile(r"\+?[0-9][0-9 ().-]{4,30}"), Slip.NO_PHONE),
    "language": (re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), Slip.NO_LANGUAGE),
}
_LONGEST = {"email": 254, "note": 2_000}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
_GUARDED = re.compile(r"^'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20']|[\t\r\n])")


@dataclass(frozen=True, slots=True)
class Line:
    """One guest as the file has them. `key` is the same for the same line, whenever it is read."""

    number: int
    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    plus_ones: int | None = None
    session: int | None = None
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line` as a spreadsheet counts them, from 1; `column` "" is the line as a whole. `figure` is
    what may be at most, or the other line; `value` is what stands there, its beginning if long."""

    line: int
    column: str
    slip: Slip
    figure: int = 0
    value: str = ""

    @property
    def words(self) -> str:
        """In English, for programs' logs; screens say it by `slip`."""
        return _WORDS[self.slip].format(figure=self.figure)


@dataclass(frozen=True, slots=True)
class Read:
    lines: tuple[Line, ...]
    mistakes: tuple[Mistake, ...]
    unknown_columns: tuple[str, ...] = field(default=())


def read(raw: bytes, sessions: Sequence[int] = ()) -> Read:
    """What the file says. `sessions` are the numbers that the event has."""
    text = _decoded(raw)
    if text is None:
        return Read((), (Mistake(1, "", Slip.NO_TEXT),))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return _read_rows(rows, sessions)
    except csv.Error:
        return Read((), (Mistake(rows.line_num, "", Slip.UNREADABLE),))


def write(rows: Iterable[Sequence[str]], headings: Sequence[str]) -> bytes:
    """A file that a French Excel opens right: semicolons, UTF-8 with its mark, no formula."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(one) for one in headings])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives back what it was."""
    begins = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if begins or _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    return _GUARDED.sub("", cell)


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _delimiter(text: str) -> str:
    heading = text.lstrip("\r\n").partition("\n")[0]
    return max((";", ",", "\t"), key=heading.count)


def _read_rows(rows: Iterable[list[str]], sessions: Sequence[int]) -> Read:
    heading: list[str | None] | None = None
    unknown: tuple[str, ...] = ()
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for number, cells in enumerate(rows, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if heading is None:
            heading, unknown, wrong = _heading(number, cells)
            if wrong is not None:
                return Read((), (wrong,), unknown)
            continue
        if len(lines) >= LINES_AT_MOST:
            mistakes.append(Mistake(number, "", Slip.TOO_MANY, LINES_AT_MOST))
            break
        line, wrongs = _line(number, dict(zip(heading, cells, strict=False)), sessions)
        before = first.setdefault(line.key, number)
        if before != number:
            name = f"{line.given_name} {line.family_name}".strip()
            wrongs.append(Mistake(number, "", Slip.SAME_GUEST, before, _shown(name)))
        mistakes += wrongs
        lines.append(line)
    if heading is None:
        mistakes.append(Mistake(1, "", Slip.EMPTY))
    return Read(tuple(lines), tuple(mistakes), unknown)


def _heading(
    number: int, cells: list[str]
) -> tuple[list[str | None], tuple[str, ...], Mistake | None]:
    names = [_BY_HEADING.get(unguarded(cell.strip()).casefold()) for cell in cells]
    unknown = tuple(
        cell.strip()
        for cell, name in zip(cells, names, strict=True)
        if name is None and cell.strip()
    )
    known = [name for name in names if name is not None]
    if len(set(known)) < len(known):
        twice = next(name for name in known if known.count(name) > 1)
        return names, unknown, Mistake(number, twice, Slip.COLUMN_TWICE)
    if not {"given_name", "family_name"} & set(known):
        return names, unknown, Mistake(number, "", Slip.NO_HEADING)
    return names, unknown, None


def _line(
    number: int, cells: dict[str | None, str], sessions: Sequence[int]
) -> tuple[Line, list[Mistake]]:
    value = {name: unguarded(cells.get(name, "").strip()) for name in COLUMNS}
    wrongs = [
        Mistake(number, name, slip, figure, _shown(value[name]))
        for name, slip, figure in _wrong(value)
    ]
    plus_ones, session = value["plus_ones"], value["session"]
    if session and not (session.isdecimal() and int(session) in (*sessions, 0)):
        wrongs.append(Mistake(number, "session", Slip.NO_SESSION, value=_shown(session)))
        session = ""
    line = Line(
        number=number,
        given_name=" ".join(value["given_name"].split()),
        family_name=" ".join(value["family_name"].split()),
        email=value["email"],
        phone=value["phone"],
        language=value["language"],
        plus_ones=int(plus_ones) if _is_small(plus_ones) else None,
        session=int(session) if session else None,
        note=value["note"],
        key=key_of(value["given_name"], value["family_name"], value["email"], value["phone"]),
    )
    return line, wrongs


def _wrong(value: dict[str, str]) -> Iterable[tuple[str, Slip, int]]:
    for name, text in value.items():
        if any(ord(letter) < 0x20 and letter not in "\n\r\t" for letter in text):
            yield name, Slip.CONTROL_LETTERS, 0
        if len(text) > (longest := _LONGEST.get(name, LONGEST_NAME)):
            yield name, Slip.TOO_LONG, longest
    if not value["given_name"] and not value["family_name"]:
        yield "given_name", Slip.NO_NAME, 0
    for name, (form, slip) in _FORMS.items():
        if value[name] and not form.fullmatch(value[name]):
            yield name, slip, 0
    if value["plus_ones"] and not _is_small(value["plus_ones"]):
        yield "plus_ones", Slip.NO_NUMBER, PLUS_ONES_AT_MOST


def _shown(text: str) -> str:
    """As much of it as tells which it is, without letters that cannot be seen."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return seen if len(seen) <= SHOWN_AT_MOST else f"{seen[:SHOWN_AT_MOST]}…"


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= PLUS_ONES_AT_MOST


def key_of(given_name: str, family_name: str, email: str, phone: str) -> str:
    """Who this is, as far as a file can say: spelling counts, case and spaces do not."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    said = [
        " ".join(unicodedata.normalize("NFKC", one).split()).casefold()
        for one in (given_name, family_name, email)
    ]
    return hashlib.sha256("\x1f".join((*said, digits)).encode()).hexdigest()
