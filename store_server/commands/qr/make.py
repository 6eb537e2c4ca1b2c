"""`accueil qr make`: a code as a picture, a drawing, or on the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from store_server.commands.sentences import CommandError

LEVELS = {"L": "7 %", "M": "15 %", "Q": "25 %", "H": "30 %"}
QUIET_ZONE = 4
LARGEST_MODULE = 200


@click.command("make")
@click.argument("text", required=False)
@click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .png or .svg. Without it the code is drawn on the terminal.",
)
@click.option(
    "--level",
    type=click.Choice(list(LEVELS), case_sensitive=False),
    default="M",
    show_default=True,
    help="How much of it may be damaged: L 7 %, M 15 %, Q 25 %, H 30 %.",
)
@click.option(
    "--size",
    type=click.IntRange(1, LARGEST_MODULE),
    default=10,
    show_default=True,
    help="Of a module: pixels in a PNG, tenths of a millimetre in an SVG.",
)
@click.option(
    "--margin",
    type=click.IntRange(0, 20),
    default=QUIET_ZONE,
    show_default=True,
    help="Modules of white around it; scanners ask for 4.",
)
def command(text: str | None, out: Path | None, level: str, size: int, margin: int) -> None:
    """Make a code: PNG, SVG or on this terminal.

    TEXT is what the code says. Without it the text is read from standard input, and a line's end
    there does not count.

    \b
    Examples:
      accueil qr make pass:CLND-7Q4M -o pass.png
      echo https://maison.example/i/7KQ2M | accueil qr make --level Q
    """
    said = _text(text)
    if out is not None and out.suffix.lower() not in (".png", ".svg"):
        raise CommandError(f"{out}: name a file that ends in .png or .svg.")
    from store_server.commands.qr.drawing import TooLongError, modules, png, svg, terminal

    try:
        drawn = modules(said, level.upper(), margin)
    except TooLongError as error:
        raise CommandError(f"{error}.") from error
    if out is None:
        click.echo("\n".join(terminal(drawn)))
    elif out.suffix.lower() == ".svg":
        out.write_text(svg(drawn, size), encoding="utf-8")
    else:
        out.write_bytes(png(drawn, size))


def _text(text: str | None) -> str:
    if text is None:
        if sys.stdin.isatty():
            raise CommandError("Say what the code shall hold: as TEXT or on standard input.")
        text = sys.stdin.read().rstrip("\r\n")
    if not text:
        raise CommandError("The text is empty.")
    return text
