"""`accueil ledger report`: X, what is open, and Z, as it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from store_server.commands.ledger.opening import OpenLedger, open_ledger
from store_server.commands.printing import json_option, table, to_json
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from payments.totals import Totals

KINDS = {"day": "close_day", "month": "close_month", "year": "close_year"}


@click.command("report")
@click.argument("which", default="x")
@json_option
def command(which: str, as_json: bool) -> None:
    """What was sold, by VAT rate, means of payment and associate.

    WHICH is x for what is open since the last closing, or day, month or year for the newest
    closing of one, or a period's own name.

    \b
    Examples:
      accueil ledger report
      accueil ledger report month
      accueil ledger report 2026-11-02
    """
    with open_ledger() as opened:
        title, totals = _found(opened, which)
        names = {one.id: one.display_name for one in opened.storage.queries.associates()}
    if as_json:
        click.echo(to_json({"of": title, "totals": totals}))
        return
    if not totals:
        click.echo("Nothing was sold since the last closing.")
    for one in totals:
        _show(title, one, names)


def _found(opened: OpenLedger, which: str) -> tuple[str, tuple[Totals, ...]]:
    from payments.books import read_closing

    queries, till = opened.desk.queries, opened.settings.fiscal.till
    if which == "x":
        return "open", queries.running(till)
    kind = KINDS.get(which) or {10: "close_day", 7: "close_month", 4: "close_year"}.get(len(which))
    closings = [read_closing(one) for one in queries.closings(till, kind, 10_000)] if kind else []
    for closing in closings:
        if which in KINDS or closing.of == which:
            return closing.of, closing.totals
    raise CommandError(f"{which}: no such period is closed; try x, day, month, year or 2026-11-02.")


def _show(title: str, total: Totals, names: dict[str, str]) -> None:
    from payments.money import Money

    def shown(units: int) -> str:
        return Money(units, total.currency).plain()

    rows = [("sales", str(total.sales), shown(total.sold))]
    rows.append(("taken back", str(total.corrections), shown(total.given_back)))
    rows += [
        (f"VAT {one.rate} %", "", f"{shown(one.vat)} of {shown(one.gross)}") for one in total.rates
    ]
    rows += [(one.means, "", shown(one.amount)) for one in total.means]
    rows += [
        (names.get(one.by, one.by) or "nobody", str(one.count), shown(one.amount))
        for one in total.associates
    ]
    rows.append(("total", "", shown(total.total)))
    table(f"{title}, {total.currency}", ("", "Count", "Amount"), rows)
