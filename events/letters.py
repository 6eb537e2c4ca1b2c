"""What is written to a guest, and whether it is still true when its turn to be sent comes."""

from __future__ import annotations

from enum import StrEnum

from events.guest import Standing
from events.programme import Stage


class LetterKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"  # to answer, or, once confirmed, to come
    CONFIRMED = "confirmed"  # with the pass
    NEW_PASS = "new_pass"  # noqa: S105 - the pass before it is void
    WAITING = "waiting"
    OFFER = "offer"  # a place came free, and is theirs until a moment
    MOVED = "moved"  # another time or place
    CANCELLED = "cancelled"  # the event
    WITHDRAWN = "withdrawn"  # their own place, by them or by the house
    THANKS = "thanks"  # afterwards, with the link for what they thought of it


_ONLY_TO = {
    LetterKind.INVITATION: frozenset({Standing.INVITED}),
    LetterKind.REMINDER: frozenset({Standing.INVITED, Standing.CONFIRMED}),
    LetterKind.CONFIRMED: frozenset({Standing.CONFIRMED}),
    LetterKind.NEW_PASS: frozenset({Standing.CONFIRMED}),
    LetterKind.WAITING: frozenset({Standing.WAITING}),
    LetterKind.OFFER: frozenset({Standing.OFFERED}),
    LetterKind.WITHDRAWN: frozenset({Standing.CANCELLED, Standing.DECLINED}),
}


def still_true(kind: LetterKind, standing: Standing, stage: Stage) -> bool:
    """Whether this letter may go to a guest of this standing, at an event of this stage.

    A letter waits while the mail server is away, and the guest may have changed their mind; an
    invitation to what is cancelled, or a pass for a place that was given back, is not sent.
    """
    if kind is LetterKind.CANCELLED:
        return stage is Stage.CANCELLED
    if kind is LetterKind.THANKS:
        return stage is not Stage.CANCELLED
    if stage.over:
        return False
    allowed = _ONLY_TO.get(kind)
    return allowed is None or standing in allowed
