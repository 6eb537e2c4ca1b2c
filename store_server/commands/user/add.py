"""`accueil user add`: someone who can be signalled."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique
from store_server.commands.printing import json_option, to_json

ROLES = ("associate", "host", "guard", "manager", "operator")


def known(
    _ctx: click.Context, _param: click.Parameter, languages: tuple[str, ...]
) -> tuple[str, ...]:
    from babel import Locale, UnknownLocaleError

    for language in languages:
        try:
            Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise click.BadParameter(
                f"{language!r} is no language; use its tag, such as fr, en or zh"
            ) from error
    return languages


@click.command("add")
@click.argument("name")
@click.option("-r", "--role", type=click.Choice(ROLES), default="associate", show_default=True)
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    callback=known,
    help="A language they speak, the best first; again for each (fr, en, zh …).",
)
@click.option("--pair/--no-pair", default=True, help="Also make a sign-in code for their phone.")
@json_option
def command(name: str, role: str, languages: tuple[str, ...], pair: bool, as_json: bool) -> None:
    """Add someone who can be signalled.

    \b
    Example:
      accueil user add "Camille Laurent" --role manager -l fr -l en
    """
    from store_server.audit_ports import COMMAND_LINE
    from store_server.clock import new_id
    from store_server.domain.staff import Associate, Role

    display_name = " ".join(name.split())
    if not display_name:
        raise click.BadParameter("a name has at least one letter", param_hint="NAME")
    with open_boutique() as boutique:
        spoken = languages or (boutique.settings.language,)
        associate = Associate(new_id(), display_name, Role(role), spoken)
        called = [one.display_name.casefold() for one in boutique.queries.associates()]
        boutique.add_associate(associate)
        make = boutique.pairings.create
        code = make("associate", associate_id=associate.id, by_id=COMMAND_LINE) if pair else None
    if display_name.casefold() in called:
        words = f"Somebody else here is called {display_name}, too: name them by their ids."
        click.echo(words, err=True)
    if as_json:
        click.echo(
            to_json(
                {
                    "id": associate.id,
                    "display_name": display_name,
                    "role": role,
                    "languages": spoken,
                    "code": code.code if code else None,
                    "url": code.url if code else None,
                }
            )
        )
        return
    click.echo(f"{display_name} is {role} here now: {associate.id}")
    if code:
        click.echo(f"Sign-in code for ten minutes: {code.code}  ({code.url})")
