"""Signals, so written that of two who change one in the same instant only the first succeeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from store_server.domain.signal import Signal, State, Told
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.tables import SignalRow, TapRow, ToldRow

_TABLE = SignalRow.__table__
_ADD = insert(SignalRow)
_ONE = select(_TABLE).where(SignalRow.id == bindparam("signal"))
_SAVE = (
    update(SignalRow)
    .where(SignalRow.id == bindparam("signal"))
    .where(SignalRow.revision == bindparam("revision_read"))
)
_LIVE = (
    select(_TABLE)
    .where(SignalRow.state.not_in((State.DONE, State.LEFT, State.WITHDRAWN)))
    .order_by(SignalRow.raised_at, SignalRow.id)
)
_OF_VISIT = (
    select(_TABLE)
    .where(SignalRow.visit_id == bindparam("visit"))
    .order_by(SignalRow.raised_at.desc(), SignalRow.id.desc())
    .limit(1)
)
_TELL = insert(ToldRow)
_TOLD = (
    select(ToldRow.__table__)
    .where(ToldRow.signal_id.in_(bindparam("signals", expanding=True)))
    .order_by(ToldRow.place)
)
_TAP = select(TapRow.id).where(TapRow.id == bindparam("tap"))


class SqlSignals:
    """Remembers what it read, and of which revision, for as long as the transaction lasts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, tuple[Signal, int]] = {}

    def add(self, signal: Signal) -> None:
        self._connection.execute(_ADD, {"id": signal.id, "revision": 1, **_values(signal)})
        self._tell(signal.id, enumerate(signal.told))
        self._read[signal.id] = (signal, 1)

    def get(self, signal_id: str) -> Signal:
        row = self._connection.execute(_ONE, {"signal": signal_id}).first()
        if row is None:
            raise NotFoundError("there is no such signal")
        return self._signals([row])[0]

    def save(self, signal: Signal) -> None:
        if signal.id not in self._read:
            raise ConflictError("a signal is read before it is saved")
        before, revision = self._read[signal.id]
        which = {"signal": signal.id, "revision_read": revision}
        values = {"revision": revision + 1, **_values(signal)}
        saved = self._connection.execute(_SAVE, {**which, **values})
        if saved.rowcount == 0:
            raise ConflictError("somebody else has changed this signal")
        self._save_told(before, signal)
        self._read[signal.id] = (signal, revision + 1)

    def live(self) -> Sequence[Signal]:
        return self._signals(self._connection.execute(_LIVE).all())

    def of_visit(self, visit_id: str) -> Signal | None:
        row = self._connection.execute(_OF_VISIT, {"visit": visit_id}).first()
        return self._signals([row])[0] if row else None

    def _signals(self, rows: Sequence[Row[Any]]) -> list[Signal]:
        told = self._told([row.id for row in rows])
        signals = [_signal(row, told.get(row.id, ())) for row in rows]
        for signal, row in zip(signals, rows, strict=True):
            self._read[signal.id] = (signal, row.revision)
        return signals

    def _told(self, signal_ids: Sequence[str]) -> dict[str, tuple[Told, ...]]:
        if not signal_ids:
            return {}
        rows = self._connection.execute(_TOLD, {"signals": signal_ids})
        told: dict[str, tuple[Told, ...]] = {}
        for row in rows:
            one = Told(row.associate_id, row.at, row.declined, row.reason, row.snoozed_until)
            told[row.signal_id] = (*told.get(row.signal_id, ()), one)
        return told

    def _save_told(self, before: Signal, signal: Signal) -> None:
        if signal.told == before.told:
            return
        known = len(before.told)
        if signal.told[:known] != before.told:
            self._connection.execute(delete(ToldRow).where(ToldRow.signal_id == signal.id))
            known = 0
        self._tell(signal.id, list(enumerate(signal.told))[known:])

    def _tell(self, signal_id: str, told: Iterable[tuple[int, Told]]) -> None:
        rows = [
            {
                "signal_id": signal_id,
                "associate_id": one.associate_id,
                "place": place,
                "at": one.at,
                "declined": one.declined,
                "reason": one.reason,
                "snoozed_until": one.snoozed_until,
            }
            for place, one in told
        ]
        if rows:
            self._connection.execute(_TELL, rows)


class SqlTaps:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, tap_id: str, signal_id: str, associate_id: str, at: datetime) -> bool:
        known = self._connection.execute(_TAP, {"tap": tap_id}).first()
        if known is not None:
            return False
        self._connection.execute(
            insert(TapRow).values(id=tap_id, signal_id=signal_id, associate_id=associate_id, at=at)
        )
        return True


def _values(signal: Signal) -> dict[str, object]:
    return {
        "client_id": signal.client_id,
        "visit_id": signal.visit_id,
        "raised_at": signal.raised_at,
        "changed_at": signal.changed_at,
        "state": signal.state,
        "next_at": signal.next_at,
        "claimed_by_id": signal.claimed_by_id,
        "claimed_at": signal.claimed_at,
        "welcomed_at": signal.welcomed_at,
        "silent": signal.silent,
        "handed_by_id": signal.handed_by_id,
        "handover_note": signal.handover_note,
        "outcome": signal.outcome,
        "outcome_note": signal.outcome_note,
    }


def _signal(row: Row[Any], told: tuple[Told, ...]) -> Signal:
    return Signal(
        id=row.id,
        client_id=row.client_id,
        visit_id=row.visit_id,
        raised_at=row.raised_at,
        changed_at=row.changed_at,
        state=row.state,
        told=told,
        next_at=row.next_at,
        claimed_by_id=row.claimed_by_id,
        claimed_at=row.claimed_at,
        welcomed_at=row.welcomed_at,
        silent=row.silent,
        handed_by_id=row.handed_by_id,
        handover_note=row.handover_note,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
    )
