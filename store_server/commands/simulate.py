"""`accueil simulate`: a simulated shop floor on any broker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from devices.simulator import Faults, Floor

EVERYBODY = "all"


def _pairs(_ctx: click.Context, param: click.Parameter, said: tuple[str, ...]) -> list[list[str]]:
    for one in said:
        if not all(one.partition("=")):
            raise click.BadParameter(f"{one}: {param.metavar} is meant")
    return [one.split("=", 1) for one in said]


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
@click.option(
    "--family",
    "families",
    multiple=True,
    metavar="MAKE",
    help="Devices of this make alone; repeatable. See above.",
)
@click.option(
    "--fault",
    "wrongs",
    multiple=True,
    callback=_pairs,
    metavar="WHAT=DEVICE",
    help="What goes wrong with which device; repeatable. See above.",
)
@click.option(
    "--push",
    "addresses",
    multiple=True,
    callback=_pairs,
    metavar="DEVICE=URL",
    help="Where a device posts to that speaks HTTP; repeatable.",
)
@click.option("--list", "only_list", is_flag=True, help="Show the devices, and end.")
def command(
    host: str,
    port: int,
    username: str | None,
    password: str | None,
    boutique: str,
    speed: float,
    seed: int,
    families: tuple[str, ...],
    wrongs: list[list[str]],
    addresses: list[list[str]],
    only_list: bool,
) -> None:
    """A simulated shop floor on any broker, until Ctrl-C.

    The demo's invented clients walk through five rooms, with strangers on the pavement; gateways,
    cameras and a scanner of many makes hear, count and read them. Prints a line whenever one of
    them enters or leaves: ids only.

    \b
    Makes:
      canonical  our own protocol: gateways, a camera and a scanner
      gateways   aprilbrother cassia espresense kontakt meshtech minew mokosmart monitor
                 openmqttgateway ruuvi shelly tasmota theengs
      cameras    axis frigate hikvision irisys milesight xovis
      scanners   datalogic datawedge honeywell newland zebra
    Kontakt, Meshtech and Shelly hear the tags of their own make alone, which here only strangers
    carry. Cassia, Hikvision and the Android terminals post over HTTP: adopt the device with a token
    (accueil device adopt NAME --dialect MAKE --push) and give its address with --push.

    \b
    Faults of a device, or of all:
      dies       after half a minute, for a minute; its Last Will speaks
      drifts     its clock gains 36 seconds an hour
      repeats    says three words in ten twice
      babbles    floods its topic with what nobody can read
      forgets    a camera's totals begin again at zero, every two minutes
      wraps      a camera's totals overflow after three people
      tires      the battery is low: a device of ours, or a client's beacon (c-07)

    \b
    Examples:
      accueil simulate --host broker.boutique.example --speed 10
      accueil simulate --family minew --family axis --fault dies=axis/camera-1
      accueil simulate --family hikvision --push hikvision/camera-1=http://…/devices/push/…
    """
    from devices.simulator import boutique_floor, floor_of
    from store_server.commands.running import Stop, run_until_stopped
    from store_server.commands.sentences import CommandError
    from store_server.demo import ports
    from store_server.demo.visitors import Visitors

    _check_families(families)
    floor = floor_of(families) if families else boutique_floor()
    faults = _faults(wrongs, floor)
    _check_addresses(addresses, floor)
    if only_list:
        _show(floor)
        return
    if not ports.listens(host, port):
        raise CommandError(
            f"No broker answers on {host}:{port}: start one (Mosquitto, or `accueil demo`), or "
            "name another with --host and --port."
        )
    try:
        visitors = Visitors(
            host,
            port,
            boutique,
            speed,
            seed,
            username,
            password,
            floor=floor,
            faults=faults,
            addresses=dict(addresses),
        )
    except ValueError as error:
        raise CommandError(f"{error} (--push DEVICE=URL).") from error
    stop = Stop().listen()
    visitors.start()
    click.echo(f"The floor of {boutique} speaks to {host}:{port}. Ctrl-C ends it.")
    run_until_stopped(stop, visitors.stop, visitors.tell)


def _check_families(families: tuple[str, ...]) -> None:
    from devices.simulator import FAMILIES

    for family in families:
        if family not in FAMILIES:
            raise click.BadParameter(
                f"{family} is none of {', '.join(FAMILIES)}", param_hint="--family"
            )


def _check_addresses(addresses: list[list[str]], floor: Floor) -> None:
    devices = [one.device for one in floor.devices]
    for device, _ in addresses:
        if device not in devices:
            raise click.BadParameter(
                f"{device} is none of {', '.join(devices)}", param_hint="--push"
            )


def _faults(wrongs: list[list[str]], floor: Floor) -> dict[str, Faults]:
    from devices.simulator.faults import KINDS, OF_CAMERAS, faults_of
    from store_server.demo.cast import GUESTS

    kinds: dict[str, list[str]] = {}
    cameras = [camera.device for camera in floor.cameras]
    everything = [one.device for one in floor.devices]
    for what, who in wrongs:
        if what not in KINDS:
            raise click.BadParameter(f"{what} is none of {', '.join(KINDS)}", param_hint="--fault")
        able = cameras if what in OF_CAMERAS else everything
        if what == "tires":
            able = [*able, *(guest.short for guest in GUESTS)]
        if who not in (EVERYBODY, *able):
            raise click.BadParameter(
                f"{who}: not a device that {what}; it is one of {', '.join(able) or 'none'}",
                param_hint="--fault",
            )
        for device in able if who == EVERYBODY else [who]:
            kinds.setdefault(device, []).append(what)
    return {device: faults_of(what) for device, what in kinds.items()}


def _show(floor: Floor) -> None:
    width = max((len(one.device) for one in floor.devices), default=0)
    for one in floor.devices:
        click.echo(f"{one.device:{width}}  {type(one).__name__.lower():8} {one.zone}")
