"""Each associate's feed of notices, numbered without a gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from store_server import origin
from store_server.messages import FeedLine
from store_server.ports import NotFoundError
from store_server.storage.prepared import Prepared
from store_server.storage.reads import notices
from store_server.storage.reads.day import Day
from store_server.storage.tables import AssociateRow, NoticeRow

_NEXT = Prepared(
    update(AssociateRow)
    .where(AssociateRow.id == bindparam("associate"))
    .values(feed_seq=AssociateRow.feed_seq + 1)
    .returning(AssociateRow.feed_seq)
)
_ADD = Prepared(insert(NoticeRow))


class SqlFeeds:
    def __init__(self, connection: Connection, today: Callable[[], Day]) -> None:
        self._connection = connection
        self._today = today
        self._written: list[notices.Written] = []

    def write(self, associate_id: str, kind: str, signal_id: str, at: datetime) -> int:
        """The associate's row is locked until the commit, so a rollback leaves no gap."""
        last = _NEXT.first(self._connection, {"associate": associate_id})
        if last is None:
            raise NotFoundError("there is no such associate")
        seq: int = last.feed_seq
        began = origin.current()
        _ADD.later(
            self._connection,
            {
                "associate_id": associate_id,
                "seq": seq,
                "kind": kind,
                "signal_id": signal_id,
                "at": at,
                "delivered_at": None,
                "pushed_at": None,
                "origin": began,
            },
        )
        self._written.append(notices.Written(associate_id, seq, kind, signal_id, at, began))
        return seq

    def lines(self) -> Sequence[FeedLine]:
        if not self._written:
            return ()
        return notices.lines(self._connection, self._written, self._today())
