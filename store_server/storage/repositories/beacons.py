"""What clients' beacons and colleagues' badges have in common: their columns, and that each beacon
is one person's alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from store_server.ports import ConflictError, KnownIdentity
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import BadgeRow, IdentityKind, IdentityRow


def columns(beacon: KnownIdentity, box: SecretsBox, at: datetime) -> dict[str, Any]:
    """Its secret is sealed under its id, and marked."""
    secret, mark = None, None
    if beacon.secret:
        secret = box.seal(beacon.secret, beacon.id)
        mark = box.mark(beacon.secret)
    return {
        "id": beacon.id,
        "kind": kind_of(beacon.kind),
        "key": beacon.key or None,
        "label": beacon.label,
        "secret": secret,
        "secret_mark": mark,
        "exponent": beacon.exponent,
        "clock_offset_s": beacon.clock_offset_s,
        "interval_s": beacon.interval_s,
        "key_order": beacon.key_order,
        "enrolled_at": at,
    }


def known(row: Row[Any], box: SecretsBox, client_id: str = "") -> KnownIdentity:
    return KnownIdentity(
        id=row.id,
        client_id=client_id,
        kind=row.kind,
        key=row.key or "",
        label=row.label,
        secret=box.unseal(row.secret, row.id) if row.secret else b"",
        exponent=row.exponent,
        clock_offset_s=row.clock_offset_s,
        interval_s=row.interval_s,
        key_order=row.key_order,
    )


def refuse_taken(connection: Connection, wanted: dict[str, Any]) -> None:
    """Raises `ConflictError` where a client or a colleague has it."""
    for row in (IdentityRow, BadgeRow):
        same: list[ColumnElement[bool]] = []
        if wanted["key"]:
            same.append((row.kind == wanted["kind"]) & (row.key == wanted["key"]))
        if wanted["secret_mark"]:
            same.append(row.secret_mark == wanted["secret_mark"])
        for condition in same:
            if connection.execute(select(row.id).where(condition)).first():
                raise ConflictError("this beacon or pass is enrolled already")


def kind_of(word: str) -> IdentityKind:
    try:
        return IdentityKind(word)
    except ValueError as error:
        raise ConflictError(f"{word!r} is no kind of identity") from error
