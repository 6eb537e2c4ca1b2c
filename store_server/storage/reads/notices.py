"""An associate's feed, each line rendered from the present state, not from when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, select

from store_server.domain.signal import State
from store_server.messages import FeedLine
from store_server.storage.prepared import Prepared, Row
from store_server.storage.reads.day import Day
from store_server.storage.reads.signals import any_signal
from store_server.storage.tables import AssociateRow, NoticeRow
from store_server.views import Notice, SignalView

Kind = Literal["signal", "changed", "reminder", "withdrawn"]


class Written(NamedTuple):
    """A line that has just been added to its table."""

    associate_id: str
    seq: int
    kind: str
    signal_id: str
    at: datetime
    origin: str


_AFTER = Prepared(
    select(NoticeRow.__table__)
    .where(NoticeRow.associate_id == bindparam("associate"), NoticeRow.seq > bindparam("after"))
    .order_by(NoticeRow.seq)
    .limit(bindparam("at_most"))
)
_LAST = Prepared(select(AssociateRow.feed_seq).where(AssociateRow.id == bindparam("associate")))


def notices_after(
    connection: Connection, associate_id: str, seq: int, limit: int, day: Day
) -> Sequence[Notice]:
    asked = {"associate": associate_id, "after": seq, "at_most": limit}
    rows = _AFTER.all(connection, asked)
    concerned = {row.signal_id for row in rows}
    shown = {one: any_signal(connection, one, day).seen_by(associate_id) for one in concerned}
    return [_notice(row, shown[row.signal_id]) for row in rows]


def lines(connection: Connection, written: Sequence[Written], day: Day) -> Sequence[FeedLine]:
    """Lines of several feeds as `notices_after` would find them now; each signal is read once."""
    concerned = {one.signal_id for one in written}
    read = {one: any_signal(connection, one, day) for one in concerned}
    return [
        FeedLine(one.associate_id, _notice(one, read[one.signal_id].seen_by(one.associate_id)))
        for one in written
    ]


def last_seq(connection: Connection, associate_id: str) -> int:
    last = _LAST.first(connection, {"associate": associate_id})
    return last.feed_seq if last else 0


def _notice(row: Row | Written, signal: SignalView) -> Notice:
    kind = _kind(row.kind, signal)
    return Notice(
        seq=row.seq,
        kind=kind,
        signal_id=row.signal_id,
        at=row.at,
        signal=None if kind == "withdrawn" else signal,
        origin=row.origin,
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
