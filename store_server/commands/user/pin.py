"""`accueil user pin`: set or take away a PIN."""

from __future__ import annotations

import click

from store_server.commands.boutique import open_boutique

SHORTEST, LONGEST = 4, 8


@click.command("pin")
@click.argument("who")
@click.option("--clear", is_flag=True, help="Take it away: a new one is chosen on the phone.")
def command(who: str, clear: bool) -> None:
    """Set a PIN, or take it away. It is asked for and never shown.

    Whoever is signed in as this person is signed out.
    """
    from store_server.web.tokens import hash_pin

    with open_boutique(begins=False) as boutique:
        person = boutique.person(who)
        pin = None if clear else _ask()
        line = boutique.deed("pin.reset" if clear else "pin.set", person.id)
        boutique.accounts.set_pin(person.id, None if pin is None else hash_pin(pin), line)
        boutique.accounts.end_sessions_of(person.id, boutique.clock.now())
    gone = "chooses a new PIN at the next sign-in" if clear else "has a new PIN"
    click.echo(f"{person.display_name} {gone}, and is signed out everywhere.")


def _ask() -> str:
    pin: str = click.prompt("PIN", hide_input=True, confirmation_prompt="once more")
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise click.BadParameter(f"a PIN is {SHORTEST} to {LONGEST} digits", param_hint="PIN")
    return pin
