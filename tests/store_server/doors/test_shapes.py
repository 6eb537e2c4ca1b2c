"""Every answer of the doors has the shape that the document says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from events.programme import Stage
from store_server.web.api import aftermath, kiosk_door, showings
from store_server.web.operations import Download, Resource
from tests.store_server.doors.evening import Evening, a_scan
from tests.store_server.web.boutique import PIN


def test_each_answer_at_the_doors_has_the_shape_that_the_document_says(
    one_evening: Evening,
) -> None:
    evening = one_evening
    code, guest = evening.pass_of(evening.guest("Noor")), evening.guest("Ida")
    host, kiosk, manager = evening.host, evening.door_kiosk, evening.manager
    event = f"/events/{evening.event.id}"
    now, scan, other = evening.clock.now().isoformat(), a_scan(), a_scan()
    me = evening.me(host)
    unlock = kiosk.post("/kiosk/staff", {"associate_id": me, "pin": PIN})
    staff = {"X-Staff": unlock.json["staff"]}
    queued = {
        "sent_at": now,
        "showings": [{"scan_id": a_scan(), "shown_at": now, "let_in": True, "code": code}],
    }
    asked = {
        "list_evenings": host.get("/evenings"),
        "show_pass_at_event": host.post(f"{event}/showings", {"scan_id": scan, "code": code}),
        "tell_queued_showings": host.post(f"{event}/showings/queued", queued),
        "undo_showing": host.post(f"{event}/showings/{scan}/undo", {}),
        "admit_walk_in": host.post(
            f"{event}/walk-ins", {"scan_id": a_scan(), "given_name": "Zoé", "reason": "a friend"}
        ),
        "list_showings": manager.get(f"{event}/showings"),
        "read_door_list": host.get(f"{event}/door"),
        "read_gate_list": host.get(f"{event}/gate-list"),
        "list_kiosk_evenings": kiosk.get("/kiosk/evenings"),
        "show_pass_at_kiosk": kiosk.post(
            "/kiosk/showings", {"scan_id": other, "guest_id": guest.id}, headers=staff
        ),
        "tell_kiosk_showings": kiosk.post(f"/kiosk{event}/showings/queued", queued),
        "read_kiosk_gate_list": kiosk.get(f"/kiosk{event}/gate-list"),
        "list_kiosk_staff": kiosk.get("/kiosk/staff"),
        "unlock_kiosk": unlock,
        "find_guests_at_kiosk": kiosk.get(
            f"/kiosk/guests?q=ida&event_id={evening.event.id}", headers=staff
        ),
        "undo_at_kiosk": kiosk.post(
            f"/kiosk/showings/{other}/undo", {"event_id": evening.event.id}, headers=staff
        ),
    }
    check(asked, showings.RESOURCE, kiosk_door.RESOURCE)


def test_each_answer_of_the_morning_after_has_the_shape_that_the_document_says(
    one_evening: Evening,
) -> None:
    evening = one_evening
    guest, browser = evening.guest("Noor", link="her-link"), evening.browser()
    evening.show(evening.pass_of(guest))
    evening.amend(stage=Stage.OVER)
    event, feedback = f"/events/{evening.event.id}", "/invitations/her-link/feedback"
    task = evening.host.post("/event-tasks", {"guest_id": guest.id, "text": "Send the photo"})
    asked = {
        "follow_up_event": evening.manager.post(f"{event}/follow-up"),
        "read_event_report": evening.manager.get(f"{event}/report"),
        "add_event_task": task,
        "list_event_tasks": evening.host.get("/event-tasks"),
        "settle_event_task": evening.host.patch(f"/event-tasks/{task.json['id']}", {"done": True}),
        "read_my_feedback": browser.get(feedback),
        "tell_feedback": browser.put(feedback, {"stars": 5, "text": "Lovely"}),
        "take_back_feedback": browser.delete(feedback),
    }
    check(asked, aftermath.RESOURCE)


def check(asked: Mapping[str, Any], *resources: Resource) -> None:
    """All of them were asked that answer in JSON, and each answered as it says."""
    operations = {one.id: one for resource in resources for one in resource.operations}
    answering = {name for name, one in operations.items() if one.answer not in (None, Download)}
    assert asked.keys() == answering
    for name, answer in asked.items():
        assert answer.status_code == operations[name].status, (name, answer.text)
        decoded = msgspec.json.decode(answer.data, type=operations[name].answer)
        assert msgspec.json.encode(decoded) == answer.data, name
