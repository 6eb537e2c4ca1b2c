"""`accueil config check`: every mistake in the settings file, with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.boutique import CONFIG, config_path, environment
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.settings import Settings
    from store_server.settings_file import Mistake, SettingsFile


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
    from store_server.settings import Settings, unknown_in
    from store_server.settings_file import read_file

    path = path or config_path()
    if path is None:
        raise CommandError(f"Name the file: accueil config check FILE, or set {CONFIG}.")
    file = read_file(path)
    settings, wrong = Settings.look(file.with_environment(environment()))
    mistakes = file.mistakes or tuple(_unknown_place(settings, file))
    for mistake in mistakes:
        click.echo(mistake.at(path))
    if mistakes:
        return 1
    strange = [f"{name} is no setting of ours" for name in unknown_in(environment())]
    for words in (*wrong, *strange):
        click.echo(f"In the environment: {words}")
    if wrong or strange:
        return 1
    count = len(file.given)
    click.echo(f"{path} is right: {count} setting{'' if count == 1 else 's'}.")
    return 0


def _unknown_place(settings: Settings, file: SettingsFile) -> Iterator[Mistake]:
    from store_server.domain.holidays_of_years import UnknownPlaceError, read
    from store_server.settings import variable
    from store_server.settings_file import Mistake

    if not settings.holidays:
        return
    try:
        read(settings.holidays, 2024, 2024, "en")
    except UnknownPlaceError as error:
        yield Mistake(file.lines.get(variable("holidays"), 0), f"holidays: {error}")
