"""Prints a command's answer: a table for people, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])

TYPED = frozenset({"Id", "Speaks as", "Variable"})  # columns of what other commands are given


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")(
        function
    )


def console() -> Console:
    """Colour and width as the terminal has them; plain and wide where there is none."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(width=width, highlight=False, soft_wrap=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """What stands in a column of `TYPED` stays in one piece, however narrow the terminal."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table

    rows = [tuple(row) for row in rows]
    drawn = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        if column in TYPED:
            longest = max((cell_len(row[number]) for row in rows), default=0)
            drawn.add_column(column, no_wrap=True, min_width=longest)
        else:
            drawn.add_column(column, overflow="fold", min_width=cell_len(column))
    for row in rows:
        drawn.add_row(*row)
    console().print(drawn, crop=False)


def json_lines(objects: Iterable[Any]) -> None:
    for item in objects:
        click.echo(to_json(item))


def to_json(item: Mapping[str, Any] | Any) -> str:
    import msgspec

    return msgspec.json.encode(item).decode()
