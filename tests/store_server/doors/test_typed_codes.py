"""A guest's code, typed where no camera reads: the same pass, judged alike, written nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from events.guest import Guest
from tests.store_server.doors.evening import Evening, a_scan

WRONG = "BBB-BBB-BBB"


def code_of(evening: Evening, guest: Guest, live: bool = False) -> str:
    """A new pass of this guest, as it is typed."""
    evening.pass_of(guest, live=live)
    with evening.storage.store.begin() as uow:
        return uow.passes.typed_codes().of(uow.passes.of_guest(guest.id)[-1].number)


def at_kiosk(evening: Evening, code: str, **more: Any) -> Any:
    return evening.door_kiosk.post("/kiosk/showings", {"scan_id": a_scan(), "code": code} | more)


def test_a_typed_code_admits_on_a_phone_once_and_so_does_its_pass(evening: Evening) -> None:
    guest = evening.guest("Noor")
    shown = evening.pass_of(guest)
    with evening.storage.store.begin() as uow:
        code = uow.passes.typed_codes().of(uow.passes.of_guest(guest.id)[-1].number)
    scan = a_scan()
    first = evening.post_showing(code=code.lower().replace("-", " "), scan_id=scan)
    assert (first["verdict"], first["guest"]["given_name"]) == ("admitted", "Noor")
    again = evening.post_showing(code=code, scan_id=scan)
    assert (again["again"], again["showing_id"]) == (True, first["showing_id"])
    evening.clock.passes(60)
    assert evening.post_showing(code=code)["verdict"] == "already"
    assert evening.post_showing(code=shown)["verdict"] == "already"
    assert evening.entered() == 1


def test_a_typed_code_admits_at_the_kiosk_and_a_wrong_one_does_not(evening: Evening) -> None:
    code = code_of(evening, evening.guest("Noor"))
    assert at_kiosk(evening, WRONG).json["verdict"] == "moment"
    welcome = at_kiosk(evening, code).json
    assert (welcome["verdict"], welcome["given_name"]) == ("welcome", "Noor")
    assert [row.reason for row in evening.rows()] == ["unknown", "welcome"]


def test_a_revoked_pass_s_code_is_revoked_and_the_new_one_s_admits(evening: Evening) -> None:
    guest = evening.guest("Noor")
    old = code_of(evening, guest)
    evening.revoke(guest)
    new = code_of(evening, guest)
    assert evening.post_showing(code=old)["reason"] == "revoked"
    assert evening.post_showing(code=new)["verdict"] == "admitted"


def test_the_list_finds_whose_a_code_is(evening: Evening) -> None:
    guest = evening.guest("Noor")
    evening.guest("Ida")
    code = code_of(evening, guest)
    assert [one["id"] for one in evening.door_list(q=code)["guests"]] == [guest.id]
    evening.revoke(guest)
    assert evening.door_list(q=code)["guests"] == []
    assert evening.door_list(q=WRONG)["guests"] == []


def test_a_code_of_another_event_says_so(one_evening: Evening) -> None:
    evening = one_evening
    code = code_of(evening, evening.guest("Noor"))
    evening.plan()
    assert evening.post_showing(code=code)["reason"] == "wrong_event"


def test_a_live_pass_has_to_be_shown(one_evening: Evening) -> None:
    code = code_of(one_evening, one_evening.guest("Noor"), live=True)
    assert one_evening.post_showing(code=code)["reason"] == "expired_code"


def test_no_typed_code_is_kept_refused_or_not(one_evening: Evening) -> None:
    evening = one_evening
    guest = evening.guest("Noor")
    code = code_of(evening, guest)
    evening.revoke(guest)
    evening.post_showing(code=code)
    evening.post_showing(code=WRONG)
    assert [bytes(row.code) for row in evening.rows()] == [b"", b""]
    with evening.storage.engine.connect() as connection:
        marks = connection.exec_driver_sql("select same_as from event_showings").scalars().all()
    assert all(code.replace("-", "") not in mark and "BBB" not in mark for mark in marks)


def test_who_types_many_wrong_codes_waits_at_kiosk_and_phone(one_evening: Evening) -> None:
    evening = one_evening
    guest = evening.guest("Noor")
    code, shown = code_of(evening, guest), evening.pass_of(guest)
    showings = f"/events/{evening.event.id}/showings"
    for _ in range(20):
        assert at_kiosk(evening, WRONG).json["verdict"] == "moment"
        assert evening.post_showing(code=WRONG)["reason"] == "unknown"
    assert at_kiosk(evening, code).status_code == 429
    typed = {"scan_id": a_scan(), "code": code}
    assert evening.host.post(showings, typed).status_code == 429
    queued = {"scan_id": a_scan(), "shown_at": evening.clock.now().isoformat(), "let_in": True}
    told = {"sent_at": queued["shown_at"], "showings": [queued | {"code": code}]}
    assert evening.host.post(f"{showings}/queued", told).status_code == 429
    assert (
        evening.post_showing(code=shown)["verdict"] == "admitted"
    )  # a pass that is shown is let be
    evening.clock.passes(61)
    assert at_kiosk(evening, code).json["verdict"] == "already"


def test_the_gate_list_holds_the_code_and_what_a_gate_did_with_it_is_told(evening: Evening) -> None:
    guest = evening.guest("Noor")
    code = code_of(evening, guest)
    listed = evening.host.get(f"/events/{evening.event.id}/gate-list").json
    assert [one["t"] for one in listed["passes"]] == [code]
    told = evening.told_later(code, evening.clock.now() - timedelta(minutes=1))
    assert told.kept.decision.verdict == "admitted"
    assert evening.entered() == 1
