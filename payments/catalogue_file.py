"""A catalogue as a CSV file: read line by line, and what is wrong said by line and column.

    sku;name;gtin;vat;kind;model;stock;price EUR;price JPY;option colour;serials
    FOUL-01;Foulard Soie;3596710323845;standard;plain;FOUL;12;390.00;62000;noir;

Semicolons, commas or tabs; UTF-8, with or without its mark. `serials` are separated by spaces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from payments.article import Article, ArticleError, ArticleKind, gtin_of
from payments.money import Money, MoneyError

LINES_AT_MOST = 20_000
NEEDED = ("sku", "name", "vat")
KNOWN = (*NEEDED, "gtin", "kind", "model", "stock", "serials")
PRICE, OPTION = "price ", "option "


class FileError(ValueError):
    """The file as a whole cannot be read; `column` names what is wrong, where it is one."""

    def __init__(self, what: str, column: str = "") -> None:
        super().__init__(what)
        self.column = column


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`line` counts the header as 1. Either an article, or a column and what is wrong with it."""

    line: int
    sku: str
    article: Article | None = None
    serials: tuple[str, ...] = ()
    column: str = ""
    problem: str = ""


def read(octets: bytes) -> list[ReadLine]:
    """Every line of it. Raises `FileError`."""
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("the file is not UTF-8") from error
    if "\0" in text:
        raise FileError("the file is not text")
    rows = _rows(text)
    header = [name.strip().lower() for name in next(rows, [])]
    _check_header(header)
    found: list[ReadLine] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(found) >= LINES_AT_MOST:
            raise FileError(f"more than {LINES_AT_MOST} lines")
        found.append(_line(number, header, row, seen))
    return found


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)


def _check_header(header: Sequence[str]) -> None:
    for name in NEEDED:
        if name not in header:
            raise FileError(f"the column {name} is missing", name)
    for name in header:
        if name not in KNOWN and not name.startswith((PRICE, OPTION)):
            raise FileError(f"there is no column {name!r}", name)
        if header.count(name) > 1:
            raise FileError(f"the column {name} is there twice", name)


def _line(number: int, header: Sequence[str], row: Sequence[str], seen: set[str]) -> ReadLine:
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    sku = cells.get("sku", "")
    try:
        if len(row) != len(header):
            raise ArticleError("", f"{len(row)} columns instead of {len(header)}")
        if sku in seen:
            raise ArticleError("sku", "is there twice in this file")
        seen.add(sku)
        article = _article(cells)
    except ArticleError as error:
        return ReadLine(number, sku, column=error.field, problem=str(error))
    return ReadLine(number, sku, article, tuple(cells.get("serials", "").split()))


def _article(cells: dict[str, str]) -> Article:
    for name in NEEDED:
        if not cells[name]:
            raise ArticleError(name, "is missing")
    kind = cells.get("kind") or ArticleKind.PLAIN.value
    if kind not in list(ArticleKind):
        raise ArticleError("kind", f"is one of {', '.join(ArticleKind)}")
    stock = cells.get("stock") or "0"
    if not (stock.isascii() and stock.isdigit() and len(stock) < 8):
        raise ArticleError("stock", "is a whole number")
    options = {
        name.removeprefix(OPTION): value
        for name, value in cells.items()
        if name.startswith(OPTION) and value
    }
    return Article(
        id="",
        sku=cells["sku"],
        name=cells["name"],
        vat=cells["vat"],
        kind=ArticleKind(kind),
        gtin=gtin_of(cells.get("gtin", "")),
        model=cells.get("model", ""),
        options=options,
        prices=tuple(_prices(cells)),
        stock=int(stock),
    )


def _prices(cells: dict[str, str]) -> Iterator[Money]:
    for name, value in cells.items():
        if name.startswith(PRICE) and value:
            try:
                price = Money.parse(value, name.removeprefix(PRICE).strip().upper())
            except MoneyError as error:
                raise ArticleError(name, str(error)) from error
            if price.units <= 0 or not price.chargeable:
                raise ArticleError(name, f"{value} cannot be charged")
            yield price
