"""The doors over the wire: staff's phones, the kiosk, the list."""

from __future__ import annotations

from itertools import product
from typing import Any

from events.comings import Way
from events.event import Question
from events.guest import Standing
from store_server.storage.migrate import downgrade, migrate
from tests.store_server.doors.evening import Evening, a_scan
from tests.store_server.web.boutique import PIN


def test_a_pass_that_is_shown_admits_and_says_so_in_the_guests_language(evening: Evening) -> None:
    code = evening.pass_of(evening.guest("Noor", language="ar"))
    answer = evening.post_showing(code=code)
    assert (answer["verdict"], answer["reason"]) == ("admitted", "welcome")
    assert (answer["guest"]["given_name"], answer["guest"]["inside"]) == ("Noor", True)
    assert answer["language"] == "ar"
    assert answer["say"] == "أهلاً وسهلاً."
    assert answer["undo_until"] is not None


def test_the_same_scan_sent_again_is_one_showing(evening: Evening) -> None:
    code, scan = evening.pass_of(evening.guest()), a_scan()
    first = evening.post_showing(code=code, scan_id=scan)
    again = evening.post_showing(code=code, scan_id=scan)
    assert (again["verdict"], again["showing_id"], again["again"]) == (
        "admitted",
        first["showing_id"],
        True,
    )
    assert len(evening.rows()) == 1


def test_a_scan_id_that_is_used_for_another_pass_is_a_conflict(evening: Evening) -> None:
    scan = a_scan()
    evening.post_showing(code=evening.pass_of(evening.guest("Noor")), scan_id=scan)
    other = evening.pass_of(evening.guest("Ida"))
    answer = evening.host.post(
        f"/events/{evening.event.id}/showings", {"scan_id": scan, "code": other}
    )
    assert answer.status_code == 409
    assert evening.entered() == 1


def test_a_guest_without_a_phone_is_found_by_a_misspelt_name_and_admitted(
    evening: Evening,
) -> None:
    evening.guest("Élodie", family_name="Lefèvre")
    evening.guest("Elise", family_name="Moreau")
    (found,) = evening.door_list(q="elodi lefevre")["guests"]
    answer = evening.post_showing(guest_id=found["id"])
    assert answer["verdict"] == "admitted"
    counts = evening.door_list()["counts"]
    assert (counts["inside"], counts["missing"], counts["confirmed"]) == (1, 1, 2)


def test_a_guard_sees_the_verdict_and_not_whose_it_is(one_evening: Evening) -> None:
    code = one_evening.pass_of(one_evening.guest())
    guard = one_evening.person("guard", "Gil")
    answer = one_evening.post_showing(guard, code=code)
    assert (answer["verdict"], answer["guest"]) == ("admitted", None)


def test_the_kiosk_greets_by_the_first_name_and_never_says_why_not(one_evening: Evening) -> None:
    evening = one_evening
    code = evening.pass_of(evening.guest("Noor"))
    shown = evening.door_kiosk.post("/kiosk/showings", {"scan_id": a_scan(), "code": code})
    assert (shown.json["verdict"], shown.json["given_name"]) == ("welcome", "Noor")
    wifi = evening.door_kiosk.post(
        "/kiosk/showings", {"scan_id": a_scan(), "code": "WIFI:T:WPA;S:x;P:secret;;"}
    )
    assert (wifi.json["verdict"], wifi.json["reason"]) == ("moment", None)
    assert "secret" not in wifi.text


def test_the_kiosks_list_needs_a_colleagues_pin(one_evening: Evening) -> None:
    evening = one_evening
    guest, kiosk = evening.guest("Noor"), evening.door_kiosk
    query = {"q": "noor", "event_id": evening.event.id}
    assert kiosk.get("/kiosk/guests", query_string=query).status_code == 403
    me = evening.me(evening.host)
    assert {"id": me, "display_name": "Hélène"} in kiosk.get("/kiosk/staff").json
    wrong = kiosk.post("/kiosk/staff", {"associate_id": me, "pin": "000000"})
    assert wrong.status_code == 401
    unlocked = kiosk.post("/kiosk/staff", {"associate_id": me, "pin": PIN}).json
    staff = {"X-Staff": unlocked["staff"]}
    (found,) = kiosk.get("/kiosk/guests", query_string=query, headers=staff).json
    scan = a_scan()
    body = {"scan_id": scan, "guest_id": found["id"], "event_id": evening.event.id}
    assert kiosk.post("/kiosk/showings", body).status_code == 403
    assert kiosk.post("/kiosk/showings", body, headers=staff).json["verdict"] == "welcome"
    undo = {"event_id": evening.event.id, "reason": "a slip"}
    assert kiosk.post(f"/kiosk/showings/{scan}/undo", undo, headers=staff).status_code == 200
    assert evening.entered() == 0
    assert guest.id == found["id"]


def test_the_gate_list_names_every_pass_and_changes_its_version(one_evening: Evening) -> None:
    evening = one_evening
    guest = evening.guest("Noor")
    evening.pass_of(guest)
    path = f"/kiosk/events/{evening.event.id}/gate-list"
    listed = evening.door_kiosk.get(path).json
    (one,) = listed["passes"]
    assert (one["g"], one["r"], one["f"]) == (guest.id, False, "Noor")
    assert [key["key"] for key in listed["keys"]] == [evening.signer.public.hex()]
    evening.revoke(guest)
    newer = evening.door_kiosk.get(path).json
    assert newer["passes"][0]["r"] is True
    assert newer["version"] != listed["version"]


def test_the_gate_list_says_what_happened_before_it_was_made(one_evening: Evening) -> None:
    evening = one_evening
    evening.rules(questions=(Question("allergies", {"fr": "Une allergie ?"}),))
    guest = evening.guest("Noor", plus_ones=2)
    code = evening.pass_of(guest)
    evening.show(code, answers={"allergies": "nuts"})
    evening.show(code, plus_one=True, plus_one_name="Léa")
    evening.show(code, way=Way.OUT)
    path = f"/kiosk/events/{evening.event.id}/gate-list"
    read = evening.door_kiosk.get(path)
    (one,) = read.json["passes"]
    assert (one["q"], one["i"], one["c"], one["o"], one["d"]) == (["allergies"], False, 1, 1, 1)
    assert "nuts" not in read.text


def test_what_a_gate_tells_afterwards_is_kept_once_each(one_evening: Evening) -> None:
    evening = one_evening
    codes = [evening.pass_of(evening.guest(name)) for name in ("Noor", "Ida")]
    now = evening.clock.now().isoformat()
    showings = [
        {"scan_id": a_scan(), "shown_at": now, "let_in": True, "code": code} for code in codes
    ]
    path = f"/kiosk/events/{evening.event.id}/showings/queued"
    for again in (False, True):
        answer = evening.door_kiosk.post(path, {"sent_at": now, "showings": showings})
        assert [one["verdict"] for one in answer.json["answers"]] == ["admitted", "admitted"]
        assert [one["again"] for one in answer.json["answers"]] == [again, again]
    assert evening.entered() == 2


def test_as_many_have_confirmed_wherever_it_is_told(evening: Evening) -> None:
    """People, companions among them: at the door, on the floor, and on the event's own page."""
    evening.guest("Noor", companions=("Léa",), plus_ones=1)
    evening.guest("Ida")
    evening.guest("Ana", standing=Standing.DECLINED)
    (floor,) = evening.manager.get("/traffic/now").json["events"]
    event = evening.manager.get(f"/events/{evening.event.id}").json
    assert evening.door_list()["counts"]["confirmed"] == 3
    assert report(evening)["confirmed"] == 3
    assert floor["confirmed"] == 3
    assert event["counts"]["people"] == 3


def test_an_evening_is_counted_in_people_wherever_it_is_told(evening: Evening) -> None:
    """Noor comes with Léa and not with Max, and both go out to smoke; Ida does not come with Tom;
    Zoé, who is on no list, does."""
    noor = evening.guest("Noor", companions=("Léa", "Max"), plus_ones=2)
    evening.guest("Ida", companions=("Tom",), plus_ones=1)
    code = evening.pass_of(noor)
    evening.clock.passes(60)
    for plus_one, way in product((False, True), (Way.IN, Way.OUT, Way.IN)):
        evening.clock.passes(60)
        evening.show(code, way=way, plus_one=plus_one)
    walk_in = {"scan_id": a_scan(), "given_name": "Zoé", "reason": "a friend"}
    evening.host.post(f"/events/{evening.event.id}/walk-ins", walk_in)
    door = evening.door_list()
    (floor,) = evening.manager.get("/traffic/now").json["events"]
    told = report(evening)
    assert (told["confirmed"], told["came"]) == (5, 3)
    for counted in (door["counts"], floor):
        figures = [counted[name] for name in ("confirmed", "inside", "came", "missing")]
        assert figures == [5, 3, 3, 3]
    assert (door["counts"]["invited"], door["counts"]["companions"]) == (2, 3)
    assert sum(one["missing"] for one in door["guests"]) == 3
    assert sum(one["people"] for one in told["missing"]) == 3
    assert sum(len(one["arrived"]) for one in door["guests"]) == 3
    assert sum(people for _, people in told["arrivals"]) == 3
    for figure, people in (("confirmed", 5), ("came", 3)):
        assert sum(one[figure] for one in told["hosts"]) == people


def test_an_evening_of_the_release_before_is_counted_in_people_too(evening: Evening) -> None:
    code = evening.pass_of(evening.guest("Noor", companions=("Léa",), plus_ones=1))
    steps = ((False, Way.IN), (True, Way.IN), (False, Way.OUT), (False, Way.IN))
    for plus_one, way in steps:
        evening.clock.passes(60)
        evening.show(code, way=way, plus_one=plus_one)
    before = evening.door_list()
    engine = evening.storage.engine
    downgrade(engine, "0027")
    migrate(engine)
    assert evening.door_list()["guests"] == before["guests"]
    assert len(before["guests"][0]["arrived"]) == 2


def report(evening: Evening) -> Any:
    return evening.manager.get(f"/events/{evening.event.id}/report").json
