"""A guest list as a file: looked at first, then taken whole or not at all; and written out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Struct

from events import guest_file
from events.guest_file import Line, Read
from store_server.guest_messages import ImportGuests
from store_server.guest_views import GuestView, ImportView, MistakeView, PreviewedLine
from store_server.spreadsheet import CSV
from store_server.web.body import File
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Download, Resource

RESOURCE = Resource("Guest files", "A guest list from a spreadsheet, and for one.")

MEDIA = ("text/csv", "text/plain", "application/vnd.ms-excel")
GuestFile = Annotated[bytes, File(media=MEDIA, largest_bytes=2 * 1024 * 1024)]

HEADINGS = (
    *("given_name", "family_name", "email", "phone", "language", "plus_ones", "session", "note"),
    *("standing", "companions", "host", "tier"),
)


class HowTaken(Struct, forbid_unknown_fields=True):
    """`preview` looks and writes nothing."""

    preview: bool = True


@RESOURCE.post("/events/{event_id}/guests/file", allow=MANAGER)
def import_guests(
    house: House, who: SignedIn, event_id: str, query: HowTaken, body: GuestFile
) -> ImportView:
    """Take guests from a CSV file: first looked at, then all of it or, with a mistake, nothing.

    Commas, semicolons or tabs, headings in English or French; the same file again changes nothing.
    """
    event = house.guest_queries.event_of(event_id)
    found = guest_file.read(body, [one.number for one in event.sessions])
    known = house.guest_queries.known_lines(event_id)
    added = 0
    if not query.preview and not found.mistakes:
        added = house.ask(ImportGuests(event_id, found.lines, by_id=who.id))
    return _import_view(found, known, added)


@RESOURCE.get("/events/{event_id}/guests/file", allow=MANAGER)
def export_guests(house: House, who: SignedIn, event_id: str) -> Download:
    """The guest list as a CSV file that is safe to open. Needs are not in it."""
    found = house.guest_queries.list(event_id)
    house.audit(who.id, "guests.exported", event_id)
    content = guest_file.write([_cells(one) for one in found.guests], HEADINGS)
    return Download((content,), CSV, "guests.csv")


def _import_view(found: Read, known: frozenset[str], added: int) -> ImportView:
    return ImportView(
        fresh=sum(one.key not in known for one in found.lines),
        known=sum(one.key in known for one in found.lines),
        mistakes=tuple(
            MistakeView(one.line, one.column, one.words, one.slip, one.figure, one.value)
            for one in found.mistakes
        ),
        lines=tuple(_previewed(one, known) for one in found.lines),
        unknown_columns=found.unknown_columns,
        added=added,
    )


def _previewed(line: Line, known: frozenset[str]) -> PreviewedLine:
    name = f"{line.given_name} {line.family_name}".strip()
    return PreviewedLine(line.number, name, line.email, line.key in known)


def _cells(guest: GuestView) -> Sequence[str]:
    return (
        guest.given_name,
        guest.family_name,
        guest.email,
        guest.phone,
        guest.language,
        str(guest.plus_ones),
        str(guest.session or ""),
        guest.note,
        guest.standing,
        ", ".join(one or "+1" for one in guest.companions),
        guest.host or "",
        guest.tier or "",
    )
