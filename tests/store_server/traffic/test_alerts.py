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


def test_an_alert_goes_out_by_mail_and_is_tried_again(
    counted: Counted, told: list[TrafficAlert], look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Line:
        def __init__(self) -> None:
            self.sent: list[EmailMessage] = []
            self.away = 1

        def send(self, mail: EmailMessage) -> None:
            if self.away:
                self.away -= 1
                raise AwayError("nobody answers")
            self.sent.append(mail)

        def close(self) -> None: ...

    class Head:
        sender_name, sender, domain = "Maison Paris", "shop@maison.example", "maison.example"

    monkeypatch.setattr("store_server.mail.alert_post.FIRST_RETRY_S", 0.05)
    rule(counted, "occupancy_over", 2, mail="marie@maison.example")
    counted.counts(counted.crosses(1, 3))
    look(2)
    line = Line()
    post = AlertPost(line, Head(), str, counted.boutique.clock)  # type: ignore[arg-type]
    post.start()
    for one in told:
        post.hear(one)
    wait_for(lambda: len(line.sent) == 1, "the mail was not sent")
    post.stop()
    assert line.sent[0]["To"] == "marie@maison.example"
    assert line.sent[0]["Subject"] == "alert.occupancy_over 3 (alert.limit 2)"


def test_a_rule_that_is_removed_ends_its_alerts(counted: Counted, look: Any) -> None:
    rule(counted, "occupancy_over", 2)
    counted.counts(counted.crosses(1, 3))
    look(2)
    (alert,) = counted.now()["alerts"]
    counted.manager.delete(f"/traffic/alert-rules/{alert['rule_id']}")
    assert counted.now()["alerts"] == []
    look(3)
    assert len(counted.manager.get("/traffic/alerts").json) == 1
