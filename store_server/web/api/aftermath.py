"""After the event: its report, the hosts' tasks, and what guests thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from flask import Request
from msgspec import Meta, Struct

from store_server.aftermath_messages import AddTask, FollowUp, SettleTask, TellFeedback
from store_server.aftermath_views import FeedbackGiven, ReportView, TaskView
from store_server.ports import NotFoundError
from store_server.web.api.inputs import Id
from store_server.web.api.invitations import guest_by_link
from store_server.web.callers import ANYONE, FLOOR, HOUSE, MANAGER, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Download, Reply, Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("After the event", "What an event came to, and what is still owed to guests.")


class ReportAsked(Struct, forbid_unknown_fields=True):
    language: Literal["fr", "en"] | None = None


class TasksAsked(Struct, forbid_unknown_fields=True):
    """Yours; a manager may ask for everybody's. `done`: those that are done as well."""

    event_id: Id | None = None
    everybody: bool = False
    done: bool = False


class NewTask(Struct, forbid_unknown_fields=True):
    guest_id: Id
    text: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]
    host_id: Annotated[Id | None, Meta(description="Without it, you")] = None
    due_on: date | None = None


class TaskSettled(Struct, forbid_unknown_fields=True):
    done: bool


class MyFeedback(Struct, forbid_unknown_fields=True):
    stars: Annotated[int, Meta(ge=1, le=5)]
    text: Annotated[str, Meta(max_length=2000)] = ""


@RESOURCE.get("/events/{event_id}/report", allow=HOUSE)
def read_event_report(house: House, event_id: str) -> ReportView:
    """Who came and for how long, what it brought and cost, what guests thought of it.

    Sales are attributed by one rule: what guests who came bought from the day of the event until so
    many days later (`ACCUEIL_EVENT_SALES_WITHIN_DAYS`).
    """
    return house.event_queries.aftermath.report(event_id)


@RESOURCE.get("/events/{event_id}/report.pdf", allow=HOUSE)
def print_event_report(
    house: House, request: Request, event_id: str, query: ReportAsked
) -> Download:
    """The same on one page of A4, to print or to send.

    In French or English: as asked, else as the browser says it reads.
    """
    report = house.event_queries.aftermath.report(event_id)
    wanted = (query.language, *request.accept_languages.values())
    words = house.report_paper.words([one for one in wanted if one])
    page = house.report_paper.page(report, words, house.clock.now())
    return Download([page], "application/pdf", f"{words('report.title')} {report.event_id}.pdf")


@RESOURCE.post("/events/{event_id}/follow-up", allow=MANAGER)
def follow_up_event(house: House, who: SignedIn, event_id: str) -> ReportView:
    """Thank the guests and give the hosts their tasks now, rather than on the morning after."""
    house.ask(FollowUp(event_id, by_id=who.id))
    return house.event_queries.aftermath.report(event_id)


@RESOURCE.get("/event-tasks", allow=FLOOR)
def list_event_tasks(house: House, who: SignedIn, query: TasksAsked) -> Sequence[TaskView]:
    """What is still owed to guests, the first due first."""
    everybody = query.everybody and who.who is Who.MANAGER
    host_id = None if everybody else who.associate_id
    return house.event_queries.aftermath.tasks(host_id, query.event_id, query.done)


@RESOURCE.post("/event-tasks", allow=FLOOR, status=201)
def add_event_task(house: House, who: SignedIn, body: NewTask) -> Reply[TaskView]:
    """Note what is owed to a guest, in your own words."""
    if body.host_id is not None:
        try:
            house.queries.associate(body.host_id)
        except NotFoundError as error:
            raise InvalidInputError(str(error), field="host_id") from error
    command = AddTask(body.guest_id, body.text, who.associate_id, body.host_id, body.due_on)
    return Reply(house.event_queries.aftermath.task(house.ask(command)))


@RESOURCE.patch("/event-tasks/{task_id}", allow=FLOOR)
def settle_event_task(house: House, who: SignedIn, task_id: str, body: TaskSettled) -> TaskView:
    """Done, or not done after all."""
    manager = who.who is Who.MANAGER
    house.ask(SettleTask(task_id, body.done, who.associate_id, manager))
    return house.event_queries.aftermath.task(task_id)


@RESOURCE.get("/invitations/{token}/feedback", allow=ANYONE)
def read_my_feedback(house: House, request: Request, token: str) -> FeedbackGiven:
    """What you told us of the event."""
    return house.event_queries.aftermath.feedback(guest_by_link(house, request, token))


@RESOURCE.put("/invitations/{token}/feedback", allow=ANYONE)
def tell_feedback(house: House, request: Request, token: str, body: MyFeedback) -> FeedbackGiven:
    """Tell us what you thought of the event; as often as you change your mind."""
    guest_id = guest_by_link(house, request, token)
    house.ask(TellFeedback(guest_id, body.stars, body.text))
    return house.event_queries.aftermath.feedback(guest_id)


@RESOURCE.delete("/invitations/{token}/feedback", allow=ANYONE)
def take_back_feedback(house: House, request: Request, token: str) -> FeedbackGiven:
    """Take back what you told us."""
    guest_id = guest_by_link(house, request, token)
    house.ask(TellFeedback(guest_id, None))
    return house.event_queries.aftermath.feedback(guest_id)
