"""The morning after: the report, the hosts' tasks, the thanks, and what guests thought of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from events.comings import Way
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.programme import Stage
from store_server.domain.consent import Purpose
from store_server.messages import GiveConsent
from store_server.views import PurchaseView
from tests.store_server.doors.evening import Evening
from tests.store_server.web.boutique import OPENING

MORNING_S = 26 * 3600.0


def over(evening: Evening) -> None:
    """The doors are closed, and it is the morning after."""
    evening.amend(stage=Stage.OVER)
    evening.clock.passes(MORNING_S)
    evening.tick()


def comes(evening: Evening, guest: Guest, stays_min: int | None = None) -> None:
    code = evening.pass_of(guest)
    assert evening.verdict(code)[0] == "admitted"
    if stays_min is not None:
        evening.clock.passes(60 * stays_min)
        evening.show(code, way=Way.OUT)


def buys(evening: Evening, client_id: str, days: int, minor: int) -> None:
    bought = PurchaseView(OPENING.date() + timedelta(days=days), "Gants", minor, "EUR", "Paris")
    with evening.storage.store.begin() as uow:
        uow.history.add_purchase(client_id, bought)
        uow.commit()


def report(evening: Evening) -> Any:
    return evening.manager.get(f"/events/{evening.event.id}/report").json


def letters_to(evening: Evening, guest: Guest) -> list[LetterKind]:
    with evening.storage.store.begin() as uow:
        return [one.kind for one in uow.letters.waiting_for(guest.id)]


def test_the_report_of_a_worked_evening(evening: Evening) -> None:
    camille = evening.associate("Camille")
    ana = evening.client("Ana")
    first = evening.guest("Ana", client_id=ana, host_id=camille)
    evening.guest("Bea", host_id=camille, companions=("Leo",))
    evening.guest("Cyr", standing=Standing.DECLINED)
    comes(evening, first, stays_min=50)
    buys(evening, ana, days=2, minor=42_000)
    buys(evening, ana, days=200, minor=99_000)
    over(evening)
    told = report(evening)
    assert (told["invited"], told["confirmed"], told["companions"]) == (3, 3, 1)
    assert (told["declined"], told["came"], told["dwell_median_s"]) == (1, 1, 50 * 60)
    (missed,) = told["missing"]
    assert (missed["name"], missed["people"], missed["came"]) == ("Bea Al-Sayed", 2, False)
    assert (told["sales"]["totals"], told["sales"]["buyers"]) == ({"EUR": 42_000}, 1)
    (line,) = [one for one in told["hosts"] if one["host_id"] == camille]
    assert (line["confirmed"], line["came"], line["tasks_open"]) == (3, 1, 2)
    assert sum(people for _, people in told["arrivals"]) == 1


def test_what_it_brought_is_held_against_what_it_cost(one_evening: Evening) -> None:
    ana = one_evening.client("Ana")
    comes(one_evening, one_evening.guest("Ana", client_id=ana))
    costs = [{"label": "Fleurs", "planned_minor": 30_000, "spent_minor": 20_000}]
    budget = {"budget_minor": 50_000, "currency": "EUR", "costs": costs}
    path = f"/events/{one_evening.event.id}/budget"
    assert one_evening.manager.put(path, budget).status_code in (200, 204)
    buys(one_evening, ana, days=0, minor=60_000)
    told = report(one_evening)["costs"]
    assert (told["budget_minor"], told["expected_minor"], told["returned"]) == (50_000, 20_000, 3)


def test_in_the_morning_guests_are_thanked_and_hosts_have_their_tasks(evening: Evening) -> None:
    camille = evening.associate("Camille")
    came = evening.guest("Ana", host_id=camille, email="ana@example.org")
    missed = evening.guest("Bea", host_id=camille, email="bea@example.org")
    comes(evening, came)
    evening.amend(stage=Stage.OVER)
    evening.tick()
    assert not report(evening)["followed_up"]  # it is the same evening still
    over(evening)
    tasks = evening.storage.event_queries.aftermath.tasks(camille)
    assert {(one.guest_id, one.kind) for one in tasks} == {
        (came.id, "thank"),
        (missed.id, "missed"),
    }
    assert letters_to(evening, came) == [LetterKind.THANKS]
    assert letters_to(evening, missed) == []
    evening.clock.passes(3600)
    evening.tick()
    assert len(evening.storage.event_queries.aftermath.tasks(camille)) == 2


@pytest.mark.parametrize("agrees", [True, False])
def test_a_client_is_thanked_by_letter_while_they_agree_to_it(
    one_evening: Evening, agrees: bool
) -> None:
    ana = one_evening.client("Ana")
    if agrees:
        one_evening.bus.ask(GiveConsent(ana, Purpose.EVENTS, "signed", "1"))
    guest = one_evening.guest("Ana", client_id=ana, email="ana@example.org")
    comes(one_evening, guest)
    over(one_evening)
    assert letters_to(one_evening, guest) == [LetterKind.THANKS] * agrees


def test_a_manager_need_not_wait_for_the_morning_and_thanks_once(one_evening: Evening) -> None:
    comes(one_evening, one_evening.guest("Ana"))
    path = f"/events/{one_evening.event.id}/follow-up"
    assert one_evening.manager.post(path).status_code == 409
    one_evening.amend(stage=Stage.OVER)
    assert one_evening.manager.post(path).json["followed_up"]
    assert one_evening.manager.post(path).status_code == 409
    assert one_evening.host.post(path).status_code == 403


def test_a_host_notes_what_is_owed_and_crosses_it_out(evening: Evening) -> None:
    guest = evening.guest("Ana")
    body = {"guest_id": guest.id, "text": "Send the photo", "due_on": "2026-03-09"}
    made = evening.host.post("/event-tasks", body)
    assert (made.status_code, made.json["kind"]) == (201, "own")
    path = f"/event-tasks/{made.json['id']}"
    assert [one["text"] for one in evening.host.get("/event-tasks").json] == ["Send the photo"]
    assert evening.host.patch(path, {"done": True}).json["done_by"] == "Hélène"
    assert evening.host.get("/event-tasks").json == []
    assert evening.host.patch(path, {"done": False}).json["done_at"] is None
    (again,) = evening.host.get("/event-tasks").json
    assert date.fromisoformat(again["due_on"]) == date(2026, 3, 9)


def test_another_hosts_task_is_theirs_and_the_managers(one_evening: Evening) -> None:
    camille = one_evening.associate("Camille")
    body = {"guest_id": one_evening.guest("Ana").id, "text": "Call her", "host_id": camille}
    path = f"/event-tasks/{one_evening.host.post('/event-tasks', body).json['id']}"
    assert one_evening.host.get("/event-tasks").json == []
    assert one_evening.host.patch(path, {"done": True}).status_code == 409
    everybodys = one_evening.manager.get("/event-tasks?everybody=true").json
    assert [one["host"] for one in everybodys] == ["Camille"]
    assert one_evening.manager.patch(path, {"done": True}).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"), [({"text": " "}, "text"), ({"host_id": "nobody"}, "host_id")]
)
def test_a_task_that_is_wrong_is_refused_by_its_field(
    one_evening: Evening, wrong: dict[str, str], field: str
) -> None:
    body = {"guest_id": one_evening.guest("Ana").id, "text": "Call her"} | wrong
    answer = one_evening.host.post("/event-tasks", body)
    assert answer.status_code in (400, 422)
    assert field in answer.text


def test_a_guest_who_was_there_tells_what_they_thought_and_may_take_it_back(
    evening: Evening,
) -> None:
    guest, browser = evening.guest("Ana", link="her-link"), evening.browser()
    path = "/invitations/her-link/feedback"
    assert not browser.get(path).json["may_tell"]
    assert browser.put(path, {"stars": 5}).status_code == 409
    comes(evening, guest)
    assert browser.put(path, {"stars": 4, "text": "Lovely"}).json["stars"] == 4
    assert browser.put(path, {"stars": 5, "text": "Lovely!"}).json["stars"] == 5
    opinion = report(evening)["opinion"]
    assert (opinion["answers"], opinion["mean"], opinion["stars"]) == (1, 5, [0, 0, 0, 0, 1])
    assert [one["text"] for one in opinion["remarks"]] == ["Lovely!"]
    assert browser.delete(path).json["stars"] is None
    assert report(evening)["opinion"]["answers"] == 0


@pytest.mark.parametrize("stars", [0, 6, 2.5, "5", None])
def test_stars_are_one_to_five(one_evening: Evening, stars: object) -> None:
    comes(one_evening, one_evening.guest("Ana", link="her-link"))
    answer = one_evening.browser().put("/invitations/her-link/feedback", {"stars": stars})
    assert answer.status_code in (400, 422)
    assert "stars" in answer.text
