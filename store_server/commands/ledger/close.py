"""`accueil ledger close`: closes the day as it stands."""

from __future__ import annotations

import click

from store_server.commands.ledger.opening import open_ledger


@click.command("close")
def command() -> None:
    """Close the day as it stands, and whatever ended before it.

    Nobody needs to: days, months and years close by themselves when they have ended. What is sold
    later today has a closing of its own.
    """
    from store_server.clock import SystemClock
    from store_server.handlers.desk import Desk
    from store_server.handlers.keep_ledger import KeepLedger
    from store_server.payment_messages import CloseLedger

    with open_ledger() as opened:
        settings = opened.settings
        desk = Desk(opened.storage.store, SystemClock(), lambda _event: None)
        numbers = KeepLedger(desk, settings.fiscal.till, settings.zone).close(CloseLedger())
        records = [opened.desk.queries.record(settings.fiscal.till, one) for one in numbers]
    if not records:
        click.echo("Nothing is open: everything that was sold is closed already.")
    from payments.books import read_closing

    for record in records:
        closing = read_closing(record)
        click.echo(f"{closing.of} is closed: record {record.number}, sealed {record.seal[:16]}…")
