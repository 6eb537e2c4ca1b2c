"""What a gate that had no network tells afterwards: each kept once, in its order."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from events.admission import Reason
from events.comings import Way
from store_server.admission_messages import Door, ShowPass
from store_server.admission_views import QueuedAnswer, QueuedAnswers
from store_server.ports import ConflictError, NotFoundError
from store_server.web.house import House
from store_server.web.problems import InvalidInputError
from store_server.web.typed import TypedAt

QUEUED_AT_ONCE = 200


class QueuedShowing(Struct, forbid_unknown_fields=True):
    """`shown_at` is the gate's own time; `let_in` what it did."""

    as_shown: ClassVar[tuple[str, ...]] = ("code",)

    scan_id: Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[\x21-\x7e]+$")]
    shown_at: datetime
    let_in: bool
    code: Annotated[str, Meta(max_length=16_384)] | None = None
    guest_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    way: Literal["in", "out"] = "in"
    plus_one: bool = False
    plus_one_name: Annotated[str, Meta(max_length=120)] = ""
    answers: dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=500)]] = {}
    refused_as: Reason | None = None


class QueuedShowings(Struct, forbid_unknown_fields=True):
    """`sent_at` is what the gate's clock shows as it sends: it tells how far that clock is off."""

    as_shown: ClassVar[tuple[str, ...]] = ("code",)

    sent_at: datetime
    showings: Annotated[tuple[QueuedShowing, ...], Meta(min_length=1, max_length=QUEUED_AT_ONCE)]


def keep_queued(
    house: House,
    body: QueuedShowings,
    event_id: str | None,
    gate: str,
    by_id: str | None,
) -> QueuedAnswers:
    """`gate` is the device that tells it. Typed codes that are nobody's count against it."""
    typed = TypedAt(house, gate)
    for place, one in enumerate(body.showings):
        if (one.code is None) == (one.guest_id is None):
            raise InvalidInputError("either a code or a guest_id", field=f"showings[{place}].code")
        if one.shown_at.tzinfo is None:
            raise InvalidInputError("a time with its zone", field=f"showings[{place}].shown_at")
        typed.check(one.code)
    if body.sent_at.tzinfo is None:
        raise InvalidInputError("a time with its zone", field="sent_at")
    asked = [
        house.doors.doorway.submit(_command(one, body.sent_at, event_id, gate, by_id))
        for one in body.showings
    ]
    answers = []
    for one, answer in zip(body.showings, asked, strict=True):
        try:
            kept = answer.result(house.doors.patience_s).kept
        except (ConflictError, NotFoundError) as error:
            answers.append(_not_kept(one, str(error)))
            continue
        decision = kept.decision
        typed.heard(one.code, known=decision.reason is not Reason.UNKNOWN)
        answers.append(
            QueuedAnswer(
                scan_id=one.scan_id,
                verdict=decision.verdict.value,
                reason=decision.reason.value,
                flags=tuple(flag.value for flag in sorted(decision.flags)),
                at=kept.at,
                again=answer.result().again,
            )
        )
    return QueuedAnswers(tuple(answers), house.clock.now())


def _command(
    one: QueuedShowing, sent_at: datetime, event_id: str | None, gate: str, by_id: str | None
) -> ShowPass:
    return ShowPass(
        scan_id=one.scan_id,
        gate=gate,
        door=Door.GATE,
        code=one.code,
        guest_id=one.guest_id,
        event_id=event_id,
        by_id=by_id,
        way=Way(one.way),
        plus_one=one.plus_one,
        plus_one_name=one.plus_one_name,
        answers=one.answers,
        shown_at=one.shown_at,
        sent_at=sent_at,
        let_in=one.let_in,
        refused_as=one.refused_as,
    )


def _not_kept(one: QueuedShowing, problem: str) -> QueuedAnswer:
    return QueuedAnswer(
        scan_id=one.scan_id,
        verdict="refused",
        reason="unknown",
        flags=(),
        at=one.shown_at,
        again=False,
        problem=problem,
    )
