"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    DateTime,
    Dialect,
    Enum,
    String,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

ID = String(36)
SHA256_HEX = String(64)
LONGEST_WORD = 32  # characters of a closed set's longest member, with room for later ones


class Moment(TypeDecorator[datetime]):
    """An aware datetime: UTC on the way in and on the way out.

    SQLite has no zone to keep, so the UTC clock time alone is stored there.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else _utc(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a zone cannot be stored")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it for SQLite, in a third of the time: an arrival writes twenty."""
    if value is None:
        return None
    return _utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """Aware datetimes, in a document: UTC on the way in and on the way out."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def process_bind_param(
        self, value: tuple[datetime, ...] | None, _dialect: Dialect
    ) -> list[str]:
        return [_utc(one).isoformat() for one in value or ()]

    def process_result_value(
        self, value: list[str] | None, _dialect: Dialect
    ) -> tuple[datetime, ...]:
        return tuple(datetime.fromisoformat(one) for one in value or ())


def how_many(connection: Connection, of: ColumnExpressionArgument[Any]) -> ColumnElement[int]:
    """As many as stand in the list that a document is."""
    if connection.dialect.name == "postgresql":
        return func.jsonb_array_length(of)
    return func.json_array_length(of)


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
