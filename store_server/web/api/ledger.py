"""The till's ledger: what was sold, day by day, and its proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from payments import archive, export
from payments.books import CLOSINGS
from payments.ledger import Record
from store_server.ledger_views import ClosingView, LedgerCheckView, LedgerView, ReportView
from store_server.payment_messages import CloseLedger
from store_server.ports import NotFoundError
from store_server.spreadsheet import CSV
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.ledger_desk import closing_view
from store_server.web.operations import Download, Reply, Resource

RESOURCE = Resource(
    "Ledger",
    "Numbered without a gap, each record sealed with the one before; no names are in it.",
)

CHECKED_AT_ONCE = 200_000  # two to four seconds

Number = Annotated[int, Meta(ge=1, le=2**53)]


class Closings(Struct, forbid_unknown_fields=True):
    kind: Literal["close_day", "close_month", "close_year"] = "close_day"
    limit: Annotated[int, Meta(ge=1, le=400)] = 62


class Wanted(Struct, forbid_unknown_fields=True):
    """`first` and `last` are numbers; left out, from the beginning and to the end."""

    form: Literal["csv", "json", "archive"] = "csv"
    first: Number = 1
    last: Number | None = None


@RESOURCE.get("/ledger", allow=MANAGER)
def read_ledger(house: House) -> LedgerView:
    """How far the ledger has come, and the seal of its last record."""
    return house.ledger.standing()


@RESOURCE.get("/ledger/report", allow=MANAGER)
def read_report(house: House) -> ReportView:
    """The X report: what was sold since the day was last closed, and nothing is closed by it.

    By currency, VAT rate, means of payment and associate.
    """
    till = house.ledger.till
    totals = house.ledger.queries.running(till)
    met = {one.by for total in totals for one in total.associates}
    names = {by: name for by, name in _names(house).items() if by in met}
    at = house.clock.now().isoformat(timespec="seconds")
    return ReportView(till, at, totals, names)


@RESOURCE.get("/ledger/check", allow=MANAGER)
def check_ledger(house: House) -> LedgerCheckView:
    """Look whether each record is as it was written: the newest ones, as many as take seconds.

    `accueil ledger verify` looks through all there are.
    """
    return house.ledger.check(house.clock.now(), CHECKED_AT_ONCE)


@RESOURCE.get("/ledger/closings", allow=MANAGER)
def list_closings(house: House, query: Closings) -> Sequence[ClosingView]:
    """Z reports: days, months or years as they were closed, the newest first."""
    names = _names(house)
    found = house.ledger.queries.closings(house.ledger.till, query.kind, query.limit)
    return [closing_view(record, names) for record in found]


@RESOURCE.post("/ledger/closings", allow=MANAGER, status=201)
def close_ledger(house: House, who: SignedIn) -> Sequence[ClosingView]:
    """Close the day as it stands now, and what ended before it; empty where nothing is open.

    What is sold later on the same day has a closing of its own.
    """
    numbers: list[int] = house.ask(CloseLedger(who.id))
    names = _names(house)
    records = (house.ledger.queries.record(house.ledger.till, number) for number in numbers)
    return [closing_view(record, names) for record in records]


@RESOURCE.get("/ledger/closings/{number}", allow=MANAGER)
def read_closing(house: House, number: Number) -> ClosingView:
    """One Z report, by its number in the ledger."""
    record = house.ledger.queries.record(house.ledger.till, number)
    if record.kind not in CLOSINGS:
        raise NotFoundError(f"record {number} is no closing")
    return closing_view(record, _names(house))


@RESOURCE.get("/ledger/export", allow=MANAGER)
def export_ledger(house: House, who: SignedIn, query: Wanted) -> Reply[Download]:
    """The ledger as a file: a table, JSON lines, or an archive that is signed and proves itself."""
    ledger = house.ledger
    first = next(ledger.queries.records(ledger.till, query.first - 1, query.last), None)
    if first is None:
        raise NotFoundError("there are no such records")
    house.audit(who.id, "ledger.export", f"{ledger.till}:{query.form}")
    records = ledger.queries.records(ledger.till, query.first - 1, query.last)
    pieces, media, ending = _pieces(house, query.form, records)
    name = f"ledger-{house.settings.boutique}-{ledger.till}.{ending}"
    return Reply(Download(pieces, media, name))


def _pieces(house: House, form: str, records: Iterator[Record]) -> tuple[Iterator[bytes], str, str]:
    if form == "csv":
        table = export.as_csv(records, house.settings.language)
        return table, CSV, "csv"
    if form == "json":
        return export.as_json(records), "application/jsonl", "jsonl"
    ledger = house.ledger
    pieces = archive.write(
        records, house.settings.boutique, ledger.till, house.clock.now(), ledger.key
    )
    return pieces, "application/jsonl", "ledger"


def _names(house: House) -> dict[str, str]:
    return {person.id: person.display_name for person in house.queries.associates()}
