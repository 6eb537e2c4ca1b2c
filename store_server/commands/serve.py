"""`accueil serve`: the boutique's server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from store_server.commands.boutique import read_settings, said
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.settings import Settings

BROKER_SETTINGS = (
    "ACCUEIL_MQTT_HOST",
    "ACCUEIL_MQTT_PORT",
    "ACCUEIL_MQTT_USERNAME",
    "ACCUEIL_MQTT_EMBEDDED",
)


@click.command("serve")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, not only what is wrong.")
def command(verbose: bool) -> None:
    """The boutique's server, until Ctrl-C or SIGTERM.

    Everything is set in one file (`accueil --config FILE serve`, or ACCUEIL_CONFIG) or by variables
    named ACCUEIL_…; `accueil config show` lists them with their values. Without any, the database
    is SQLite in .accueil and the broker is the one on this machine's port 1883, or, where none
    listens there, one in this process. The log is readable in a terminal and a line of JSON
    elsewhere.

    \b
    Example:
      ACCUEIL_HOST=0.0.0.0 ACCUEIL_PUBLIC_URL=https://boutique.example accueil serve
    """
    import gc
    import logging

    from store_server.web.log_lines import log_to_stderr

    gc.disable()  # until memory settles: a start makes much, drops little, and is a sixth shorter
    level = logging.INFO if verbose else logging.WARNING
    log_to_stderr(level)
    settings, broker = choose_broker(read_settings())
    refuse_taken_port(settings)

    from store_server.app import build
    from store_server.commands.running import Stop, run_until_stopped
    from store_server.commands.supervision import Supervisor

    stop = Stop().listen()
    supervisor = Supervisor()
    house = build(settings)
    house.bus.every_tick(supervisor.beat)
    house.start()
    settle_memory()
    click.echo(f"Accueil listens on {settings.url}; broker: {broker}.")
    supervisor.ready()

    def close() -> None:
        supervisor.stopping()
        house.stop()

    run_until_stopped(stop, close, supervisor.look)


def settle_memory() -> None:
    """What is there by now stays: the collector need not walk through it while a client waits."""
    import gc

    gc.collect()
    gc.freeze()
    gc.enable()


def choose_broker(settings: Settings) -> tuple[Settings, str]:
    """The broker that was named; else the one on this machine; else one of our own."""
    from store_server.demo.ports import listens

    where = f"{settings.mqtt_host}:{settings.mqtt_port}"
    if settings.mqtt_embedded:
        return settings, f"embedded, on {where}"
    there = listens(settings.mqtt_host, settings.mqtt_port)
    if there:
        return settings, where
    named = any(said().get(name) for name in BROKER_SETTINGS)
    if named:
        return settings, f"{where}, which does not answer yet; trying on"
    return replace(settings, mqtt_embedded=True), (
        f"embedded, on {where}: it keeps nothing over a restart; a boutique runs Mosquitto"
    )


def refuse_taken_port(settings: Settings) -> None:
    """Raises `CommandError` before anything has begun."""
    from store_server.demo.ports import is_accueil, is_free

    if is_free(settings.host, settings.port):
        return
    ours = is_accueil(settings.host, settings.port)
    who = "another Accueil" if ours else "another program"
    raise CommandError(
        f"Port {settings.port} is taken on {settings.host} by {who}: stop it, or choose another "
        f"with ACCUEIL_PORT={settings.port + 1}."
    )
