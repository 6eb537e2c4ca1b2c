"""`accueil ledger export`: the ledger as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.ledger.opening import OpenLedger, nothing_there, open_ledger
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from payments.ledger import Record


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--form",
    type=click.Choice(["archive", "csv", "json"]),
    default="archive",
    show_default=True,
    help="A signed archive, a table that Excel opens, or JSON lines.",
)
@click.option("--first", type=click.IntRange(min=1), default=1, help="From this number on.")
@click.option("--last", type=click.IntRange(min=1), help="Up to this number.")
@click.option("--till", help="Another till than this server's.")
def command(file: Path, form: str, first: int, last: int | None, till: str | None) -> None:
    """Write the ledger to FILE, which must not be there yet.

    \b
    Examples:
      accueil ledger export 2026.ledger
      accueil ledger export 2026.csv --form csv
    """
    with open_ledger(till) as opened:
        name = opened.settings.fiscal.till
        records = opened.desk.queries.records(name, first - 1, last)
        if next(opened.desk.queries.records(name, first - 1, last), None) is None:
            raise (
                nothing_there(name)
                if first == 1
                else CommandError(f"Till {name} has no record {first}.")
            )
        written = _write(file, _pieces(opened, form, records))
    click.echo(f"{file}: {written:,} bytes, from record {first:,} on.")


def _pieces(opened: OpenLedger, form: str, records: Iterator[Record]) -> Iterator[bytes]:
    from payments import archive, export
    from store_server.clock import SystemClock

    settings = opened.settings
    if form == "csv":
        return export.as_csv(records, settings.language)
    if form == "json":
        return export.as_json(records)
    now = SystemClock().now()
    return archive.write(records, settings.boutique, settings.fiscal.till, now, opened.desk.key)


def _write(file: Path, pieces: Iterator[bytes]) -> int:
    """All of it or nothing: under another name until the last byte is on the disk."""
    import os

    if file.exists():
        raise CommandError(f"{file} is there already, and nothing is written over it.")
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as out:
            written = sum(out.write(piece) for piece in pieces)
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return written
