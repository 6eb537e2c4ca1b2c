"""`accueil qr decode`: the codes in pictures, a JSON line each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.printing import json_lines
from store_server.commands.sentences import from_system

if TYPE_CHECKING:
    from devices.vision.qr import QrReader

STANDARD_INPUT = "-"


@click.command("decode")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--also",
    "also",
    multiple=True,
    type=click.Choice(["datamatrix", "aztec", "pdf417", "ean13", "ean8", "upca", "code128"]),
    help="Look for these codes too. Can be given several times.",
)
def command(files: tuple[str, ...], also: tuple[str, ...]) -> int:
    """Read the codes in pictures.

    Prints one JSON line for each code found, with the file, the text, the symbology and the four
    corners in pixels, clockwise from the code's own top left; of a file with many pages also the
    page, from 1. A file without a code prints nothing. `-` is standard input.

    What cannot be read is named on standard error, the other files are read all the same, and the
    exit status is 1.

    \b
    Examples:
      accueil qr decode pass.png
      accueil qr decode scans/*.tif | jq -r .data
    """
    reader = _reader(also)
    failed = False
    for file in files:
        try:
            json_lines(_found(reader, file))
        except OSError as error:
            failed = True
            click.echo(f"{file}: {_reason(error)}", err=True)
        except ValueError as error:
            failed = True
            click.echo(f"{file}: {error}", err=True)
    return int(failed)


def _found(reader: QrReader, file: str) -> Iterator[dict[str, object]]:
    from devices.vision.picture_files import pages

    read = pages(_bytes(file))
    for number, page in enumerate(read, start=1):
        for code in reader.read(page):
            corners = [[round(x, 1), round(y, 1)] for x, y in code.corners]
            line: dict[str, object] = {
                "file": file,
                "data": code.data,
                "corners": corners,
                "symbology": code.symbology,
            }
            yield line | ({"page": number} if len(read) > 1 else {})


def _bytes(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder, not a picture"
    return from_system(error).rstrip(".")


def _reader(also: tuple[str, ...]) -> QrReader:
    from devices.vision import qr_zbar
    from devices.vision.qr import QrReader

    try:
        last_resort = qr_zbar.load()
    except qr_zbar.ZbarMissingError as error:
        click.echo(str(error), err=True)
        last_resort = None
    return QrReader(("qr", *also), last_resort)
