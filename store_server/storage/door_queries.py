"""Reading for the doors of events: each answer from one fresh snapshot of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, func, select

from events.admission import Reason, Verdict
from events.event import PrivateEvent
from events.guest import Standing
from events.passes import key_id
from events.programme import Stage
from store_server.admission_views import (
    AskedQuestion,
    DoorGuest,
    DoorView,
    EveningNews,
    EveningView,
    GateKey,
    GateList,
    GatePass,
    SessionTimes,
    ShowingView,
)
from store_server.domain.typed_code import TypedCodes, letters_of
from store_server.ports import Clock
from store_server.storage.engine import reading, reading_once
from store_server.storage.reads import door, showings
from store_server.storage.reads.events import picture_url
from store_server.storage.reads.names import best_named
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.passes import SqlPasses
from store_server.storage.repositories.programme import SqlEventPictures
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AttendanceRow,
    DoorAnswerRow,
    EventPassRow,
    GuestRow,
    ShowingRow,
    SigningKeyRow,
)

_ANSWERS = {
    Standing.CONFIRMED: "confirmed",
    Standing.DECLINED: "declined",
    Standing.WAITING: "waiting",
    Standing.OFFERED: "waiting",
    Standing.CANCELLED: "cancelled",
}
SHOWN_BEFORE = timedelta(hours=12)  # an evening is on the doors' screens from then on


class SqlDoorQueries:
    """Satisfies `admission_ports.DoorQueries`. Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock, box: SecretsBox) -> None:
        self._engine = engine
        self._clock = clock
        self._box = box

    def evenings(self, gate: str | None = None) -> Sequence[EveningView]:
        """Those that let in now or within the day, the next first; of a gate, those that it is
        for."""
        now = self._clock.now()
        with reading(self._engine) as connection:
            events = SqlEvents(connection).between(now - SHOWN_BEFORE, now + SHOWN_BEFORE)
            shown = [one for one in events if _on_screen(one, now) and _is_for(one, gate)]
            return [evening_view(one, _picture(connection, one)) for one in shown]

    def list_of(
        self, event_id: str, text: str = "", session: int | None = None, which: str = "all"
    ) -> DoorView:
        """Raises `NotFoundError`. With a text those whose name is like it, the likeliest first;
        with the typed code of a pass that stands, whose it is."""
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            found = [
                one
                for one in door.guests(connection, event_id)
                if (session is None or one.session == session) and _is(one, which)
            ]
            counts = door.counts(connection, event)
            whose = self._holder(connection, text)
        if whose is not None:
            found = [one for one in found if one.id == whose]
        elif text.strip():
            found = best_named(text, found, lambda one: (one.display_name, *one.companions))
        return DoorView(event_id, dict(event.titles), self._clock.now(), counts, tuple(found))

    def _holder(self, connection: Connection, text: str) -> str | None:
        """The guest whose pass this is the typed code of."""
        if letters_of(text) is None:
            return None
        granted = SqlPasses(connection, self._box).by_typed(text, self._clock.now())
        return granted.guest_id if granted and not granted.revoked_at and not granted.live else None

    def news(self, event_id: str, guest_ids: Collection[str]) -> EveningNews:
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            changed = door.guests_by_id(connection, event_id, guest_ids)
            counts = door.counts(connection, event)
        return EveningNews(event_id, self._clock.now(), counts, tuple(changed))

    def guest(self, guest_id: str) -> DoorGuest | None:
        with reading_once(self._engine) as connection:
            return door.guest(connection, guest_id)

    def names(
        self, gates: Collection[str], people: Collection[str]
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        with reading(self._engine) as connection:
            return (
                showings.gate_names(connection, gates),
                showings.staff_names(connection, people),
            )

    def showings(
        self, event_id: str, verdicts: Collection[str] = (), limit: int = 200
    ) -> Sequence[ShowingView]:
        with reading(self._engine) as connection:
            SqlEvents(connection).get(event_id)
            return showings.showings(connection, event_id, verdicts, limit)

    def refusals(self) -> Mapping[Reason, int]:
        of_a_day = (
            select(ShowingRow.reason, func.count().label("many"))
            .where(
                ShowingRow.verdict == Verdict.REFUSED,
                ShowingRow.received_at > self._clock.now() - timedelta(days=1),
            )
            .group_by(ShowingRow.reason)
        )
        with reading(self._engine) as connection:
            return {row.reason: row.many for row in connection.execute(of_a_day)}

    def gate_list(self, event_id: str) -> GateList:
        """Raises `NotFoundError`."""
        with reading(self._engine) as connection:
            event = SqlEvents(connection).get(event_id)
            keys = connection.execute(select(SigningKeyRow.public)).scalars().all()
            live = event.rules.live_pass
            codes = SqlPasses(connection, self._box).typed_codes()
            passes = tuple(_gate_passes(connection, event_id, codes))
            secret = SqlPasses(connection, self._box).live_secret(event.id) if live else b""
            picture = _picture(connection, event)
        made = GateList(
            event=evening_view(event, picture),
            version="",
            made_at=self._clock.now(),
            keys=tuple(GateKey(key_id(key), key.hex()) for key in sorted(keys)),
            passes=passes,
            live_secret=secret.hex(),
        )
        told = msgspec.json.encode((made.event, made.keys, made.passes))
        return msgspec.structs.replace(made, version=hashlib.sha256(told).hexdigest()[:16])


def _picture(connection: Connection, event: PrivateEvent) -> str | None:
    return picture_url(event.id, SqlEventPictures(connection).mark(event.id))


def _is_for(event: PrivateEvent, gate: str | None) -> bool:
    return not gate or not event.rules.gates or gate in event.rules.gates


def evening_view(event: PrivateEvent, picture: str | None) -> EveningView:
    rules = event.rules
    return EveningView(
        event_id=event.id,
        number=event.number,
        kind=event.kind,
        stage=event.stage,
        titles=dict(event.titles),
        texts=dict(event.texts),
        dress_codes=dict(event.dress_codes),
        zone=event.zone,
        doors_open=event.doors_open,
        starts=event.starts,
        ends=event.ends,
        doors_close=_doors_close(event),
        sessions=tuple(
            SessionTimes(one.number, one.starts, one.ends, one.capacity) for one in event.sessions
        ),
        questions=tuple(AskedQuestion(one.id, dict(one.texts)) for one in rules.questions),
        plus_one_names=rules.plus_one_names,
        live_pass=rules.live_pass,
        re_entry=rules.re_entry,
        picture_url=picture,
    )


def _doors_close(event: PrivateEvent) -> datetime:
    return event.ends + timedelta(minutes=event.rules.doors_close_after_min)


def _on_screen(event: PrivateEvent, now: datetime) -> bool:
    gone = event.stage in (Stage.DRAFT, Stage.CANCELLED, Stage.ARCHIVED)
    return not gone and now < _doors_close(event)


def _is(guest: DoorGuest, which: str) -> bool:
    match which:
        case "inside":
            return guest.inside or guest.plus_ones_inside > 0
        case "missing":
            return guest.missing > 0
        case "conflicts":
            return guest.conflicts > 0
    return True


def _gate_passes(connection: Connection, event_id: str, codes: TypedCodes) -> Sequence[GatePass]:
    answered = _answered(connection, event_id)
    rows = connection.execute(
        select(
            EventPassRow.number,
            EventPassRow.guest_id,
            EventPassRow.session,
            EventPassRow.live,
            EventPassRow.revoked_at,
            *(GuestRow.standing, GuestRow.plus_ones, GuestRow.blocked, GuestRow.given_name),
            GuestRow.language,
            *(AttendanceRow.inside, AttendanceRow.came),
            *(AttendanceRow.plus_ones_inside, AttendanceRow.plus_ones_came),
        )
        .join(GuestRow, GuestRow.id == EventPassRow.guest_id)
        .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
        .where(EventPassRow.event_id == event_id)
        .order_by(EventPassRow.number)
    )
    return [
        GatePass(
            n=row.number,
            g=row.guest_id,
            s=row.session,
            r=row.revoked_at is not None,
            a=_ANSWERS.get(row.standing, "invited"),  # type: ignore[arg-type]
            p=row.plus_ones,
            b=row.blocked,
            f=row.given_name,
            l=row.language,
            i=bool(row.inside),
            q=answered.get(row.guest_id, ()),
            c=row.came or 0,
            o=row.plus_ones_inside or 0,
            d=row.plus_ones_came or 0,
            t="" if row.live else codes.of(row.number),
        )
        for row in rows
    ]


def _answered(connection: Connection, event_id: str) -> dict[str, tuple[str, ...]]:
    """Which questions guests have answered; what they said stays sealed."""
    rows = connection.execute(
        select(DoorAnswerRow.guest_id, DoorAnswerRow.question)
        .join(GuestRow, GuestRow.id == DoorAnswerRow.guest_id)
        .where(GuestRow.event_id == event_id)
        .order_by(DoorAnswerRow.question)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.guest_id] = (*found.get(row.guest_id, ()), row.question)
    return found
