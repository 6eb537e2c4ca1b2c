"""The worked cases of check-in by their numbers, through the whole house and its storage.

What the judgement alone decides stands in `tests/events/test_admission.py` under the same numbers;
C2 in `test_at_once.py`, C13 with the guest list, C22 in `test_hosts.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.comings import Way
from events.event import Question, SessionPlan
from events.guest import Origin, Standing
from events.passes import Signer, live_key, live_text
from store_server import messages as ask
from store_server.device_messages import KeepCounts, OccupancyHeard
from store_server.ports import ConflictError
from tests.store_server.doors.evening import Evening, a_scan

WELCOME = ("admitted", "welcome")


def test_c1_the_second_showing_is_already_with_the_firsts_time_gate_and_person(
    evening: Evening,
) -> None:
    code = evening.pass_of(evening.guest())
    first = evening.post_showing(code=code)
    evening.clock.passes(120)
    second = evening.post_showing(evening.manager, code=code)
    assert (second["verdict"], second["reason"]) == ("already", "already_redeemed")
    assert second["first"]["at"] == first["at"]
    assert second["first"]["by"] == "Hélène"
    assert [row.verdict for row in evening.rows()] == ["admitted", "already"]


def test_c1_a_camera_that_reads_twice_within_three_seconds_leaves_no_refusal(
    one_evening: Evening,
) -> None:
    code = one_evening.pass_of(one_evening.guest())
    one_evening.show(code)
    one_evening.clock.passes(2)
    assert one_evening.verdict(code) == WELCOME
    assert [row.verdict for row in one_evening.rows()] == ["admitted", "admitted"]
    assert one_evening.entered() == 1


def test_c3_a_repeat_after_a_restart_is_the_same_admission(evening: Evening) -> None:
    camille = evening.associate("Camille")
    code, scan = evening.pass_of(evening.guest(host_id=camille)), a_scan()
    first = evening.show(code, scan_id=scan)
    evening.restart()
    again = evening.show(code, scan_id=scan)
    assert (again.kept.id, again.again) == (first.kept.id, True)
    assert again.kept.decision == first.kept.decision
    assert len(evening.rows()) == 1
    assert evening.journal().count("SignalRaised") == 1


def test_c4_cancelled_in_between_she_is_inside_and_flagged(one_evening: Evening) -> None:
    guest = one_evening.guest()
    code, scan = one_evening.pass_of(guest), a_scan()
    one_evening.show(code, scan_id=scan)
    one_evening.change(guest, standing=Standing.CANCELLED)
    one_evening.revoke(guest)
    again = one_evening.show(code, scan_id=scan).kept.decision
    assert (again.verdict, again.flags) == ("admitted", {"cancelled_after_entry"})
    assert one_evening.verdict(code, scan_id=a_scan(), gate="door-2") == ("refused", "revoked")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_c5_two_gates_offline_are_two_rows_counted_once_and_shown(
    one_evening: Evening, order: tuple[int, int]
) -> None:
    evening = one_evening
    camille = evening.associate("Camille")
    code = evening.pass_of(evening.guest(host_id=camille))
    at = [evening.clock.now() - timedelta(minutes=minutes) for minutes in (5, 3)]
    gates = ("kiosk-a", "kiosk-b")
    told = [evening.told_later(code, at[one], gate=gates[one]) for one in order]
    assert [one.kept.decision.verdict for one in told] == ["admitted", "admitted"]
    assert "conflict" in told[1].kept.decision.flags
    assert (evening.inside(), len(evening.rows())) == (1, 2)
    (line,) = evening.door_list(which="conflicts")["guests"]
    assert datetime.fromisoformat(line["first_in"]) == at[0]
    shown = evening.manager.get(f"/events/{evening.event.id}/showings").json
    assert {one["gate"] for one in shown} == set(gates)
    (signal,) = evening.storage.queries.signals_for(camille)
    assert signal.guest is not None
    assert signal.guest.notes == ("conflict",)


def test_c6_let_in_with_a_pass_that_was_revoked_is_in_and_flagged(one_evening: Evening) -> None:
    guest = one_evening.guest()
    code = one_evening.pass_of(guest)
    one_evening.revoke(guest)
    told = one_evening.told_later(code, one_evening.clock.now()).kept.decision
    assert "revoked_before_entry" in told.flags
    assert one_evening.inside() == 1


def test_c7_the_old_pass_is_always_called_revoked_and_the_new_one_admits(
    one_evening: Evening,
) -> None:
    guest = one_evening.guest()
    old = one_evening.pass_of(guest)
    one_evening.revoke(guest)
    new = one_evening.pass_of(guest)
    assert one_evening.verdict(old) == ("refused", "revoked")
    assert one_evening.verdict(new) == WELCOME
    assert one_evening.verdict(old) == ("refused", "revoked")


def test_c8_staff_read_which_event_a_pass_is_for_and_the_guest_does_not(
    one_evening: Evening,
) -> None:
    evening = one_evening
    code = evening.pass_of(evening.guest())
    evening.plan(titles={"en": "Another night"})
    answer = evening.post_showing(code=code)
    assert (answer["reason"], answer["other_event"]) == ("wrong_event", "An evening in the garden")
    assert answer["say"] == "One moment, please: a colleague is coming to you."


def test_c8_a_pass_of_another_session_is_refused(one_evening: Evening) -> None:
    evening = one_evening
    starts = evening.event.starts
    plans = (
        SessionPlan(1, starts, starts + timedelta(hours=1), 10),
        SessionPlan(2, starts + timedelta(hours=1), starts + timedelta(hours=2), 10),
    )
    evening.amend(sessions=plans)
    guest = evening.guest(session=1)
    code = evening.pass_of(guest)
    evening.change(guest, session=2)
    assert evening.verdict(code) == ("refused", "wrong_session")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda code: code[:40] + ("0" if code[40] != "0" else "1") + code[41:], "bad_signature"),
        (lambda code: code[:-3], "unknown"),
        (lambda _code: "*" * 5_000, "unknown"),
        (lambda _code: "NUL \x00 and 🌹", "unknown"),
        (lambda code: code + code, "unknown"),
        (lambda _code: "", "unknown"),
    ],
)
def test_c9_what_cannot_be_believed_is_refused_kept_and_stops_nobody(
    evening: Evening, spoil: object, reason: str
) -> None:
    code = evening.pass_of(evening.guest())
    broken = spoil(code)  # type: ignore[operator]
    answer = evening.post_showing(code=broken)
    assert answer["verdict"] == "refused"
    assert answer["reason"] in (reason, "unknown")
    (row,) = evening.rows()
    raw = broken.encode()
    assert (bytes(row.code), row.code_size) == (raw[:512], len(raw))
    assert evening.post_showing(code=code)["verdict"] == "admitted"


def test_c10_a_retired_key_is_believed_and_a_strangers_is_not(one_evening: Evening) -> None:
    evening = one_evening
    noor, ida = evening.guest("Noor"), evening.guest("Ida")
    code, retired = evening.pass_of(noor), evening.signer
    evening.signer = Signer(Ed25519PrivateKey.generate())
    with evening.storage.store.begin() as uow:
        evening.keep_key(uow, evening.signer)
        for key in tuple(uow.passes.keys()):  # a repository, no mapping
            if key.public == retired.public:
                uow.passes.retire_key(key.key_id, evening.clock.now())
        uow.commit()
    assert evening.verdict(code) == WELCOME
    assert evening.verdict(evening.pass_of(ida)) == WELCOME
    stranger = Signer(Ed25519PrivateKey.generate())
    assert evening.verdict(evening.pass_of(ida, signer=stranger)) == ("refused", "bad_signature")


def test_c11_a_screenshot_of_a_live_pass_is_refused_after_its_window(
    one_evening: Evening,
) -> None:
    evening = one_evening
    evening.rules(live_pass=True)
    text = evening.pass_of(evening.guest(), live=True)
    with evening.storage.store.begin() as uow:
        secret = uow.passes.live_secret(evening.event.id)
        number = uow.passes.of_event(evening.event.id)[0].number
    key, taken = live_key(secret, number), evening.clock.now()
    screenshot = live_text(text, key, taken)
    evening.clock.passes(120)
    assert evening.verdict(screenshot) == ("refused", "expired_code")
    assert evening.verdict(live_text(text, key, evening.clock.now())) == WELCOME
    assert evening.verdict(text) == ("refused", "expired_code")


def test_c12_a_third_person_is_over_until_the_host_says_otherwise(one_evening: Evening) -> None:
    evening = one_evening
    code = evening.pass_of(evening.guest(plus_ones=1))
    evening.post_showing(code=code)
    evening.post_showing(code=code, plus_one=True)
    third = evening.post_showing(code=code, plus_one=True)
    assert (third["reason"], third["may_override"]) == ("plus_one_over", True)
    let = evening.post_showing(code=code, plus_one=True, override_reason="her sister")
    assert (let["verdict"], let["flags"]) == ("admitted", ["overridden"])
    shown = evening.manager.get(f"/events/{evening.event.id}/showings").json
    assert (shown[0]["override_by"], shown[0]["override_reason"]) == ("Hélène", "her sister")
    assert evening.inside() == 3


def test_c12_a_plus_ones_name_is_asked_where_the_event_wants_it(one_evening: Evening) -> None:
    evening = one_evening
    evening.rules(plus_one_names=True)
    code, kiosk = evening.pass_of(evening.guest(plus_ones=1)), evening.door_kiosk
    body = {"code": code, "plus_one": True}
    asked = kiosk.post("/kiosk/showings", body | {"scan_id": a_scan()}).json
    assert (asked["verdict"], asked["plus_ones_left"]) == ("name", 1)
    named = body | {"scan_id": a_scan(), "plus_one_name": "Léa"}
    assert kiosk.post("/kiosk/showings", named).json["verdict"] == "welcome"


def test_c14_a_gates_clock_opens_no_door(one_evening: Evening) -> None:
    evening = one_evening
    evening.amend(
        starts=evening.clock.now() + timedelta(days=1),
        ends=evening.clock.now() + timedelta(days=1, hours=3),
    )
    code = evening.pass_of(evening.guest())
    tomorrow = evening.clock.now() + timedelta(days=1)
    answer = evening.post_showing(code=code, shown_at=tomorrow.isoformat())
    assert (answer["verdict"], answer["reason"]) == ("refused", "too_early")
    ahead = evening.told_later(code, tomorrow, sent_at=tomorrow + timedelta(minutes=2)).kept
    assert ahead.at == evening.clock.now() - timedelta(minutes=2)
    assert (ahead.shown_at, ahead.received_at) == (tomorrow, evening.clock.now())


def test_c15_the_night_that_goes_back_an_hour_is_judged_by_its_moments(
    one_evening: Evening,
) -> None:
    evening = one_evening
    # Paris, 25 October 2026: 03:00 is 02:00 again; the second session begins at 02:30 winter time
    border = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    evening.clock.passes((border - timedelta(minutes=70) - evening.clock.now()).total_seconds())
    night = border - timedelta(hours=2)
    evening.plan(
        starts=night,
        ends=border + timedelta(hours=2),
        sessions=(
            SessionPlan(1, night, border, 10),
            SessionPlan(2, border, border + timedelta(hours=2), 10),
        ),
    )
    evening.rules(doors_open_before_min=0)
    first = evening.pass_of(evening.guest("Noor", session=1))
    second = evening.pass_of(evening.guest("Ida", session=2))
    assert evening.verdict(second) == ("refused", "too_early")  # 02:20, summer time
    evening.clock.passes(60 * 60)
    assert evening.verdict(first) == WELCOME  # 02:20 again, winter time
    evening.clock.passes(15 * 60)
    assert evening.verdict(second) == WELCOME
    assert evening.verdict(first, way=Way.OUT) == ("admitted", "left")
    assert evening.verdict(first, way=Way.OUT) == ("needs_attention", "not_inside")


def test_c16_nobody_is_inside_after_closing(evening: Evening) -> None:
    codes = [evening.pass_of(evening.guest(name, plus_ones=1)) for name in ("Noor", "Ida")]
    for code in codes:
        evening.show(code)
    evening.show(codes[0], plus_one=True)
    assert evening.verdict(codes[1], way=Way.OUT) == ("admitted", "left")
    evening.clock.passes(60)
    assert evening.verdict(codes[1]) == WELCOME
    assert evening.inside() == 3
    evening.clock.passes((evening.event.ends - evening.clock.now()).total_seconds() + 1)
    evening.tick()
    assert evening.inside() == 0
    assert sum(bool(row.entered) for row in evening.rows()) == 5 + 3  # each exit is a row
    assert evening.verdict(codes[0]) == ("refused", "too_late")


def test_c16_without_re_entry_who_left_is_out(one_evening: Evening) -> None:
    one_evening.rules(re_entry=False)
    code = one_evening.pass_of(one_evening.guest())
    one_evening.show(code)
    one_evening.show(code, way=Way.OUT)
    one_evening.clock.passes(60)
    assert one_evening.verdict(code) == ("refused", "no_re_entry")


def test_c17_a_question_is_answered_at_the_door_and_its_answer_kept(evening: Evening) -> None:
    evening.rules(questions=(Question("allergy", {"en": "Any allergy?", "fr": "Une allergie ?"}),))
    guest = evening.guest()
    code = evening.pass_of(guest)
    asked = evening.post_showing(code=code)
    assert (asked["verdict"], asked["question"]["texts"]["en"]) == (
        "needs_attention",
        "Any allergy?",
    )
    assert evening.post_showing(code=code, answers={"allergy": "nuts"})["verdict"] == "admitted"
    with evening.storage.store.begin() as uow:
        assert uow.admissions.answers_of(guest.id) == {"allergy": "nuts"}
    other = evening.pass_of(evening.guest("Ida"))
    let = evening.post_showing(code=other, override_reason="asked before")
    assert (let["reason"], let["flags"]) == ("question", ["overridden"])


def test_c18_what_was_taken_back_stays_so_and_the_late_scan_creates_nothing(
    evening: Evening,
) -> None:
    code, scan = evening.pass_of(evening.guest()), a_scan()
    evening.post_showing(code=code, scan_id=scan)
    path = f"/events/{evening.event.id}/showings/{scan}/undo"
    assert evening.host.post(path, {"reason": "a slip"}).status_code == 200
    assert evening.inside() == 0
    evening.clock.passes(5)
    assert evening.post_showing(code=code)["verdict"] == "admitted"
    late = evening.post_showing(code=code, scan_id=scan)
    assert (late["verdict"], late["reason"]) == ("refused", "undone")
    assert (evening.inside(), len(evening.rows())) == (1, 2)


def test_c19_another_gate_a_second_time_and_after_a_minute_it_is_the_managers(
    one_evening: Evening,
) -> None:
    evening = one_evening
    code, scan = evening.pass_of(evening.guest()), a_scan()
    evening.post_showing(code=code, scan_id=scan)
    path = f"/events/{evening.event.id}/showings/{scan}/undo"
    assert evening.host.post(path, {"gate": "terrace"}).status_code == 409
    evening.clock.passes(15 * 60)
    assert evening.host.post(path, {}).status_code == 409
    assert evening.manager.post(path, {}).status_code == 200
    assert evening.manager.post(path, {}).status_code == 409


def test_c20_a_hundred_scans_of_an_hour_whose_link_drops_are_each_there_once(
    one_evening: Evening,
) -> None:
    evening = one_evening
    camille = evening.associate("Camille")
    evening.amend(host_id=camille)
    began = evening.clock.now()
    queue = [
        {
            "scan_id": a_scan(),
            "code": evening.pass_of(evening.guest(f"Guest {number}")),
            "let_in": True,
            "shown_at": (began + timedelta(seconds=number)).isoformat(),
        }
        for number in range(100)
    ]
    evening.clock.passes(3600)
    path = f"/kiosk/events/{evening.event.id}/showings/queued"
    sent_at = evening.clock.now().isoformat()
    for showings in (queue[:57], queue):  # the answer to the first was lost
        answer = evening.door_kiosk.post(path, {"sent_at": sent_at, "showings": showings})
        assert answer.status_code == 200, answer.text
    assert [one["again"] for one in answer.json["answers"]] == [True] * 57 + [False] * 43
    assert all("late_news" in one["flags"] for one in answer.json["answers"])
    assert (evening.entered(), evening.inside()) == (100, 100)
    ats = [one["at"] for one in answer.json["answers"]]
    assert ats == sorted(ats)
    assert evening.storage.queries.signals_for(camille) == []


def test_c21_who_declined_and_comes_all_the_same_is_asked_for_and_then_attends(
    one_evening: Evening,
) -> None:
    evening = one_evening
    code = evening.pass_of(evening.guest(standing=Standing.DECLINED))
    refused = evening.post_showing(code=code)
    assert (refused["reason"], refused["may_override"]) == ("not_confirmed", True)
    assert evening.post_showing(code=code, override_reason="welcome")["verdict"] == "admitted"
    assert evening.door_list()["counts"]["came"] == 1


def test_c23_after_retention_a_pass_is_unknown_and_nothing_personal_is_said(
    one_evening: Evening,
) -> None:
    evening = one_evening
    guest = evening.guest("Noor")
    code = evening.pass_of(guest)
    with evening.storage.engine.begin() as connection:
        connection.exec_driver_sql("delete from event_passes")
        connection.exec_driver_sql("delete from guests")
    answer = evening.post_showing(code=code)
    assert (answer["reason"], answer["guest"]) == ("unknown", None)
    assert "Noor" not in str(answer)


def test_c24_a_guest_comes_into_a_room_full_of_walk_ins_and_the_manager_reads_the_number(
    one_evening: Evening,
) -> None:
    evening = one_evening
    evening.bus.ask(ask.AmendZone("garden", "Garden", 30))
    evening.amend(zone="garden", capacity=30)
    evening.bus.ask(
        KeepCounts(
            occupancies=(OccupancyHeard("eye-1", "eye-1", "garden", 31, evening.clock.now()),)
        )
    )
    answer = evening.post_showing(code=evening.pass_of(evening.guest()))
    assert (answer["verdict"], answer["flags"]) == ("admitted", ["over_capacity"])
    assert answer["inside"] == 31


def test_c25_a_name_that_was_corrected_changes_nothing_for_the_pass(one_evening: Evening) -> None:
    guest = one_evening.guest("Stephane", family_name="Lefebvre")
    code = one_evening.pass_of(guest)
    one_evening.change(guest, given_name="Stéphane", family_name="Lefèvre")
    answer = one_evening.post_showing(code=code)
    assert answer["guest"]["display_name"] == "Stéphane Lefèvre"


def test_c26_a_vip_on_no_list_is_let_in_with_one_tap(evening: Evening) -> None:
    client = evening.client("Ana", tier="vip")
    scan = a_scan()
    body = {"scan_id": scan, "client_id": client, "reason": "a friend of the house"}
    path = f"/events/{evening.event.id}/walk-ins"
    answers = [evening.host.post(path, body).json for _ in range(2)]
    assert {one["showing_id"] for one in answers} == {answers[0]["showing_id"]}
    (line,) = evening.door_list()["guests"]
    assert (line["client_id"], line["inside"], line["standing"]) == (client, True, "confirmed")
    assert line["host"] == "Hélène"
    with evening.storage.store.begin() as uow:
        (guest,) = uow.guests.of_event(evening.event.id)
    assert guest.origin is Origin.DOOR
    shown = evening.manager.get(f"/events/{evening.event.id}/showings").json
    assert [one["override_reason"] for one in shown] == ["a friend of the house"]
    assert evening.inside() == 1


def test_a_walk_in_that_is_taken_back_is_not_confirmed_and_may_be_let_in_again(
    evening: Evening,
) -> None:
    path = f"/events/{evening.event.id}"
    body = {"scan_id": a_scan(), "given_name": "Zoé", "reason": "a friend"}
    evening.host.post(f"{path}/walk-ins", body)
    undone = evening.host.post(f"{path}/showings/{body['scan_id']}/undo", {})
    assert (undone.status_code, undone.json["guest"]["standing"]) == (200, "listed")
    read = evening.door_list()
    assert (read["counts"]["confirmed"], read["counts"]["missing"]) == (0, 0)
    guest_id = read["guests"][0]["id"]
    override = {"guest_id": guest_id, "override_reason": "after all", "scan_id": a_scan()}
    assert evening.host.post(f"{path}/showings", override).json["verdict"] == "admitted"


def test_a_pass_of_a_line_that_became_another_admits_the_one_that_was_kept(
    one_evening: Evening,
) -> None:
    kept, other = one_evening.guest("Ana"), one_evening.guest("Anna")
    code = one_evening.pass_of(other)
    one_evening.change(other, same_as_id=kept.id)
    assert one_evening.show(code).kept.decision.guest_id == kept.id


def test_a_scan_that_is_used_for_something_else_is_no_admission(one_evening: Evening) -> None:
    noor, ida = (one_evening.pass_of(one_evening.guest(name)) for name in ("Noor", "Ida"))
    scan = one_evening.show(noor).kept.scan_id
    with pytest.raises(ConflictError):
        one_evening.show(ida, scan_id=scan)
    assert replace(one_evening.show(noor, scan_id=scan).kept.decision).through
