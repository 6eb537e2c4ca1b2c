"""`accueil simulate`: a simulated shop floor on any broker."""

from __future__ import annotations

import click


@click.command("simulate")
@click.option("--host", default="127.0.0.1", show_default=True, help="The broker's host.")
@click.option("--port", type=click.IntRange(1, 65535), default=1883, show_default=True)
@click.option("--username", default=None, help="The broker's account, if it asks for one.")
@click.option(
    "--password",
    default=None,
    envvar="ACCUEIL_MQTT_PASSWORD",
    show_envvar=True,
    help="Its password; better in the environment than on the command line.",
)
@click.option("--boutique", default="paris-1", show_default=True, help="As in the topics.")
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 3600.0),
    default=1.0,
    show_default=True,
    help="How much faster than the clock the day goes by.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another day, as repeatable.")
def command(
    host: str,
    port: int,
    username: str | None,
    password: str | None,
    boutique: str,
    speed: float,
    seed: int,
) -> None:
    """A simulated shop floor on any broker, until Ctrl-C.

    The demo's invented clients walk through five rooms, heard by gateways of four makes, with
    strangers on the pavement. Prints a line whenever one of them enters or leaves: ids only.

    \b
    Example:
      accueil simulate --host broker.boutique.example --speed 10
    """
    from store_server.commands.running import Stop, run_until_stopped
    from store_server.commands.sentences import CommandError
    from store_server.demo import ports
    from store_server.demo.visitors import Visitors

    if not ports.listens(host, port):
        raise CommandError(
            f"No broker answers on {host}:{port}: start one (Mosquitto, or `accueil demo`), or "
            "name another with --host and --port."
        )
    visitors = Visitors(host, port, boutique, speed, seed, username, password)
    stop = Stop().listen()
    visitors.start()
    click.echo(f"The floor of {boutique} speaks to {host}:{port}. Ctrl-C ends it.")
    run_until_stopped(stop, visitors.stop, visitors.tell)
