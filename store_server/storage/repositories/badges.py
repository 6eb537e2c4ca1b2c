"""Colleagues' badges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store_server.ports import NotFoundError, WornBadge
from store_server.storage.repositories import beacons
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import BadgeRow


class SqlBadges:
    """Satisfies `ports.Badges`."""

    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def add(self, badge: WornBadge, at: datetime) -> None:
        values = beacons.columns(badge.beacon, self._box, at)
        beacons.refuse_taken(self._connection, values)
        self._connection.execute(insert(BadgeRow).values(associate_id=badge.associate_id, **values))

    def remove(self, associate_id: str, badge_id: str) -> None:
        row = BadgeRow
        gone = delete(row).where(row.id == badge_id, row.associate_id == associate_id)
        if self._connection.execute(gone).rowcount == 0:
            raise NotFoundError("this colleague has no such badge")

    def take_all_back(self, associate_id: str) -> int:
        gone = delete(BadgeRow).where(BadgeRow.associate_id == associate_id)
        return self._connection.execute(gone).rowcount

    def worn(self) -> Sequence[WornBadge]:
        rows = self._connection.execute(select(BadgeRow.__table__).order_by(BadgeRow.id))
        return [
            WornBadge(row.associate_id, beacons.known(row, self._box), row.here_zone)
            for row in rows
        ]

    def note_here(self, badge_id: str, zone: str | None) -> None:
        self._connection.execute(
            update(BadgeRow).where(BadgeRow.id == badge_id).values(here_zone=zone)
        )
