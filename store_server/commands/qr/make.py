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
@click.option(
    "--guest",
    metavar="ID",
    help="The pass of this guest of an event, in place of a text: from this boutique's database.",
)
def command(
    text: str | None, out: Path | None, level: str, size: int, margin: int, guest: str | None
) -> None:
    """Make a code: PNG, SVG or on this terminal.

    TEXT is what the code says. Without it the text is read from standard input, and a line's end
    there does not count.

    \b
    Examples:
      accueil qr make pass:CLND-7Q4M -o pass.png
      echo https://maison.example/i/7KQ2M | accueil qr make --level Q
      accueil qr make --guest 0198c2f4-… -o pass.png
    """
    if guest and text is not None:
        raise CommandError("Say either a text or a guest, not both.")
    said = _pass_of(guest) if guest else _text(text)
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


def _pass_of(guest_id: str) -> str:
    """As the guest's own page shows it, signed by the key that signs now."""
    from store_server.commands.boutique import open_boutique
    from store_server.handlers import passes
    from store_server.ports import NotFoundError

    with open_boutique() as boutique, boutique.store.begin() as uow:
        try:
            guest = uow.guests.get(guest_id)
        except NotFoundError:
            raise CommandError(f"There is no guest with the id {guest_id!r}.") from None
        granted = uow.passes.standing_of(guest.id)
        if granted is None:
            raise CommandError("This guest holds no pass: whoever confirms is given one.")
        if granted.live:
            raise CommandError(
                "This guest's pass is live: it changes every thirty seconds, on their phone alone."
            )
        return passes.text(granted, uow.events.get(guest.event_id), uow.passes.keys())


def _text(text: str | None) -> str:
    if text is None:
        if sys.stdin.isatty():
            raise CommandError("Say what the code shall hold: as TEXT or on standard input.")
        text = sys.stdin.read().rstrip("\r\n")
    if not text:
        raise CommandError("The text is empty.")
    return text
