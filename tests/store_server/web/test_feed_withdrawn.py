"""A consent that is taken back while its line is on the way to the phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.views import Notice
from store_server.web.feed import Feed
from tests.store_server.handlers.conftest import Shop
from tests.store_server.web.test_feed import Wires


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(Settings(data_dir=tmp_path, database_url=sqlite_url)).open()
    yield opened
    opened.storage.close()


class Phone:
    """Claire's, up to date, in a house whose feed goes on when it is told to."""

    def __init__(self, shop: Shop) -> None:
        self.wires = Wires()
        self.feed = Feed(
            shop.storage.queries,
            self.wires,
            shop.clock,
            lambda _associate, _seq: None,
            lambda _associate, _client: None,
        )
        shop.bus.listen(ask.NoticesWritten, lambda event: self.feed.written(event.lines))
        self.feed.join("phone", shop.associate("Claire"))
        self.resumes(after=0)

    def resumes(self, after: int) -> None:
        self.feed.resume("phone", after)
        self.feed.work()

    def lines(self) -> list[tuple[int, str, bool]]:
        """Each one's number, its kind, and whether a card came with it."""
        notices = [sent for _sid, _name, sent in self.wires.sent if isinstance(sent, Notice)]
        return [(one.seq, one.kind, bool(one.signal and one.signal.card)) for one in notices]


def test_taken_back_before_the_line_was_sent_no_card_is_shown(shop: Shop) -> None:
    phone, ann = Phone(shop), shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    phone.feed.work()
    assert phone.lines() == [(1, "withdrawn", False), (2, "withdrawn", False)]


def test_taken_back_after_the_line_was_sent_the_withdrawal_comes_last(shop: Shop) -> None:
    phone, ann = Phone(shop), shop.client("Ann")
    shop.walks_in(ann)
    phone.feed.work()
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    phone.feed.work()
    assert phone.lines() == [(1, "signal", True), (2, "withdrawn", False)]


def test_a_line_that_was_held_up_until_the_withdrawal_was_sent_is_not_sent_again(
    shop: Shop,
) -> None:
    phone, ann = Phone(shop), shop.client("Ann")
    held_up: list[ask.NoticesWritten] = []
    unlisten = shop.bus.listen(ask.NoticesWritten, held_up.append)
    shop.walks_in(ann)
    unlisten()
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    phone.feed.work()
    phone.feed.written(held_up[0].lines)
    phone.feed.work()
    assert [seq for seq, _kind, card in phone.lines() if card] == []
    assert [seq for seq, _kind, _card in phone.lines()] == [1, 2]


def test_a_phone_that_comes_back_is_shown_what_stands_by_then(shop: Shop) -> None:
    phone, ann = Phone(shop), shop.client("Ann")
    shop.walks_in(ann)
    phone.feed.work()
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    phone.wires.sent.clear()
    phone.resumes(after=0)
    assert phone.lines() == [(1, "withdrawn", False), (2, "withdrawn", False)]
