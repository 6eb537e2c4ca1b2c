"""What could not be read, for the operator: why, from where and how often, never what it said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, delete, insert, select

from store_server.clock import new_id
from store_server.ports import Quarantined
from store_server.storage.engine import reading, writing
from store_server.storage.tables import QuarantineRow

KEPT_AT_MOST = 1000
LONGEST_WORDS = 200  # characters of a source or a reason


class SqlQuarantine:
    """Satisfies `ports.Quarantine`."""

    def __init__(self, engine: Engine, kept_at_most: int = KEPT_AT_MOST) -> None:
        self._engine = engine
        self._kept_at_most = kept_at_most

    def keep(self, messages: Sequence[Quarantined]) -> None:
        rows = [
            {
                "id": new_id(),
                "at": message.at,
                "source": message.source[:LONGEST_WORDS],
                "reason": message.reason[:LONGEST_WORDS],
                "size": message.size,
                "digest": message.digest,
                "times": message.count,
            }
            for message in messages[-self._kept_at_most :]
        ]
        if not rows:
            return
        newest = select(QuarantineRow.id).order_by(QuarantineRow.id.desc())
        with writing(self._engine) as connection:
            connection.execute(insert(QuarantineRow), rows)
            connection.execute(
                delete(QuarantineRow).where(
                    QuarantineRow.id.not_in(newest.limit(self._kept_at_most))
                )
            )
            connection.commit()

    def recent(self, limit: int = 100) -> Sequence[Quarantined]:
        query = select(QuarantineRow.__table__).order_by(QuarantineRow.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [
                Quarantined(
                    at=row.at,
                    source=row.source,
                    reason=row.reason,
                    size=row.size,
                    digest=row.digest,
                    count=row.times,
                )
                for row in connection.execute(query)
            ]
