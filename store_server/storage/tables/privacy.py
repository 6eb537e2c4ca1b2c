"""Who asked to be erased, and whose erasure other screens and servers still have to hear of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.tables.journal import POSITION
from store_server.storage.types import ID, Moment


class ErasureRequestRow(Table):
    """A client's own wish, which the next nightly run fulfils; until then they may take it back."""

    __tablename__ = "erasure_requests"

    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)


class ErasureRow(Table):
    """Somebody was erased. `person_id` is an id that now belongs to nobody, and says no more.

    `kind` is client or guest. Screens that were away read here whom to forget.
    """

    __tablename__ = "erasures"

    position: Mapped[int] = mapped_column(POSITION, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str] = mapped_column(ID)
    at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        Index("uq_erasures_person_id", "person_id", unique=True),
        {"sqlite_autoincrement": True},
    )
