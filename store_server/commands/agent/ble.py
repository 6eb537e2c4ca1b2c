"""`accueil agent ble`: a Bluetooth gateway."""

from __future__ import annotations

import click

from store_server.commands.agent.options import AgentSetup, agent_options


@click.command("ble")
@click.option(
    "--adapter",
    "adapters",
    multiple=True,
    metavar="hciN",
    help="An adapter to listen with; may be given several times.  [default: the system's choice]",
)
@agent_options("ble_gateway")
def command(setup: AgentSetup, adapters: tuple[str, ...]) -> None:
    """A Bluetooth gateway of this computer's adapters, until Ctrl-C.

    Takes Linux with BlueZ. It listens without asking the beacons anything where BlueZ allows that,
    tells the boutique what may prove who somebody is, and nothing else of what is on the air; the
    command `configure` narrows that further. Where Bluetooth or the broker is away it tries on.

    \b
    Examples:
      accueil agent ble --pair https://boutique.example/#BCDF-GHJK
      accueil agent ble --device salon-1 --zone salon --adapter hci0 --adapter hci1
    """
    from devices.agents.ble.agent import BleAgent
    from store_server.commands.agent.living import live

    agent = BleAgent(setup.link, setup.folder, adapters)
    live(setup, agent.start, agent.stop)
