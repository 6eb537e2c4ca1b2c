"""What a manager wants to be told of: each alert once, with its end."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from store_server.clock import new_id
from store_server.domain.device import AlarmKind
from store_server.mail.alert_post import AlertPost
from store_server.mail.transport import AwayError
from store_server.storage.tables import SignalRow
from store_server.traffic_messages import TrafficAlert
from store_server.traffic_views import ExpectedView
from store_server.traffic_watch import TrafficWatch
from store_server.web.manager_alerts import ManagerAlerts
from tests.store_server.traffic.conftest import STREET, Counted
from tests.waiting import wait_for


@pytest.fixture
def told(counted: Counted) -> list[TrafficAlert]:
    heard: list[TrafficAlert] = []
    counted.boutique.bus.listen(TrafficAlert, heard.append)
    return heard


@pytest.fixture
def look(counted: Counted) -> Callable[[float], None]:
    watch = TrafficWatch(counted.boutique.storage.traffic_queries, counted.boutique.bus.ask)

    def at(minutes: float) -> None:
        counted.clock_shows(minutes)
        watch.look()
        watch.look()  # nothing is told twice

    return at


def rule(counted: Counted, name: str, limit: float | None = None, **more: Any) -> None:
    answer = counted.manager.post("/traffic/alert-rules", {"rule": name, "limit": limit, **more})
    assert answer.status_code == 200, answer.text


def ends(told: list[TrafficAlert]) -> list[tuple[str, float, bool]]:
    return [(one.alert.subject, one.alert.value, one.alert.ended_at is not None) for one in told]


def test_too_many_inside_is_told_once_and_ends_well_below_the_limit(
    counted: Counted, told: list[TrafficAlert], look: Any
) -> None:
    """The limit is 20. With 21 it begins, at 20 and 19 it stands, at 18 it is over."""
    rule(counted, "occupancy_over", 20)
    for minutes, came, left in ((1, 20, 0), (2, 1, 0), (3, 0, 1), (4, 0, 1), (5, 0, 1)):
        counted.counts(counted.crosses(minutes, came, left))
        look(minutes)
    assert ends(told) == [("", 21, False), ("", 21, True)]
    assert counted.now()["alerts"] == []
    (past,) = counted.manager.get("/traffic/alerts").json
    answer = counted.manager.post(f"/traffic/alerts/{past['id']}/acknowledge")
    assert answer.json[0]["acknowledged_by"]


def test_a_queue_in_one_zone_and_a_counter_that_falls_silent(
    counted: Counted, told: list[TrafficAlert], look: Any
) -> None:
    rule(counted, "queue_over", 3, zone="till")
    rule(counted, "counter_silent")
    counted.counts(counted.crosses(1, 1))
    counted.sees(2, 9, zone="salon", queue=9)
    counted.sees(2, 6, zone="till", queue=4)
    look(2)
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "120", counted.at(3))
        uow.commit()
    look(3)
    counted.sees(4, 3, zone="till", queue=1)
    look(4)
    assert ends(told) == [("till", 4, False), (STREET, 0, False), ("till", 4, True)]
    assert [one["subject"] for one in counted.now()["alerts"]] == [STREET]


def test_a_known_client_whom_nobody_takes(
    counted: Counted, told: list[TrafficAlert], look: Any
) -> None:
    rule(counted, "vip_unanswered", 60)
    with counted.boutique.storage.store.begin() as uow:
        client_id = _client(uow)
        uow.commit()
    signal = {"id": new_id(), "client_id": client_id, "raised_at": counted.at(1)}
    signal |= {"changed_at": counted.at(1), "state": "open", "silent": False, "revision": 1}
    signal |= {"handover_note": "", "outcome_note": ""}
    with counted.boutique.storage.engine.begin() as connection:
        connection.execute(SignalRow.__table__.insert(), signal)
    look(1.9)
    assert told == []
    look(3)
    assert ends(told) == [(signal["id"], 120, False)]
    claimed = {"claimed_at": counted.at(3), "state": "claimed"}
    with counted.boutique.storage.engine.begin() as connection:
        connection.execute(SignalRow.__table__.update().values(**claimed))
    look(4)
    assert ends(told)[-1] == (signal["id"], 120, True)


def _client(uow: Any) -> str:
    from store_server.domain.client import Client

    client = Client(id=new_id(), given_name="Inès", family_name="Roux", language="fr")
    uow.clients.add(client)
    return client.id


def test_two_hours_outside_their_band_on_the_same_side_are_unusual(
    counted: Counted, told: list[TrafficAlert], look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten are foretold an hour, from 6 to 14. 20 come, then 18, then 11."""
    foretold = [ExpectedView(counted.at(60 * n), 10.0, 6.0, 14.0) for n in range(10)]
    foresight = counted.boutique.storage.traffic_queries.foresight
    monkeypatch.setattr(foresight, "expect", lambda _day: foretold)
    rule(counted, "unusual")
    for hour, came in enumerate((20, 18, 11)):
        counted.counts(counted.crosses(60 * hour + 5, came))
        look(60 * hour + 61)
    assert ends(told) == [("", 18, False), ("", 18, True)]


class Line:
    """A mail server that is away at first."""

    def __init__(self, away: int = 0) -> None:
        self.sent: list[EmailMessage] = []
        self.away = away

    def send(self, mail: EmailMessage) -> None:
        if self.away:
            self.away -= 1
            raise AwayError("nobody answers")
        self.sent.append(mail)

    def close(self) -> None: ...


class Head:
    sender_name, sender, domain = "Maison Paris", "shop@maison.example", "maison.example"


def post_of(counted: Counted, line: Line) -> AlertPost:
    """A server that has just begun: it knows what the database knows."""
    box = counted.boutique.storage.alert_box
    return AlertPost(line, box, Head(), str, counted.boutique.clock)  # type: ignore[arg-type]


def test_an_alert_goes_out_by_mail_once_over_restarts_and_so_does_its_end(
    counted: Counted, look: Any
) -> None:
    rule(counted, "occupancy_over", 20, mail="marie@maison.example")
    counted.counts(counted.crosses(1, 21))
    look(2)
    line = Line(away=1)
    post_of(counted, line).look()
    post_of(counted, line).look()
    assert line.sent == []  # it is tried again five seconds later, and not at once
    counted.clock_shows(2.1)
    for _ in range(2):
        post_of(counted, line).look()
    (mail,) = line.sent
    assert mail["To"] == "marie@maison.example"
    assert mail["Subject"] == "alert.occupancy_over 21 (alert.limit 20)"
    counted.counts(counted.crosses(3, 0, 9))
    look(4)
    for _ in range(2):
        post_of(counted, line).look()
    assert line.sent[1]["Subject"] == "alert.ended · alert.occupancy_over 21 (alert.limit 20)"
    assert len(line.sent) == 2


def test_an_alert_of_yesterday_is_no_news_and_an_address_that_is_none_holds_up_nobody(
    counted: Counted, look: Any
) -> None:
    rule(counted, "occupancy_over", 1, mail="marie@maison.example")
    counted.counts(counted.crosses(1, 2))
    look(2)
    counted.clock_shows(2 + 7 * 60)
    line = Line()
    post_of(counted, line).look()
    counted.clock_shows(2)
    post_of(counted, line).look()
    assert line.sent == []


def test_the_post_wakes_when_an_alert_is_told(counted: Counted, look: Any) -> None:
    line = Line()
    post = post_of(counted, line)
    counted.boutique.bus.listen(TrafficAlert, post.hear)
    post.start()
    rule(counted, "occupancy_over", 1, mail="marie@maison.example")
    counted.counts(counted.crosses(1, 2))
    look(2)
    wait_for(lambda: len(line.sent) == 1, "the mail was not sent")
    post.stop()


def test_a_push_is_settled_when_every_phone_was_told_and_repeated_after_a_restart(
    counted: Counted, look: Any
) -> None:
    class Pusher:
        def __init__(self) -> None:
            self.told: list[tuple[str, Callable[[], None]]] = []

        def tell_alert(self, _who: list[str], alert: str, answered: Callable[[], None]) -> None:
            self.told.append((alert, answered))

    def managers() -> tuple[Pusher, ManagerAlerts]:
        storage, pusher = counted.boutique.storage, Pusher()
        clock = counted.boutique.clock
        return pusher, ManagerAlerts(storage.queries, pusher, storage.alert_box, clock)

    rule(counted, "occupancy_over", 1)
    counted.counts(counted.crosses(1, 2))
    look(2)
    first, killed = managers()
    killed.start()
    killed.hear()  # in hand already
    assert len(first.told) == 1
    second, begun = managers()
    begun.start()
    second.told[0][1]()
    third, later = managers()
    later.start()
    assert (len(second.told), third.told) == (1, [])


def test_a_rule_that_is_removed_ends_its_alerts(counted: Counted, look: Any) -> None:
    rule(counted, "occupancy_over", 2)
    counted.counts(counted.crosses(1, 3))
    look(2)
    (alert,) = counted.now()["alerts"]
    counted.manager.delete(f"/traffic/alert-rules/{alert['rule_id']}")
    assert counted.now()["alerts"] == []
    look(3)
    assert len(counted.manager.get("/traffic/alerts").json) == 1
