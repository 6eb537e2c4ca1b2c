"""The table that opens the demo: each screen's address, sign-in code, PIN and picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from store_server.demo.codes import drawn, side_by_side


@dataclass(frozen=True, slots=True)
class Screen:
    """One way in. `page` is where it leads, `url` pairs a device with one look of its camera."""

    who: str
    page: str
    code: str
    url: str
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What else can be done; `link` stands on lines of its own, to be copied."""

    about: str
    text: str
    link: str = ""


def show(
    console: Console, title: str, screens: Sequence[Screen], hints: Iterable[Hint], end: str
) -> None:
    """The pictures first: they are tall, and what is read stands where the terminal ends."""
    console.print()
    for line in side_by_side([_picture(screen) for screen in screens], console.width - 2):
        console.print(Text(f"  {line}"), no_wrap=True, overflow="ignore", crop=False)
    console.print()
    console.print(Text(f"  {title}", style="bold"))
    console.print()
    console.print(Padding(_ways_in(screens), (0, 0, 0, 2)))
    console.print()
    console.print(Padding(_hints(hints), (0, 0, 0, 2)))
    console.print()
    console.print(Text(f"  {end}"))
    console.print()


def _ways_in(screens: Sequence[Screen]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("Screen", "Address", "Code", "PIN"):
        table.add_column(column, no_wrap=True, overflow="fold")
    for screen in screens:
        table.add_row(screen.who, screen.page, screen.code, screen.pin)
    return table


def _hints(hints: Iterable[Hint]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for hint in hints:
        grid.add_row(hint.about, hint.text)
        if hint.link:
            grid.add_row("", Text(hint.link, overflow="fold"))
    return grid


def _picture(screen: Screen) -> list[str]:
    picture = drawn(screen.url)
    breadth = len(picture[0])
    return [screen.who[:breadth].ljust(breadth), *picture]
