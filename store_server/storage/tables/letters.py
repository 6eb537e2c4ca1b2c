"""Letters to guests, and the personal links that stand in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from events.letters import LetterKind
from store_server.letter_ports import LetterState
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, document, one_of


class LetterRow(Table):
    """No address and no words: both are looked up when the letter is sent."""

    __tablename__ = "letters"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(one_of(LetterKind, "kind"))
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    facts: Mapped[dict[str, str]] = mapped_column(document())
    state: Mapped[LetterState] = mapped_column(one_of(LetterState, "state"))
    attempts: Mapped[int]
    trouble: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("ix_letters_state_due_at", "state", "due_at"),)


class GuestLinkRow(Table):
    """`sealed` is the token of the link; its hash stands with the guest."""

    __tablename__ = "guest_links"

    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
