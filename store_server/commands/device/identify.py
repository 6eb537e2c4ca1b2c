"""`accueil device identify`: let a device blink."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from store_server.commands.device.housework import BY, Housework, housework
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.device_views import CommandView

LOOK_EVERY_S = 0.2
ENDED = ("done", "failed", "expired")


@click.command("identify")
@click.argument("device")
@click.option("--wait", "wait_s", default=10.0, show_default=True, help="Seconds, for its answer.")
def command(device: str, wait_s: float) -> None:
    """Let a device blink or beep, so that it is found. The server says it, so it must run."""
    from store_server.device_messages import CommandDevice

    with housework() as work:
        asked = work.command.ask(CommandDevice(work.known(device), "identify", by_id=BY))
        told = _wait(work, device, asked, wait_s)
    match told.state:
        case "done":
            click.echo(f"{device} shows itself.")
        case "failed":
            raise CommandError(f"{device} answered no: {told.reason or 'without a reason'}.")
        case "waiting":
            raise CommandError("The server did not take it up: does it run, and has it a broker?")
        case _:
            raise CommandError(f"{device} was told and does not answer: is it on?")


def _wait(work: Housework, device: str, asked: str, wait_s: float) -> CommandView:
    deadline_s = time.monotonic() + wait_s
    while True:
        told = work.queries.command(device, asked)
        if told.state in ENDED or time.monotonic() > deadline_s:
            return told
        time.sleep(LOOK_EVERY_S)
