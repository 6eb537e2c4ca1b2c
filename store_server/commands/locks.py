"""How a backup is sealed and opened: options that `backup` and `restore` share, and progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.storage.backup.archive import Told
    from store_server.storage.backup.envelope import Lock

F = TypeVar("F", bound=Callable[..., Any])
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def lock_options(function: F) -> F:
    words = "The first line of this file is the passphrase."
    function = click.option("--passphrase-file", type=EXISTING, help=words)(function)
    return click.option("--key", "key_file", type=EXISTING, help="The key's file.")(function)


def chosen_lock(key_file: Path | None, passphrase_file: Path | None, twice: bool) -> Lock:
    """Asks for a passphrase where a person is there to answer. Raises `CommandError`."""
    from store_server.storage.backup.envelope import KeyFile, Passphrase

    if key_file and passphrase_file:
        raise CommandError("Give --key or --passphrase-file, not both.")
    if key_file:
        return KeyFile.at(key_file)
    if passphrase_file:
        return Passphrase(passphrase_file.read_text(encoding="utf-8").partition("\n")[0].strip())
    if not sys.stdin.isatty():
        raise CommandError(
            "Sealed with what? Give --key FILE (accueil backup --new-key FILE makes one) "
            "or --passphrase-file FILE."
        )
    return Passphrase(
        click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    )


@contextmanager
def progress(words: str, total: int | None) -> Iterator[Told]:
    """A bar on the error stream of a terminal; silence elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn(words), BarColumn(), DownloadColumn())
    out = Console(stderr=True)
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.advance(task, done)
