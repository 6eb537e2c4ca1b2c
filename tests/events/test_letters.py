"""A letter that waited too long is not sent when it is no longer true."""

from __future__ import annotations

import pytest

from events.guest import Standing
from events.letters import LetterKind, still_true
from events.programme import Stage


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        (LetterKind.INVITATION, Standing.CONFIRMED),
        (LetterKind.CONFIRMED, Standing.CANCELLED),
        (LetterKind.NEW_PASS, Standing.DECLINED),
        (LetterKind.OFFER, Standing.WAITING),
        (LetterKind.WAITING, Standing.CONFIRMED),
        (LetterKind.REMINDER, Standing.DECLINED),
        (LetterKind.WITHDRAWN, Standing.CONFIRMED),
    ],
)
def test_whoever_changed_their_mind_hears_nothing_of_before(
    kind: LetterKind, standing: Standing
) -> None:
    assert not still_true(kind, standing, Stage.OPEN)


@pytest.mark.parametrize("kind", sorted(set(LetterKind) - {LetterKind.CANCELLED}))
def test_of_a_cancelled_event_only_that_is_said(kind: LetterKind) -> None:
    for standing in Standing:
        assert not still_true(kind, standing, Stage.CANCELLED)
    assert still_true(LetterKind.CANCELLED, Standing.CONFIRMED, Stage.CANCELLED)


def test_an_event_that_goes_on_after_all_is_not_called_off() -> None:
    assert not still_true(LetterKind.CANCELLED, Standing.CONFIRMED, Stage.OPEN)


def test_thanks_come_afterwards() -> None:
    assert still_true(LetterKind.THANKS, Standing.CONFIRMED, Stage.ARCHIVED)
    assert not still_true(LetterKind.REMINDER, Standing.CONFIRMED, Stage.OVER)
