"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

ID = String(36)
SHA256_HEX = String(64)
LONGEST_WORD = 32  # characters of a closed set's longest member, with room for later ones


class Moment(TypeDecorator[datetime]):
    """An aware datetime: UTC on the way in and on the way out.

    SQLite has no zone to keep, so the UTC clock time alone is stored there.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def one_of(words: type[StrEnum], name: str) -> Enum:
    """Text with a check: the closed set stands in the database too."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=LONGEST_WORD,
        values_callable=lambda members: [member.value for member in members],
    )


def document() -> JSON[Any]:
    """JSON, in PostgreSQL's binary form there."""
    return JSON().with_variant(JSONB(), "postgresql")
