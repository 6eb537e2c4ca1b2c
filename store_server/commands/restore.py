"""`accueil restore`: a backup, put back into an empty place."""

from __future__ import annotations

from pathlib import Path

import click

from store_server.commands.locks import EXISTING, chosen_lock, lock_options, progress


@click.command("restore")
@click.argument("file", type=EXISTING)
@lock_options
def command(file: Path, key_file: Path | None, passphrase_file: Path | None) -> None:
    """Put a backup into an empty place.

    FILE goes into the data folder and the database that the settings name. First the whole backup
    is opened and compared with its own sums; then it is refused unless the folder and the database
    are empty, the boutique is the same one and the database of the same kind. Only then is
    anything written. Stop the server before, and start it after.

    \b
    Example:
      ACCUEIL_DATA_DIR=/var/lib/accueil accueil restore accueil-….backup --key backup.key
    """
    from store_server.commands.boutique import read_settings
    from store_server.storage.backup.restore import restore

    settings = read_settings()
    lock = chosen_lock(key_file, passphrase_file, twice=False)
    with progress("Comparing, then restoring", file.stat().st_size) as told:
        manifest = restore(settings, file, lock, told)
    click.echo(
        f"{manifest.boutique} is restored into {settings.data_dir}, as of "
        f"{manifest.moment:%Y-%m-%d %H:%M:%S.%f} UTC. Start it with accueil serve."
    )
