"""The audit log as a table: a line each, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from store_server import spreadsheet
from store_server.audit_views import AuditLineView, AuditPartyView

HEADINGS = ("line", "at", "by", "by id", "what", "to", "to ids")


def as_csv(lines: Iterable[AuditLineView], zone: ZoneInfo) -> Iterator[bytes]:
    """Times are the boutique's wall clock, with their distance from UTC."""
    return spreadsheet.as_csv(_rows(lines, zone))


def named(party: AuditPartyView) -> str:
    return party.name or party.id


def _rows(lines: Iterable[AuditLineView], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    for line in lines:
        yield (
            str(line.position),
            line.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
            named(line.who),
            line.who.id,
            line.what,
            ", ".join(named(one) for one in line.whom),
            " ".join(one.id for one in line.whom),
        )
