"""`accueil rebuild`: the sums that dashboards read, made anew from the facts."""

from __future__ import annotations

import click


@click.command("rebuild")
def command() -> None:
    """Add up all that was counted, seen and sold once more.

    The sums by quarter-hour, day and month follow from the facts, and this makes them from nothing
    but the facts: a month at a time, while the server runs or not. The result is the same as before
    unless something was wrong.

    \b
    Example:
      accueil rebuild
    """
    from store_server.commands.boutique import read_settings
    from store_server.storage import open_storage
    from store_server.storage.rebuild import rebuild

    settings = read_settings()
    storage = open_storage(settings)
    try:
        made = rebuild(storage.engine, settings.zone)
    finally:
        storage.close()
    click.echo(f"{made.facts:,} facts of {made.months} months were added up.")
