"""Signals, so written that of two who change one in the same instant only the first succeeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from store_server.domain.signal import Signal, Told
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.prepared import Prepared, Row
from store_server.storage.tables import SignalRow, TapRow, ToldRow
from store_server.storage.tables.signals import LIVE

_TABLE = SignalRow.__table__
_ADD = Prepared(insert(SignalRow))
_ONE = Prepared(select(_TABLE).where(SignalRow.id == bindparam("signal")))
_SAVE = (
    update(SignalRow)
    .where(SignalRow.id == bindparam("signal"))
    .where(SignalRow.revision == bindparam("revision_read"))
)
_LIVE = Prepared(select(_TABLE).where(text(LIVE)))
_OF_VISIT = Prepared(
    select(_TABLE)
    .where(SignalRow.visit_id == bindparam("visit"))
    .order_by(SignalRow.raised_at.desc(), SignalRow.id.desc())
    .limit(1)
)
_OF_GUEST = Prepared(
    select(_TABLE)
    .where(SignalRow.guest_id == bindparam("guest"))
    .order_by(SignalRow.raised_at.desc(), SignalRow.id.desc())
    .limit(1)
)
_TELL = Prepared(insert(ToldRow))
_TOLD = Prepared(
    select(ToldRow.__table__)
    .where(ToldRow.signal_id == bindparam("signal"))
    .order_by(ToldRow.place)
)
_TAP = select(TapRow.id).where(TapRow.id == bindparam("tap"))


class SqlSignals:
    """Remembers what it read, and of which revision, for as long as the transaction lasts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, tuple[Signal, int]] = {}

    def add(self, signal: Signal) -> None:
        _ADD.later(self._connection, {"id": signal.id, "revision": 1, **_values(signal)})
        self._tell(signal.id, enumerate(signal.told))
        self._read[signal.id] = (signal, 1)

    def get(self, signal_id: str) -> Signal:
        row = _ONE.first(self._connection, {"signal": signal_id})
        if row is None:
            raise NotFoundError("there is no such signal")
        return self._signal(row)

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
        signals = [self._signal(row) for row in _LIVE.all(self._connection, {})]
        return sorted(signals, key=lambda signal: (signal.raised_at, signal.id))

    def of_visit(self, visit_id: str) -> Signal | None:
        row = _OF_VISIT.first(self._connection, {"visit": visit_id})
        return self._signal(row) if row else None

    def of_guest(self, guest_id: str) -> Signal | None:
        row = _OF_GUEST.first(self._connection, {"guest": guest_id})
        return self._signal(row) if row else None

    def _signal(self, row: Row) -> Signal:
        told = _TOLD.all(self._connection, {"signal": row.id})
        signal = _signal(row, tuple(_told(one) for one in told))
        self._read[signal.id] = (signal, row.revision)
        return signal

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
            _TELL.later(self._connection, *rows)


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
        "guest_id": signal.guest_id,
    }


def _told(row: Row) -> Told:
    return Told(row.associate_id, row.at, row.declined, row.reason, row.snoozed_until)


def _signal(row: Row, told: tuple[Told, ...]) -> Signal:
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
        guest_id=row.guest_id,
    )
