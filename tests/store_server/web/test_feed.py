"""A phone's feed: every line once and in order, whatever happens to the phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from store_server.messages import FeedLine
from store_server.ports import BusyError, Queries
from store_server.views import Notice
from store_server.web.feed import PENDING_AT_MOST, STALLED_AFTER_S, Feed
from tests.store_server.web.boutique import OPENING, HandClock


@dataclass
class Lines:
    """What the database holds of one associate's feed."""

    seqs: list[int] = field(default_factory=list)
    away: bool = False
    asked: int = 0

    def write(self, count: int = 1) -> None:
        last = self.seqs[-1] if self.seqs else 0
        self.seqs += range(last + 1, last + 1 + count)

    def last_seq(self, _associate_id: str) -> int:
        return self.seqs[-1] if self.seqs else 0

    def notices_after(self, _associate_id: str, seq: int, limit: int = 200) -> Sequence[Notice]:
        if self.away:
            raise BusyError("locked")
        self.asked += 1
        later = [one for one in self.seqs if one > seq][:limit]
        return [_notice(one) for one in later]

    def told(self) -> list[FeedLine]:
        """The last line, as it comes from its commit."""
        return [FeedLine("camille", _notice(self.seqs[-1]))]

    def signals_for(self, _associate_id: str) -> Sequence[Any]:
        return ()


def _notice(seq: int) -> Notice:
    return Notice(seq, "changed", f"signal-{seq}", OPENING)


@dataclass
class Wires:
    """The way to the phones; `acks` holds what they have not acknowledged."""

    sent: list[tuple[str, str, Any]] = field(default_factory=list)
    acks: list[Callable[[], None]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def send(self, sid: str, name: str, message: Any, acked: Callable[[], None] | None) -> None:
        self.sent.append((sid, name, message))
        if acked is not None:
            self.acks.append(acked)

    def cut(self, sid: str, reason: str) -> None:
        self.ended.append(sid)

    def seqs(self, sid: str = "phone") -> list[int]:
        return [sent.seq for to, name, sent in self.sent if (to, name) == (sid, "notice")]

    def names(self) -> list[str]:
        return [name for _sid, name, _message in self.sent]


class Setting:
    def __init__(self) -> None:
        self.lines, self.wires, self.clock = Lines(), Wires(), HandClock()
        self.delivered: list[int] = []
        self.feed = Feed(
            cast(Queries, self.lines),
            self.wires,
            self.clock,
            lambda _associate, seq: self.delivered.append(seq),
            lambda _associate, _client: None,
        )

    def phone(self, sid: str = "phone", after: int = 0) -> None:
        self.feed.join(sid, "camille")
        self.feed.resume(sid, after)
        self.feed.work()

    def write(self, count: int = 1) -> None:
        """Each line is told by itself, as after a commit of its own."""
        for _ in range(count):
            self.lines.write()
            self.feed.written(self.lines.told())
        self.feed.work()

    def acknowledge(self) -> None:
        acks, self.wires.acks = self.wires.acks, []
        for ack in acks:
            ack()
        self.feed.work()


def test_what_was_missed_comes_in_order_and_then_ready() -> None:
    setting = Setting()
    setting.lines.write(7)
    setting.phone(after=3)
    assert setting.wires.seqs() == [4, 5, 6, 7]
    assert setting.wires.names()[-1] == "ready"


def test_a_line_is_told_once_however_often_it_is_announced() -> None:
    setting = Setting()
    setting.phone()
    setting.write()
    setting.feed.written(setting.lines.told())
    setting.feed.written(setting.lines.told())
    setting.feed.work()
    assert setting.wires.seqs() == [1]


def test_the_next_line_is_sent_as_it_came_and_not_read_again() -> None:
    setting = Setting()
    setting.phone()
    asked = setting.lines.asked
    setting.write()
    setting.acknowledge()
    setting.write()
    assert setting.wires.seqs() == [1, 2]
    assert setting.lines.asked == asked


def test_a_line_that_comes_before_an_earlier_one_waits_for_it() -> None:
    setting = Setting()
    setting.phone()
    setting.lines.write()
    earlier = setting.lines.told()
    setting.write()
    assert setting.wires.seqs() == [1, 2]
    setting.feed.written(earlier)
    setting.feed.work()
    assert setting.wires.seqs() == [1, 2]


def test_a_line_does_not_overtake_what_a_resumed_phone_still_waits_for() -> None:
    setting = Setting()
    setting.lines.write(3)
    setting.phone(after=3)
    setting.lines.away = True
    setting.feed.resume("phone", 1)  # it lost two lines, and the database is away
    setting.feed.work()
    setting.write()
    assert setting.wires.seqs() == []
    setting.lines.away = False
    setting.feed.work()
    assert setting.wires.seqs() == [2, 3, 4]


def test_a_full_phone_is_sent_no_line_past_its_room() -> None:
    setting = Setting()
    setting.phone()
    setting.write(PENDING_AT_MOST)
    setting.write()
    assert len(setting.wires.seqs()) == PENDING_AT_MOST
    setting.acknowledge()
    assert setting.wires.seqs()[-1] == PENDING_AT_MOST + 1


def test_nothing_is_sent_before_the_phone_has_said_where_it_is() -> None:
    setting = Setting()
    setting.feed.join("phone", "camille")
    setting.write()
    assert setting.wires.sent == []


def test_two_phones_of_one_associate_each_have_their_own_place() -> None:
    setting = Setting()
    setting.lines.write(3)
    setting.phone("old", after=3)
    setting.phone("new", after=1)
    setting.write()
    assert setting.wires.seqs("old") == [4]
    assert setting.wires.seqs("new") == [2, 3, 4]


def test_a_gap_that_is_no_longer_kept_begins_afresh() -> None:
    setting = Setting()
    setting.lines.seqs = [41, 42]
    setting.phone(after=10)
    assert setting.wires.names() == ["reset", "ready"]
    setting.write()
    assert setting.wires.seqs() == [43]


def test_a_very_long_gap_begins_afresh() -> None:
    setting = Setting()
    setting.lines.write(600)
    setting.phone(after=1)
    assert setting.wires.names() == ["reset", "ready"]


def test_a_phone_from_another_database_begins_afresh() -> None:
    setting = Setting()
    setting.lines.write(2)
    setting.phone(after=900)
    assert setting.wires.names() == ["reset", "ready"]


def test_what_a_phone_acknowledges_is_delivered() -> None:
    setting = Setting()
    setting.phone()
    setting.write(2)
    assert setting.delivered == []
    setting.acknowledge()
    assert setting.delivered == [1, 2]


def test_a_silent_phone_holds_a_bounded_number_of_lines_and_is_cut_off() -> None:
    setting = Setting()
    setting.phone()
    setting.write(PENDING_AT_MOST + 10)
    assert len(setting.wires.seqs()) == PENDING_AT_MOST
    setting.feed.sweep()
    assert setting.wires.ended == []
    setting.clock.passes(STALLED_AFTER_S + 1)
    setting.feed.sweep()
    assert setting.wires.ended == ["phone"]


def test_a_phone_that_catches_up_gets_the_rest() -> None:
    setting = Setting()
    setting.phone()
    setting.write(PENDING_AT_MOST + 10)
    setting.acknowledge()
    assert setting.wires.seqs() == list(range(1, PENDING_AT_MOST + 11))
    setting.clock.passes(STALLED_AFTER_S + 1)
    setting.feed.sweep()
    assert setting.wires.ended == []


def test_a_database_that_is_away_delays_lines_and_loses_none() -> None:
    setting = Setting()
    setting.phone()
    setting.lines.away = True
    setting.write(3)
    assert setting.wires.seqs() == []
    setting.lines.away = False
    setting.feed.work()
    assert setting.wires.seqs() == [1, 2, 3]


def test_a_phone_that_resumes_while_the_database_is_away_is_not_forgotten() -> None:
    setting = Setting()
    setting.lines.write(3)
    setting.lines.away = True
    setting.phone(after=1)
    setting.lines.away = False
    setting.feed.work()
    assert setting.wires.seqs() == [2, 3]
    assert setting.wires.names()[-1] == "ready"


def test_a_phone_that_has_gone_is_sent_nothing() -> None:
    setting = Setting()
    setting.phone()
    setting.feed.leave("phone")
    setting.write()
    assert setting.wires.seqs() == []


def test_a_closed_feed_ends_its_thread() -> None:
    setting = Setting()
    setting.feed.close()
    assert setting.feed.work() is False
