"""The table that opens the demo: each screen's address, sign-in code, PIN and picture."""

from __future__ import annotations

from collections.abc import Sequence
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


def show(console: Console, title: str, screens: Sequence[Screen], footer: Sequence[str]) -> None:
    console.print()
    console.print(Text(f"  {title}", style="bold"))
    console.print()
    console.print(Padding(_ways_in(screens), (0, 0, 0, 2)))
    console.print()
    for line in side_by_side([_picture(screen) for screen in screens], console.width - 2):
        console.print(Text(f"  {line}"), no_wrap=True, overflow="ignore", crop=False)
    console.print()
    for line in footer:
        console.print(Text(f"  {line}"), soft_wrap=True)
    console.print()


def _ways_in(screens: Sequence[Screen]) -> Table:
    """An address stands on one line, to be copied; names may take two, and no word is broken."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    longest = max((len(word) for screen in screens for word in screen.who.split()), default=0)
    table.add_column("Screen", min_width=longest)
    for column in ("Address", "Code", "PIN"):
        table.add_column(column, no_wrap=True, overflow="fold")
    for screen in screens:
        table.add_row(screen.who, screen.page, screen.code, screen.pin)
    return table


def _picture(screen: Screen) -> list[str]:
    picture = drawn(screen.url)
    breadth = len(picture[0])
    return [screen.who[:breadth].ljust(breadth), *picture]
