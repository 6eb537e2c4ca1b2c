"""`accueil config check`: every mistake in the settings file, with its line."""

from __future__ import annotations

from pathlib import Path

import click

from store_server.commands.boutique import CONFIG, config_path, environment
from store_server.commands.sentences import CommandError


@click.command("check")
@click.argument("path", required=False, type=click.Path(dir_okay=False, path_type=Path))
def command(path: Path | None) -> int:
    """Every mistake in the settings file, with its line. The exit status is 1 where there is one.

    Looks at PATH, or at the file that --config or ACCUEIL_CONFIG names, and then at what the
    variables of the environment make of it.

    \b
    Example:
      accueil config check /etc/accueil/boutique.toml
    """
    from store_server.settings import SettingError, Settings
    from store_server.settings_file import read_file

    path = path or config_path()
    if path is None:
        raise CommandError(f"Name the file: accueil config check FILE, or set {CONFIG}.")
    file = read_file(path)
    for mistake in file.mistakes:
        click.echo(mistake.at(path))
    if file.mistakes:
        return 1
    try:
        Settings.read(file.with_environment(environment()))
    except SettingError as error:
        click.echo(f"In the environment: {error}")
        return 1
    click.echo(f"{path} is right: {len(file.given)} settings.")
    return 0
