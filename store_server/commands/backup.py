"""`accueil backup`: all that the boutique knows, in one sealed file, while the server runs."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.locks import EXISTING, chosen_lock, lock_options, progress
from store_server.commands.printing import json_option, to_json
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.settings import Settings
    from store_server.storage.backup.manifest import Manifest


@click.command("backup")
@click.argument("where", required=False, type=click.Path())
@lock_options
@click.option("--verify", "verified", type=EXISTING, help="Open FILE and compare all its sums.")
@click.option("--new-key", type=click.Path(path_type=Path), help="Make a key in this file.")
@json_option
def command(
    where: str | None,
    key_file: Path | None,
    passphrase_file: Path | None,
    verified: Path | None,
    new_key: Path | None,
    as_json: bool,
) -> None:
    """All that the boutique knows, in one sealed file.

    WHERE is a new file, or a folder that is given one: the data folder's `backups` if not told;
    with a slash at its end it is a folder, and made where there is none. The server goes on
    meanwhile. In the backup is everything that was acknowledged before the moment that is printed:
    the database, secret.key and all else in the data folder. The file is sealed (AES-256-GCM) and
    useless to whoever finds it; keep its key in another place than the box, for without it nobody
    opens the backup. Settings, and secrets that are kept elsewhere (…_FILE), are not in it.

    \b
    Examples:
      accueil backup --new-key /etc/accueil/backup.key
      accueil backup --key /etc/accueil/backup.key /mnt/nas/accueil/
      accueil backup --verify /mnt/nas/accueil/accueil-paris-1-….backup --key backup.key
    """
    if new_key is not None:
        _make_key(new_key)
        return
    began = time.monotonic()
    if verified is not None:
        path, manifest = verified, _verify(verified, key_file, passphrase_file)
    else:
        path, manifest = _make(where, key_file, passphrase_file)
    took_s = time.monotonic() - began
    if as_json:
        told = {
            "file": str(path),
            "boutique": manifest.boutique,
            "moment": manifest.moment,
            "database": manifest.database,
            "revision": manifest.revision,
            "bytes": manifest.size,
            "seconds": round(took_s, 3),
        }
        click.echo(to_json(told))
        return
    done = "whole" if verified else "made"
    click.echo(
        f"{path} is {done}: {manifest.boutique} on {manifest.database}, as of "
        f"{manifest.moment:%Y-%m-%d %H:%M:%S.%f} UTC; {manifest.size:,} bytes in {took_s:.1f} s."
    )


def _make_key(path: Path) -> None:
    from store_server.storage.backup.envelope import KeyFile

    try:
        KeyFile.make(path)
    except FileExistsError as error:
        raise CommandError(f"{path} is there already, and backups may need it.") from error
    click.echo(f"{path} is made. Keep a copy away from this box: without it no backup opens.")


def _verify(path: Path, key_file: Path | None, passphrase_file: Path | None) -> Manifest:
    from store_server.storage.backup.archive import verify

    lock = chosen_lock(key_file, passphrase_file, twice=False)
    with progress("Comparing", path.stat().st_size) as told:
        return verify(path, lock, told)


def _make(
    where: str | None, key_file: Path | None, passphrase_file: Path | None
) -> tuple[Path, Manifest]:
    from store_server.clock import SystemClock
    from store_server.commands.boutique import read_settings
    from store_server.storage.backup.make import expected_bytes, make

    settings = read_settings()
    lock = chosen_lock(key_file, passphrase_file, twice=True)
    path = _named(where, settings)
    with progress("Backing up", expected_bytes(settings)) as told:
        return path, make(settings, path, lock, SystemClock(), told)


def _named(where: str | None, settings: Settings) -> Path:
    path = settings.data_dir / "backups" if where is None else Path(where)
    if where is None or where.endswith(os.sep):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.is_dir():
        return path
    return path / f"accueil-{settings.boutique}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.backup"
