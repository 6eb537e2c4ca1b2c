"""`accueil privacy retention`: what is older than its period goes."""

from __future__ import annotations

import click

from store_server.commands.printing import json_option, to_json
from store_server.commands.privacy.opening import open_privacy


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Remove nothing; say what would go.")
@json_option
def command(dry_run: bool, as_json: bool) -> None:
    """Remove what is older than its period, as the server does every night.

    The periods are settings: ACCUEIL_PRIVACY_VISITS_DAYS and its like.

    \b
    Examples:
      accueil privacy retention --dry-run
      accueil privacy retention
    """
    with open_privacy() as opened:
        lines = opened.retention.run(dry=dry_run)
    if as_json:
        click.echo(to_json(lines))
        return
    width = max(len(line.period) for line in lines)
    for line in lines:
        kept = f"; {line.kept} kept: a payment or a delivery is under way" if line.kept else ""
        click.echo(f"{line.period:{width}}  {line.days:>6g} days  {line.rows:>8,}{kept}")
    rows = sum(line.rows for line in lines)
    done = "would be removed" if dry_run else "were removed"
    click.echo(f"{rows:,} {done}." if rows else "Nothing is older than its period.")
