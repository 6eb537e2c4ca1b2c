"""Draws a code that a phone's camera can read into a terminal, two rows of it to a line."""

from __future__ import annotations

from collections.abc import Sequence

QUIET_ZONE = 2  # modules of white around it; two are enough on a screen
HALVES = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # (upper, lower): 1 is dark


def drawn(text: str) -> list[str]:
    """Lines of equal width, light drawn as ink: right on a dark terminal, and readable on a light.

    Most cameras read both; colour would say which is which, and not every terminal has it.
    """
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_L, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    return blocks(code.get_matrix())


def blocks(modules: Sequence[Sequence[bool]]) -> list[str]:
    """A code's modules, two rows of them to a line."""
    rows = [[int(module) for module in row] for row in modules]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return [
        "".join(HALVES[upper, lower] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


def side_by_side(blocks: list[list[str]], width: int, gap: int = 3) -> list[str]:
    """As many blocks beside each other as fit in `width`, the others below."""
    lines: list[str] = []
    shelf: list[list[str]] = []
    for block in blocks:
        if shelf and _breadth([*shelf, block], gap) > width:
            lines += [*_shelve(shelf, gap), ""]
            shelf = []
        shelf.append(block)
    return lines + _shelve(shelf, gap)


def _breadth(shelf: list[list[str]], gap: int) -> int:
    return sum(len(block[0]) for block in shelf) + gap * (len(shelf) - 1)


def _shelve(shelf: list[list[str]], gap: int) -> list[str]:
    tallest = max((len(block) for block in shelf), default=0)
    return [
        (" " * gap)
        .join(block[line] if line < len(block) else " " * len(block[0]) for block in shelf)
        .rstrip(" ")
        for line in range(tallest)
    ]
