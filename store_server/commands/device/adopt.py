"""`accueil device adopt`: take in a device that was bought."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from store_server.commands.device.housework import BY, housework
from store_server.commands.device.place import ON_THE_PLAN

if TYPE_CHECKING:
    from store_server.device_messages import Adopted
    from store_server.settings import Settings


@click.command("adopt")
@click.argument("hardware")
@click.option("--name", help="What people call it.")
@click.option("--zone", help="The id of the zone in which it stands.")
@click.option("--at", nargs=2, type=ON_THE_PLAN, metavar="X Y", help="Its place on the plan.")
@click.option(
    "--kind",
    type=click.Choice(["ble_gateway", "scanner", "camera", "display", "kiosk"]),
    help="What it is, where it does not say so itself.",
)
@click.option("--dialect", help="Its maker's, where it has not spoken yet, and to push with.")
@click.option(
    "--topic", "topics", multiple=True, help="An account for this MQTT topic; repeatable."
)
@click.option("--push", is_flag=True, help="A token to push over HTTP with.")
def command(hardware: str, topics: tuple[str, ...], push: bool, **said: Any) -> None:
    """Take in a device that waits, or one that has not spoken yet.

    HARDWARE is the name under which it speaks, as `accueil device waiting` shows it. What it gets
    to prove itself with is shown this once.

    \b
    Examples:
      accueil device adopt espresense/office --zone office --topic 'espresense/#'
      accueil device adopt door-9 --dialect canonical --zone entrance
    """
    from store_server.device_messages import AdoptDevice
    from store_server.web.dialects import dialect_trouble

    if any(mark in hardware for mark in "#+") or not hardware.isprintable():
        raise click.UsageError(f"{hardware!r}: a device has a name, without + or #.")
    if (trouble := dialect_trouble(said["dialect"], push)) is not None:
        raise click.UsageError(f"--dialect: {trouble}.")
    with housework() as work:
        waiting = [one.hardware for one in work.queries.waiting()]
        adopted = work.adopt.adopt(
            AdoptDevice(hardware, topics=topics, push=push, by_id=BY, **said)
        )
        settings = work.boutique.settings
    click.echo(_taken_in(hardware, adopted.device_id))
    if hardware not in waiting:
        click.echo(_never_heard(hardware, adopted.device_id, waiting))
    show_keys(adopted, settings)


def _taken_in(hardware: str, device_id: str) -> str:
    """The id is said where it is not the name under which the device speaks."""
    return f"{hardware} is ours now{'' if device_id == hardware else f', as {device_id}'}."


def _never_heard(hardware: str, device_id: str, waiting: list[str]) -> str:
    said = f"It has never been heard: nothing has spoken as {hardware} yet."
    near = get_close_matches(hardware, waiting, 1)
    if not near:
        return said
    return (
        f"{said} Did you mean {near[0]}? Then `accueil device forget {device_id}`, and adopt that."
    )


def show_keys(adopted: Adopted, settings: Settings) -> None:
    keys = adopted.keys
    if keys.username:
        click.echo(f"MQTT user {keys.username}, password {keys.password}")
        click.echo(f"It may speak on {', '.join(keys.publish)}.")
    if keys.push_token:
        click.echo(f"It pushes to {settings.url}/devices/push/{keys.push_token}")
    if keys.username or keys.push_token:
        click.echo("This is shown once and kept nowhere; `accueil device keys` makes new ones.")
