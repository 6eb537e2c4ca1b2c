"""Each associate's feed of notices, numbered without a gap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from store_server.ports import NotFoundError
from store_server.storage.tables import AssociateRow, NoticeRow

_NEXT = (
    update(AssociateRow)
    .where(AssociateRow.id == bindparam("associate"))
    .values(feed_seq=AssociateRow.feed_seq + 1)
    .returning(AssociateRow.feed_seq)
)
_ADD = insert(NoticeRow)


class SqlFeeds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, associate_id: str, kind: str, signal_id: str, at: datetime) -> int:
        """The associate's row is locked until the commit, so a rollback leaves no gap."""
        seq = self._connection.execute(_NEXT, {"associate": associate_id}).scalar()
        if seq is None:
            raise NotFoundError("there is no such associate")
        self._connection.execute(
            _ADD,
            {
                "associate_id": associate_id,
                "seq": seq,
                "kind": kind,
                "signal_id": signal_id,
                "at": at,
            },
        )
        return seq
