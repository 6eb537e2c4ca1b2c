"""What every agent is told: who it is, where the broker is, and how much it may keep.

Options win over variables, and those over what the agent was given when it was paired.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from devices.agents.link import Link, LinkConfig
    from devices.agents.pairing import Account, Broker

F = TypeVar("F", bound=Callable[..., Any])

PREFIX = "ACCUEIL_AGENT_"
MEGABYTE = 1024 * 1024
TOPIC_LEVEL = re.compile(r"[^/+#\x00-\x1f]{1,64}")
MODELS = {
    "ble_gateway": "Accueil BLE agent",
    "scanner": "Accueil scanner agent",
    "camera": "Accueil camera agent",
}


@dataclass(frozen=True, slots=True)
class AgentSetup:
    """`folder` is the agent's own; `link` is open and not started, and knows who it is."""

    config: LinkConfig
    link: Link
    folder: Path


def _option(name: str, **how: Any) -> Callable[[F], F]:
    variable = PREFIX + name.removeprefix("--").partition("/")[0].upper().replace("-", "_")
    return click.option(name, envvar=variable, show_envvar=True, **how)


OPTIONS = (
    click.option("--pair", metavar="URL", help="Be adopted, with the address and code shown."),
    _option("--boutique", help="As in the topics.  [default: as paired, or paris-1]"),
    _option("--device", help="The name to speak under.  [default: as paired]"),
    _option("--zone", help="Where it stands, if the manager's list does not say."),
    _option("--host", help="The broker's host.  [default: as paired, or 127.0.0.1]"),
    _option("--port", type=click.IntRange(1, 65535), help="[default: as paired, or 1883]"),
    _option("--username", help="The broker's account.  [default: as paired]"),
    _option("--password", help="Its password; better in the environment."),
    _option("--tls/--no-tls", default=None, help="Speak TLS; --ca does so too."),
    _option(
        "--ca",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The authority whose brokers are trusted.  [default: the system's]",
    ),
    _option(
        "--folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where the agent keeps what is not stored yet.",
    ),
    _option(
        "--outbox-messages",
        type=click.IntRange(min=1),
        default=100_000,
        show_default=True,
        help="So many scans and counts may wait; then new ones are refused.",
    ),
    _option("--outbox-mb", type=click.IntRange(min=1), default=64, show_default=True),
)


def agent_options(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds the options of every agent; the command gets an `AgentSetup` as its first argument."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        names = {"pair", "boutique", "device", "zone", "host", "port", "username", "password"}
        names |= {"tls", "ca", "folder", "outbox_messages", "outbox_mb"}

        @functools.wraps(function)
        def with_setup(**given: Any) -> Any:
            ours = {name: given.pop(name) for name in names}
            return function(set_up(kind, **ours), **given)

        for option in reversed(OPTIONS):
            with_setup = option(with_setup)
        return with_setup

    return decorate


def set_up(kind: str, pair: str | None, folder: Path | None, **given: Any) -> AgentSetup:
    """Raises `CommandError`."""
    from devices.agents.link import DurableError, Link
    from devices.agents.pairing import PairingError, read_account
    from devices.agents.showing_itself import ShowingItself

    folder = folder or Path(".accueil") / "agents" / kind
    model, firmware = MODELS[kind], _version()
    try:
        if pair is not None:
            _be_adopted(folder, pair, kind, given["device"])
        config = _config(folder, read_account(folder), given)
        link = Link(config)
    except (PairingError, DurableError, OSError) as error:
        raise CommandError(f"The agent cannot begin: {error}.") from error
    link.on_command("identify", ShowingItself())
    link.about(kind=kind, model=model, firmware=firmware, zone=given["zone"])
    return AgentSetup(config, link, folder)


def _be_adopted(folder: Path, url: str, kind: str, device: str | None) -> None:
    """With a key of our own, whose certificate comes back where the boutique makes them."""
    from devices.agents.certificate import CertificateError, Papers
    from devices.agents.pairing import PairingError, keep_account, pair

    papers = Papers(folder)
    account = pair(url, kind, MODELS[kind], _version(), device, papers.ask())
    try:
        if account.certificate is not None:
            papers.take(account.certificate)
    except CertificateError as error:
        raise PairingError(f"what the server answered cannot be: {error}") from error
    keep_account(folder, account)


def _config(folder: Path, account: Account | None, given: dict[str, Any]) -> LinkConfig:
    from devices.agents.certificate import Papers
    from devices.agents.link import LinkConfig

    device = given["device"] or (account and account.device_id)
    if not device:
        raise CommandError(
            "The agent has no name yet: pair it (--pair, with what `accueil device pair` shows), "
            "or give it one with --device."
        )
    broker = account.mqtt if account else None
    boutique = given["boutique"] or (account.boutique if account else "paris-1")
    for option, name in (("--device", device), ("--boutique", boutique)):
        if not TOPIC_LEVEL.fullmatch(name):
            raise CommandError(f"{option}: {name!r} cannot stand in a topic: leave out / + and #.")
    return LinkConfig(
        boutique=boutique,
        device=device,
        folder=folder,
        host=given["host"] or (broker.host if broker else "127.0.0.1"),
        port=given["port"] or (broker.port if broker else 1883),
        username=given["username"] or (broker.username if broker else ""),
        password=given["password"] or (broker.password if broker else ""),
        tls=_speaks_tls(given, broker),
        ca_file=given["ca"],
        certificate=Papers(folder) if account and account.certificate else None,
        outbox_messages=given["outbox_messages"],
        outbox_bytes=given["outbox_mb"] * MEGABYTE,
    )


def _speaks_tls(given: dict[str, Any], broker: Broker | None) -> bool:
    if given["tls"] is not None:
        return bool(given["tls"])
    return given["ca"] is not None or (broker is not None and broker.tls)


def _version() -> str:
    from importlib.metadata import version

    return version("accueil")
