"""The audit log: who saw and did what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from store_server import audit_file, spreadsheet
from store_server.audit_ports import AuditAsked
from store_server.audit_views import AuditLineView, AuditPartyView
from store_server.domain.quarters import starts
from store_server.web.callers import HOUSE, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Download, Resource

RESOURCE = Resource(
    "Audit", "Who saw and did what to whom. Nobody changes or deletes a line; reading it is one."
)

NAMELESS = frozenset({"client", "guest"})  # to an operator, who serves nobody

Wanted = Annotated[str, Meta(max_length=200)] | None


class LinesWanted(Struct, forbid_unknown_fields=True):
    """`whom` and `who` are ids; `day` is the boutique's, `until` the last day of several."""

    whom: Wanted = None
    who: Wanted = None
    what: Annotated[str, Meta(max_length=64, examples=["card.read"])] | None = None
    day: date | None = None
    until: date | None = None


class PageWanted(LinesWanted):
    """`before` is the position of the last line that was read already."""

    before: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 100


class AuditPage(Struct, frozen=True):
    """The newest first. `before` asks for the next page; none where this is the last.

    `kinds` are all names of deeds that the log has.
    """

    lines: tuple[AuditLineView, ...]
    before: int | None = None
    kinds: tuple[str, ...] = ()


class AuditCheck(Struct, frozen=True):
    """`broken_at` is the position of the first line that does not follow from those before."""

    whole: bool
    broken_at: int | None = None


@RESOURCE.get("/audit", allow=HOUSE)
def read_audit(house: House, who: SignedIn, query: PageWanted) -> AuditPage:
    """Read the log by person, by who acted, by deed and by day.

    Names are those of today; an operator is told clients and guests by their ids alone.
    """
    asked = replace(_asked(house, query), before=query.before, limit=query.limit)
    lines = house.audit_log.lines(asked)
    house.audit(who.id, "audit.read", query.whom or query.who or "")
    return AuditPage(
        tuple(_for(who, lines)),
        lines[-1].position if len(lines) == query.limit else None,
        tuple(house.audit_log.kinds()),
    )


@RESOURCE.get("/audit/file", allow=HOUSE)
def export_audit(house: House, who: SignedIn, query: LinesWanted) -> Download:
    """The same lines, all of them, as a CSV file that is safe to open."""
    house.audit(who.id, "audit.exported", query.whom or query.who or "")
    lines = _for(who, house.audit_log.all_lines(_asked(house, query)))
    pieces = audit_file.as_csv(lines, house.settings.zone)
    return Download(pieces, spreadsheet.CSV, f"audit-{house.settings.boutique}.csv")


@RESOURCE.get("/audit/check", allow=HOUSE)
def check_audit(house: House) -> AuditCheck:
    """Whether each line follows from the one before it, from the first to the last."""
    broken = house.audit_log.first_broken_line()
    return AuditCheck(broken is None, broken)


def _asked(house: House, query: LinesWanted) -> AuditAsked:
    zone, last = house.settings.zone, query.until or query.day
    return AuditAsked(
        whom=query.whom,
        who=query.who,
        what=query.what,
        since=None if query.day is None else starts(query.day, zone),
        until=None if last is None else starts(last + timedelta(days=1), zone),
    )


def _for(who: SignedIn, lines: Iterable[AuditLineView]) -> Iterator[AuditLineView]:
    if who.who is Who.MANAGER:
        yield from lines
        return
    for line in lines:
        yield msgspec.structs.replace(line, who=_unnamed(line.who), whom=_all_unnamed(line.whom))


def _all_unnamed(parties: Sequence[AuditPartyView]) -> tuple[AuditPartyView, ...]:
    return tuple(_unnamed(one) for one in parties)


def _unnamed(party: AuditPartyView) -> AuditPartyView:
    return msgspec.structs.replace(party, name="") if party.kind in NAMELESS else party
