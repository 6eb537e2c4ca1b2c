"""What happens in the demo, one calm line each, told from the journal: ids, and never a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from store_server.ports import JournalEntry, Store

WORDS = {
    "ClientArrived": "{client} arrived{zone}",
    "ClientMoved": "{client} is in {zone_id}",
    "SignalRaised": "{client} is signalled",
    "AssociateTold": "{associate} is told",
    "SignalClaimed": "{associate} has taken it",
    "SignalHandedOver": "{associate} hands it over",
    "ConsentWithdrawn": "{client} took back a consent",
    "ShiftStarted": "{associate} came on shift",
    "ShiftEnded": "{associate} ended the shift",
}


class Happenings:
    """Reads on from where the journal stood when the demo started."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone
        self._position = 0
        for _ in self._read():
            pass

    def lines(self) -> Iterator[str]:
        for entry in self._read():
            if (line := told(entry)) is not None:
                yield f"{entry.occurred_at.astimezone(self._zone):%H:%M:%S}  {line}"

    def _read(self) -> Iterator[JournalEntry]:
        while True:
            with self._store.begin() as uow:
                entries = uow.journal.after(self._position)
            if not entries:
                return
            self._position = entries[-1].position
            yield from entries


def told(entry: JournalEntry) -> str | None:
    if entry.kind == "WhereaboutsChanged":
        return _gone(entry.payload)
    words = WORDS.get(entry.kind)
    return words and words.format(
        client=short("c", entry.payload.get("client")),
        associate=short("a", entry.payload.get("associate") or entry.payload.get("by")),
        zone=f" in {entry.payload['zone']}" if entry.payload.get("zone") else "",
        zone_id=entry.payload.get("zone") or "no known zone",
    )


def short(letter: str, id_: Any) -> str:
    """c-07 for a client's id; the demo's own ids end in their number."""
    return f"{letter}-{str(id_)[-2:]}"


def _gone(payload: dict[str, Any]) -> str | None:
    words = {"away": "went out", "here": "is back", "not_known": "cannot be heard"}
    said = words.get(str(payload.get("whereabouts")))
    return said and f"{short('c', payload.get('client'))} {said}"
