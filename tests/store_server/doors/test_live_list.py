"""The live list: whatever happens at a door is on every associate's screen within a second."""

from __future__ import annotations

from typing import Any

from store_server.admission_messages import EveningChanged
from store_server.web.live_evenings import LiveEvenings
from tests.store_server.doors.evening import Evening


def test_what_has_changed_is_gathered_and_told_once(one_evening: Evening) -> None:
    evening, told = one_evening, []

    def show(read: Any) -> None:
        told.append(read())

    live = LiveEvenings(evening.storage.door_queries, show)
    evening.bus.listen(EveningChanged, live.changed)
    names = ("Noor", "Ida")
    for name in names:
        evening.show(evening.pass_of(evening.guest(name, plus_ones=1)))
    live.show()
    (news,) = told
    assert {one.given_name for one in news.guests} == set(names)
    assert (news.counts.inside, news.counts.missing) == (2, 0)
    live.show()
    assert len(told) == 1
