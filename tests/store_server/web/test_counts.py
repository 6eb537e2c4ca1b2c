"""What a counting device said lately, for whoever sets it up."""

from __future__ import annotations

from store_server.device_messages import (
    CountHeard,
    KeepCounts,
    NoteDevice,
    NoteTogether,
    OccupancyHeard,
)
from tests.store_server.web.boutique import OPENING, Boutique

DOOR = "xovis/80:1F:12:00:00:22"


def test_counts_are_shown_with_their_flags_and_their_gaps(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    manager.patch(f"/devices/{DOOR}", {"name": "Door", "zone": "salon"})
    heard = [
        CountHeard(DOOR, DOOR, "Door", people, 1, False, OPENING, sequence=number, stream="7")
        for number, people in ((1, 2), (5, 900))
    ]
    seen = OccupancyHeard(DOOR, DOOR, "salon", 4, OPENING)
    boutique.bus.ask(KeepCounts(tuple(heard), (seen,)))
    shown = manager.get(f"/devices/{DOOR}/counts").json
    assert {(count["people_in"], count["flag"]) for count in shown["counts"]} == {
        (2, None),
        (900, "jump"),
    }
    assert [(gap["first"], gap["last"]) for gap in shown["gaps"]] == [(2, 4)]
    assert shown["counters"][0]["line"] == "Door"
    assert shown["occupancy"][0]["people"] == 4


def test_the_time_in_which_a_camera_could_not_see_is_a_gap(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    manager.patch("/devices/door-cam", {"name": "Door"})
    for lens in ("clear", "covered"):
        boutique.bus.ask(NoteTogether((NoteDevice("door-cam", "canonical", OPENING, lens=lens),)))
    (blind,) = manager.get("/devices/door-cam/counts").json["blind"]
    assert (blind["why"], blind["until_at"]) == ("covered", None)
    boutique.bus.ask(NoteTogether((NoteDevice("door-cam", "canonical", OPENING, lens="clear"),)))
    (blind,) = manager.get("/devices/door-cam/counts").json["blind"]
    assert blind["from_at"] <= blind["until_at"]


def test_there_are_no_counts_of_a_device_that_is_not_ours(boutique: Boutique) -> None:
    answer = boutique.person("manager").get("/devices/nobody/counts")
    assert answer.status_code == 404
