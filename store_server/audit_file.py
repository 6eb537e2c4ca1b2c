"""The audit log as a table: a line each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from zoneinfo import ZoneInfo

from store_server.audit_views import AuditLineView, AuditPartyView

HEADINGS = ("line", "at", "by", "by id", "what", "to", "to ids")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lines: Iterable[AuditLineView], zone: ZoneInfo) -> Iterator[bytes]:
    """Times are the boutique's wall clock, with their distance from UTC."""
    yield BYTE_ORDER_MARK.encode() + _row(HEADINGS)
    for line in lines:
        yield _row(
            (
                str(line.position),
                line.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
                named(line.who),
                line.who.id,
                line.what,
                ", ".join(named(one) for one in line.whom),
                " ".join(one.id for one in line.whom),
            )
        )


def named(party: AuditPartyView) -> str:
    return party.name or party.id


def _row(cells: Iterable[str]) -> bytes:
    line = StringIO()
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(safe)
    return line.getvalue().encode()
