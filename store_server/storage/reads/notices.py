"""An associate's feed, each line rendered from the present state, not from when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, select

from store_server.domain.signal import State
from store_server.storage.reads.day import Day
from store_server.storage.reads.signals import some_signals
from store_server.storage.tables import AssociateRow, NoticeRow
from store_server.views import Notice, SignalView

Kind = Literal["signal", "changed", "reminder", "withdrawn"]

_AFTER = (
    select(NoticeRow.__table__)
    .where(NoticeRow.associate_id == bindparam("associate"), NoticeRow.seq > bindparam("after"))
    .order_by(NoticeRow.seq)
    .limit(bindparam("at_most"))
)
_LAST = select(AssociateRow.feed_seq).where(AssociateRow.id == bindparam("associate"))


def notices_after(
    connection: Connection, associate_id: str, seq: int, limit: int, day: Day
) -> Sequence[Notice]:
    asked = {"associate": associate_id, "after": seq, "at_most": limit}
    rows = connection.execute(_AFTER, asked).all()
    if not rows:
        return []
    concerned = list({row.signal_id for row in rows})
    by_id = {view.id: view for view in some_signals(connection, associate_id, concerned, day)}
    return [_notice(row, by_id[row.signal_id]) for row in rows]


def last_seq(connection: Connection, associate_id: str) -> int:
    return connection.execute(_LAST, {"associate": associate_id}).scalar() or 0


def _notice(row: Row[Any], signal: SignalView) -> Notice:
    kind = _kind(row.kind, signal)
    return Notice(
        seq=row.seq,
        kind=kind,
        signal_id=row.signal_id,
        at=row.at,
        signal=None if kind == "withdrawn" else signal,
    )


def _kind(written: str, signal: SignalView) -> Kind:
    """A line that is late rings nobody for what is over, taken by another or withdrawn since."""
    state = State(signal.state)
    if state is State.WITHDRAWN or (state.live and signal.card is None):
        return "withdrawn"
    taken = signal.claimed_by_id is not None and not signal.mine
    if not state.live or taken:
        return "changed"
    match written:
        case "signal" | "reminder" | "withdrawn":
            return written
    return "changed"
