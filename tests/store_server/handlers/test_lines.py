"""A line that is told and the same line read from the database are one, to the byte."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.domain.signal import Outcome
from store_server.ports import BusyError
from store_server.storage.unit_of_work import SqlUnitOfWork
from tests.store_server.handlers.conftest import Shop

PICTURE = b"\x89PNG"


class Told:
    """Compares each line that is told with what the database holds in that moment."""

    def __init__(self, shop: Shop) -> None:
        self.kinds: list[str] = []
        self.with_photo: list[bool] = []
        self._queries = shop.storage.queries
        shop.bus.listen(ask.NoticesWritten, self._hear)

    def _hear(self, event: ask.NoticesWritten) -> None:
        for line in event.lines:
            told = line.notice
            (read,) = self._queries.notices_after(line.associate_id, told.seq - 1, 1)
            assert msgspec.json.encode(told) == msgspec.json.encode(read)
            self.kinds.append(told.kind)
            if told.signal is not None and told.signal.card is not None:
                self.with_photo.append(told.signal.card.photo_url is not None)


def _is_told_later(shop: Shop) -> None:
    """The next in line, while the first sees it changed; both see who takes it."""
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco, tastes=("pearls",)))
    shop.passes(21)
    shop.bus.ask(ask.ClaimSignal(shop.signal(claire).id, claire, "tap"))


def _is_put_off(shop: Shop) -> None:
    """To the one who put it off it says until when, to the other it does not."""
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    shop.passes(21)
    shop.bus.ask(ask.DeclineSignal(shop.signal(marco).id, marco, snooze_min=2))
    shop.bus.ask(ask.DeclineSignal(shop.signal(claire).id, claire, "busy"))


def _is_handed_over(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    signal_id = shop.signal(marco).id
    shop.bus.ask(ask.ClaimSignal(signal_id, marco, "tap"))
    shop.bus.ask(ask.HandOverSignal(signal_id, marco, claire, "likes the blue one"))
    shop.bus.ask(ask.ClaimSignal(signal_id, claire, "tap 2"))
    shop.bus.ask(ask.WelcomeClient(signal_id, claire))
    shop.bus.ask(ask.FinishSignal(signal_id, claire, Outcome.SOLD))


def _is_discreet_and_moves(shop: Shop) -> None:
    shop.associate("Claire")
    shop.walks_in(shop.client("Ann", approach="discreet"))
    shop.passes(65)


def _takes_back_recognition(shop: Shop) -> None:
    shop.associate("Claire")
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))


def _is_merged(shop: Shop) -> None:
    claire = shop.associate("Claire")
    ann, double = shop.client("Ann"), shop.client("Anne", note="prefers tea")
    shop.walks_in(ann)
    shop.walks_in(double)
    shop.bus.ask(ask.MergeClients(ann, double))
    shop.bus.ask(ask.ClaimSignal(shop.signal(claire).id, claire, "tap"))


@pytest.mark.parametrize(
    ("happens", "kinds"),
    [
        (_is_told_later, ["signal", "signal"] + 3 * ["changed"]),
        (_is_put_off, ["signal", "signal"] + 5 * ["changed"]),
        (_is_handed_over, ["signal", "changed", "signal"] + 8 * ["changed"]),
        (_is_discreet_and_moves, ["signal", "changed"]),
        (_takes_back_recognition, ["signal", "withdrawn"]),
        (_is_merged, ["signal", "signal", "changed", "changed"]),
    ],
)
def test_what_is_told_is_what_is_read(
    shop: Shop, happens: Callable[[Shop], None], kinds: list[str]
) -> None:
    told = Told(shop)
    happens(shop)
    assert told.kinds == kinds


def test_a_photo_is_told_with_its_own_consent_only(shop: Shop) -> None:
    told = Told(shop)
    shop.associate("Claire")
    ann = shop.client("Ann")
    shop.bus.ask(ask.GiveConsent(ann, Purpose.PHOTO, "signed", "1"))
    shop.bus.ask(ask.KeepPhoto(ann, PICTURE, "image/png"))
    shop.walks_in(ann)
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PHOTO))
    assert told.with_photo == [True, False]


def test_of_a_client_not_to_be_approached_no_line_is_told(shop: Shop) -> None:
    told = Told(shop)
    shop.associate("Claire")
    shop.walks_in(shop.client("Ann", approach="do_not_approach"))
    assert shop.arrivals() == 1
    assert told.kinds == []


def test_nothing_is_told_of_what_was_not_committed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(shop)
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.hears(ann)
    shop.passes(1)

    def fail(_uow: SqlUnitOfWork) -> None:
        raise BusyError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(SqlUnitOfWork, "commit", fail)
        shop.hears(ann)
    assert told.kinds == []
    assert shop.notices(claire) == []
    shop.passes(1)
    assert told.kinds == ["signal"]
