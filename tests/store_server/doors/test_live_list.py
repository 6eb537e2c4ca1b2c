"""The live list: whatever happens at a door is on every associate's screen within a second."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import Any

from store_server.admission_messages import EveningChanged
from store_server.admission_views import EveningNews
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


def test_the_live_list_moves_within_a_second_while_many_come(one_evening: Evening) -> None:
    def seen(news: EveningNews) -> tuple[float, int]:
        return time.monotonic(), news.counts.inside

    evening, told = one_evening, SimpleQueue[tuple[float, int]]()
    live = LiveEvenings(
        evening.storage.door_queries,
        lambda read: told.put(seen(read())),
    )
    evening.bus.listen(EveningChanged, live.changed)
    thread = threading.Thread(target=live.run)
    thread.start()
    try:
        for come in range(1, 6):
            evening.show(evening.pass_of(evening.guest(f"Guest {come}")))
            done_s = time.monotonic()
            at_s, inside = told.get(timeout=5)
            while inside < come:
                at_s, inside = told.get(timeout=5)
            assert at_s - done_s < 1
    finally:
        live.close()
        thread.join()


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
