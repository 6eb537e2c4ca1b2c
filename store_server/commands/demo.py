"""`accueil demo`: a living boutique on this machine."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click
from click.core import ParameterSource

MOST_TIMES_FASTER = 3600.0
DEFAULT_HOST = "127.0.0.1"


def _boutique(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    from store_server.settings_rules import TOPIC_LEVEL

    if not TOPIC_LEVEL.fullmatch(value):
        raise click.BadParameter("small letters, digits and dashes, such as milano-1")
    return value


def _host(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Some shells export HOST with the machine's name; only an address there is meant for us."""
    from_environment = ctx.get_parameter_source(param.name or "") is ParameterSource.ENVIRONMENT
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return DEFAULT_HOST if from_environment else value
    return value


@click.command("demo")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8080,
    envvar="PORT",
    show_default=True,
    show_envvar=True,
    help="Where the screens are.",
)
@click.option(
    "--mqtt-port",
    type=click.IntRange(1, 65535),
    default=1883,
    envvar="MQTT_PORT",
    show_default=True,
    show_envvar=True,
    help="Where the demo's own broker listens.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, MOST_TIMES_FASTER),
    default=1.0,
    envvar="SPEED",
    show_default=True,
    show_envvar=True,
    help="How much faster visitors come and go; the clock on the screens stays the real one.",
)
@click.option(
    "--boutique",
    default="paris-1",
    callback=_boutique,
    envvar="BOUTIQUE",
    show_default=True,
    show_envvar=True,
    help="The boutique's id, as it stands in the MQTT topics.",
)
@click.option(
    "--host",
    default=DEFAULT_HOST,
    callback=_host,
    envvar="HOST",
    show_default=True,
    show_envvar=True,
    help="0.0.0.0 lets phones on the same network in.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".demo"),
    show_default=True,
    help="Where the demo keeps its database between two starts.",
)
@click.option("--fresh", is_flag=True, help="Forget what happened in earlier demos first.")
@click.option("--no-visitors", is_flag=True, help="No simulated shop floor: only the house.")
def command(
    port: int,
    mqtt_port: int,
    speed: float,
    boutique: str,
    host: str,
    data: Path,
    fresh: bool,
    no_visitors: bool,
) -> None:
    """A living boutique on this machine, until Ctrl-C.

    Starts the server, a broker of its own, SQLite, and a simulated shop floor that speaks the
    vendors' own payloads over MQTT; invented clients walk in and out. Prints the address, the
    sign-in code and a QR code of each screen.

    `make demo` prepares everything first and takes the same names: make demo PORT=9000 SPEED=60

    \b
    Examples:
      accueil demo --speed 60            an hour's visitors in a minute
      accueil demo --host 0.0.0.0        open it on the phones around you
      accueil demo --fresh               as on the first day
    """
    from store_server.commands.running import Stop, run_until_stopped
    from store_server.demo.opening import Choices, open_demo

    choices = Choices(
        host=host,
        port=port,
        mqtt_port=mqtt_port,
        speed=speed,
        boutique=boutique,
        data=data,
        fresh=fresh,
        visitors=not no_visitors,
    )
    stop = Stop().listen()
    demo = open_demo(choices)
    demo.show()
    run_until_stopped(stop, demo.close, demo.tell, "The boutique is closed.")
