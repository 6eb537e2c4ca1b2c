"""What happens in the demo, one calm line each, told from the journal.

The journal holds ids and never a name; the demo's own people are called by theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from store_server.ports import JournalEntry, Store

WHEREABOUTS = {
    "away": "went out",
    "here": "is back",
    "not_known": "cannot be heard",
}
AT_THE_DOOR = {
    "admitted": "is let in",
    "already": "is in already",
    "needs_attention": "waits for a colleague",
    "refused": "is not let in",
}
A_STRANGER = "somebody"
SHIFTS = {"ShiftStarted": "came on shift", "ShiftEnded": "ended the shift"}


class Happenings:
    """Reads on from where the journal stood when it was made."""

    def __init__(self, store: Store, zone: ZoneInfo, called: Mapping[str, str]) -> None:
        """`called` is the name of a client, a guest or an associate by their id."""
        self._store = store
        self._zone = zone
        self._called = called
        self._position = 0
        self._signalled: dict[str, str] = {}  # signal -> whoever came, by their name
        self._told: set[str] = set()  # signals of which somebody was told
        self._read()

    def lines(self) -> Iterator[str]:
        """What was written since the last call."""
        entries = self._read()
        for entry in entries:
            if entry.kind == "SignalRaised":
                self._signalled[entry.payload["signal"]] = self._who(entry.payload)
        for entry in entries:
            if line := self._line(entry):
                yield f"{entry.occurred_at.astimezone(self._zone):%H:%M:%S}  {line}"

    def _line(self, entry: JournalEntry) -> str:
        said = entry.payload
        match entry.kind:
            case "ClientArrived" if self._who(said) not in self._signalled.values():
                return f"{self._who(said)} is here; nobody is told"
            case "AssociateTold":
                return self._telling(said["signal"], said["associate"])
            case "SignalClaimed":
                who, by = self._signalled.get(said["signal"], A_STRANGER), said["by"]
                return f"{who} is taken by {self._name('associate', by)}"
            case "SignalEnded":
                self._signalled.pop(said["signal"], None)
                self._told.discard(said["signal"])
            case "WhereaboutsChanged" if words := WHEREABOUTS.get(said["whereabouts"]):
                return f"{self._who(said)} {words}"
            case "ConsentWithdrawn":
                return f"{self._who(said)} took back a consent"
            case "PassShown":
                return self._at_the_door(said)
            case "ShiftStarted" | "ShiftEnded":
                return f"{self._name('associate', said['associate'])} {SHIFTS[entry.kind]}"
            case "DeviceWaits":
                return f"{said['hardware']} speaks and waits: adopt it on the manager's screen"
        return ""

    def _telling(self, signal: str, associate: str) -> str:
        who, told = self._signalled.get(signal, A_STRANGER), self._name("associate", associate)
        if signal in self._told:
            return f"{who} waits: {told} is told too"
        self._told.add(signal)
        return f"{who} is here: {told} is told"

    def _at_the_door(self, said: Mapping[str, Any]) -> str:
        words = AT_THE_DOOR[said["verdict"]]
        who = self._who(said) if said["guest"] else A_STRANGER
        because = "" if said["verdict"] == "admitted" else f" ({said['reason'].replace('_', ' ')})"
        return f"{who} shows a pass and {words}{because}"

    def _who(self, said: Mapping[str, Any]) -> str:
        """A client, or a guest of an event who is nobody's client."""
        if client := said.get("client"):
            return self._name("client", client)
        return self._name("guest", said["guest"])

    def _name(self, kind: str, id_: Any) -> str:
        """Whoever was added to the demo since has an id and no name here."""
        return self._called.get(str(id_), f"{kind} {str(id_)[-4:]}")

    def _read(self) -> list[JournalEntry]:
        read: list[JournalEntry] = []
        while True:
            with self._store.begin() as uow:
                entries = uow.journal.after(self._position)
            if not entries:
                return read
            self._position = entries[-1].position
            read += entries
