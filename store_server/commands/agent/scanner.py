"""`accueil agent scanner`: a scanner of codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.agent.options import AgentSetup, agent_options
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from devices.agents.scanner.agent import Words
    from devices.agents.scanner.display import Display
    from devices.agents.scanner.keys import WedgeStyle
    from devices.agents.scanner.source import Source
    from devices.vision.qr import QrReader

LINEAR = ("ean13", "ean8", "upca", "code128")
MATRIX = ("datamatrix", "aztec", "pdf417")


@click.command("scanner")
@click.option(
    "--camera",
    "cameras",
    multiple=True,
    metavar="WHERE",
    envvar="ACCUEIL_AGENT_CAMERA",
    show_envvar=True,
    help="A camera's number, the address of its stream, or a film. May be given several times. An "
    "address with a password is better in the environment.",
)
@click.option(
    "--also",
    multiple=True,
    type=click.Choice([*LINEAR, *MATRIX]),
    help="What the cameras read besides QR codes.",
)
@click.option(
    "--wedge",
    "wedges",
    multiple=True,
    metavar="DEVICE",
    help="A hand scanner that types: its path below /dev/input/by-id, or a part of its name.",
)
@click.option(
    "--layout",
    type=click.Choice(["en-US", "fr-AZERTY"]),
    default="en-US",
    show_default=True,
    help="The keyboard that it takes itself for.",
)
@click.option(
    "--end",
    "ends",
    multiple=True,
    type=click.Choice(["enter", "tab", "pause"]),
    help="What comes after a code.  [default: enter or tab]",
)
@click.option("--prefix", default="", help="What it types before a code.")
@click.option("--suffix", default="", help="What it types after a code, before the end.")
@click.option(
    "--serial",
    "lines",
    multiple=True,
    metavar="PORT",
    help="A scanner on a serial line, or on USB as one.",
)
@click.option("--baud", type=click.IntRange(300, 4_000_000), default=9600, show_default=True)
@click.option(
    "--on-verdict",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A program that is started with each verdict and its words: a lamp, a relay, a sound.",
)
@click.option(
    "--language",
    type=click.Choice(["fr", "en"]),
    default="fr",
    show_default=True,
    help="Of what the scanner says while the boutique cannot.",
)
@agent_options("scanner")
def command(
    setup: AgentSetup,
    cameras: tuple[str, ...],
    also: tuple[str, ...],
    wedges: tuple[str, ...],
    layout: str,
    ends: tuple[str, ...],
    prefix: str,
    suffix: str,
    lines: tuple[str, ...],
    baud: int,
    on_verdict: Path | None,
    language: str,
) -> None:
    """A scanner of this computer's camera, or of a hand scanner on it, until Ctrl-C.

    What is read is told to the boutique once, and kept until the boutique has it. The verdict is
    shown on this terminal, with its bell, and by the program of --on-verdict. A camera or a scanner
    that is unplugged is told of, and used again once it is back. A film ends the agent once the
    boutique has all that was in it.

    \b
    Examples:
      accueil agent scanner --camera 0 --pair https://boutique.example/#BCDF-GHJK
      accueil agent scanner --device door-1 --camera rtsp://camera.lan/stream --on-verdict ./lamp
      accueil agent scanner --device till-1 --wedge Honeywell --layout fr-AZERTY
    """
    from devices.agents.scanner.agent import ScannerAgent
    from devices.agents.scanner.camera import Camera
    from devices.agents.scanner.serial_line import SerialLine
    from store_server.commands.agent.living import live

    sources: list[Source] = [Camera(where, _reader(also)) for where in cameras]
    sources += _wedges(wedges, layout, ends, prefix, suffix)
    sources += [SerialLine(port, baud) for port in lines]
    if not sources:
        raise CommandError("Say what to read from: --camera, --wedge or --serial.")
    agent = ScannerAgent(setup.link, sources, _displays(on_verdict), _words(language))
    live(setup, agent.start, agent.stop, agent.finished)


def _wedges(
    wedges: tuple[str, ...], layout: str, ends: tuple[str, ...], prefix: str, suffix: str
) -> list[Source]:
    if not wedges:
        return []
    try:
        from devices.agents.scanner.wedge import Wedge
    except ImportError as error:
        raise CommandError("A scanner that types can only be taken over on Linux.") from error
    style = _style(layout, ends, prefix, suffix)
    return [Wedge(which, style) for which in wedges]


def _style(layout: str, ends: tuple[str, ...], prefix: str, suffix: str) -> WedgeStyle:
    from devices.agents.scanner.keys import ENTER, TAB, WedgeStyle
    from devices.agents.scanner.layouts import LAYOUTS

    keys = frozenset(ends) & {ENTER, TAB} if ends else frozenset({ENTER, TAB})
    pause_s = 0.2 if "pause" in ends else None
    return WedgeStyle(LAYOUTS[layout], prefix, suffix, keys, pause_s)


def _reader(also: tuple[str, ...]) -> QrReader:
    from devices.vision import qr_zbar
    from devices.vision.qr import QrReader

    try:
        last_resort = qr_zbar.load()
    except qr_zbar.ZbarMissingError as error:
        click.echo(str(error), err=True)
        last_resort = None
    return QrReader(("qr", *also), last_resort)


def _displays(on_verdict: Path | None) -> Display:
    from devices.agents.scanner.display import Displays, ProgramDisplay, TerminalDisplay

    if on_verdict is None:
        return TerminalDisplay()
    return Displays(TerminalDisplay(), ProgramDisplay(str(on_verdict)))


def _words(language: str) -> Words:
    from dataclasses import fields

    from devices.agents.scanner.agent import Words
    from store_server.web.assets import Assets
    from store_server.web.catalogue import Catalogue

    catalogue = Catalogue(Assets.find().catalogue_folder, language)
    plain = Words()
    return Words(
        **{
            word.name: catalogue.say(language, f"scanner.{word.name}", getattr(plain, word.name))
            for word in fields(Words)
        }
    )
