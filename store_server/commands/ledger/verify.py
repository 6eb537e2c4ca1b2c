"""`accueil ledger verify`: finds the first record that is not as it was written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.ledger.opening import open_ledger
from store_server.commands.printing import json_option, to_json
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from payments.ledger import Record


@click.command("verify")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--till", help="This till only; else every till of the database.")
@click.option("--key", "key", help="What the archive's key must be, as `accueil ledger key` says.")
@json_option
def command(file: Path | None, till: str | None, key: str | None, as_json: bool) -> None:
    """Find the first record that is not as it was written.

    Without FILE the database is verified; with it an archive, which needs no database. An
    archive's signature proves who made it only if you compare its key: with --key, or by eye.

    \b
    Examples:
      accueil ledger verify
      accueil ledger verify ledger-paris-1-1.ledger --key "3f1c 9a02 …"
    """
    if file is None:
        _database(till, as_json)
    else:
        _archive(file, key, as_json)


def _database(till: str | None, as_json: bool) -> None:
    from payments.ledger import verify

    with open_ledger(till) as opened:
        tills = [till] if till is not None else opened.desk.queries.tills()
        for name in tills:
            began, counted = time.monotonic(), _Counted(opened.desk.queries.records(name))
            flaw = next(verify(counted), None)
            took = time.monotonic() - began
            report = {"till": name, "records": counted.number, "seconds": round(took, 2)}
            if flaw is not None:
                report |= {"first_flaw": flaw.number, "what": flaw.what}
            if as_json:
                click.echo(to_json(report))
            elif flaw is None:
                click.echo(
                    f"Till {name}: {counted.number:,} records, each as it was written "
                    f"({counted.number / max(took, 1e-6):,.0f} a second)."
                )
            if flaw is not None:
                raise CommandError(f"Till {name}: record {flaw.number} {_words(flaw.what)}.")
    if not tills and not as_json:
        click.echo("There are no records yet: nothing was sold.")


def _archive(file: Path, key: str | None, as_json: bool) -> None:
    from payments.archive import ArchiveError, examine

    try:
        with file.open("rb") as lines:
            verdict = examine(lines)
    except ArchiveError as error:
        raise CommandError(f"{file.name}: {error}.") from error
    head = verdict.head
    if as_json:
        first = verdict.flaws[0] if verdict.flaws else None
        click.echo(
            to_json(
                {
                    "boutique": head.boutique,
                    "till": head.till,
                    "records": verdict.records,
                    "first_flaw": None if first is None else first.number,
                    "signature": verdict.trouble or "holds",
                    "key": verdict.key,
                }
            )
        )
    if verdict.flaws:
        flaw = verdict.flaws[0]
        raise CommandError(f"{file.name}: record {flaw.number} {_words(flaw.what)}.")
    if verdict.trouble:
        raise CommandError(f"{file.name}: {verdict.trouble}.")
    if key is not None and key.replace(" ", "") != verdict.key.replace(" ", ""):
        raise CommandError(f"{file.name} is signed by another key: {verdict.key}.")
    if not as_json:
        first_number, last_number = head.after + 1, head.after + verdict.records
        vouched = "as was asked for" if key else "compare it with the boutique's"
        click.echo(
            f"{head.boutique}, till {head.till}: records {first_number:,} to {last_number:,}, each "
            f"as it was written. Signed by {verdict.key}: {vouched}."
        )


def _words(what: str) -> str:
    """A flaw as the rest of a sentence about its record."""
    if what.startswith("missing"):
        return f"is {what}"
    return what if what.startswith("does not") else f"was altered: {what}"


class _Counted:
    """Counts what goes through it."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self.number = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.number += 1
            yield record
