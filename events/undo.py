"""Taking an admission back: a hand that slipped, for a minute; anything later is the manager's."""

from __future__ import annotations

from datetime import datetime, timedelta

from events.comings import Entry

BY_STAFF = timedelta(seconds=60)


class UndoRefusedError(RuntimeError):
    """This entry is not taken back by this person now; the text says who may."""


def undo(entry: Entry, gate: str, manager: bool, now: datetime) -> None:
    """Whether `entry` may be taken back, by the house's clock. Raises `UndoRefusedError`.

    The row stays, marked as undone; the same scan is answered so for good.
    """
    if entry.undone:
        raise UndoRefusedError("it was taken back before")
    if manager:
        return
    if gate != entry.gate:
        raise UndoRefusedError("only the gate that let the guest in, or the manager, takes it back")
    if now - entry.at > BY_STAFF:
        raise UndoRefusedError("after a minute only the manager takes it back")
