"""The server's own housekeeping: settings that it made itself, counters, the quarantine."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment


class SettingRow(Table):
    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class CounterRow(Table):
    """Numbers that only grow, taken under the row's lock: commits see them in order."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class QuarantineRow(Table):
    """That a message was refused, and why: never its content."""

    __tablename__ = "quarantine"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(SHA256_HEX)
    times: Mapped[int]
