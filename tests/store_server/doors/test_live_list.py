"""The live list: whatever happens at a door is on every associate's screen within a second."""

from __future__ import annotations

from typing import Any

from store_server.admission_messages import EveningChanged
from store_server.guest_messages import GuestListChanged
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


def test_an_answer_and_a_new_guest_are_on_the_live_list_too(one_evening: Evening) -> None:
    evening, told = one_evening, []
    live = LiveEvenings(evening.storage.door_queries, lambda read: told.append(read()))
    for kind in (EveningChanged, GuestListChanged):
        evening.bus.listen(kind, live.changed)
    path = f"/events/{evening.event.id}/guests"
    made = evening.manager.post(path, {"given_name": "Ida", "plus_ones": 1})
    live.show()
    assert [one.given_name for one in told[-1].guests] == ["Ida"]
    evening.manager.post(f"/guests/{made.json['id']}/ruling", {"ruling": "withdraw"})
    live.show()
    assert [(one.given_name, one.standing) for one in told[-1].guests] == [("Ida", "cancelled")]
    assert told[-1].counts.confirmed == 0
