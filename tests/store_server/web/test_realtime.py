"""Real Socket.IO clients against the started server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio
from socketio.exceptions import ConnectionError as RefusedError

from store_server import messages as ask
from store_server.clock import SystemClock
from store_server.device_messages import AmendDevice, CountHeard, KeepCounts
from store_server.domain.consent import Purpose
from store_server.privacy_messages import EraseClient
from store_server.settings import Settings
from store_server.views import HealthPart, HealthView
from store_server.web.straight import Wire
from store_server.web.wire import SENT
from tests.sockets import hang_up
from tests.store_server.web.boutique import Boutique, Browser

PATIENCE_S = 10.0


@pytest.fixture
def live(settings: Settings) -> Iterator[Boutique]:
    """A boutique whose doors are open."""
    boutique = Boutique(settings, clock=SystemClock()).open()
    boutique.bus.start()
    boutique.web.start()
    yield boutique
    boutique.web.stop()
    boutique.bus.stop()
    boutique.storage.close()


class Screen:
    """A phone, dashboard or kiosk that writes down all that it hears."""

    def __init__(self, boutique: Boutique, browser: Browser, namespace: str) -> None:
        self.namespace = namespace
        self.browser = browser
        self.heard: list[tuple[str, Any]] = []
        self._changed = threading.Condition()
        self._port = boutique.web.server.port
        names = ("accueil_device", "accueil_session", "accueil_kiosk", "accueil_client")
        pairs = [f"{name}={browser.cookie(name)}" for name in names if browser.cookie(name)]
        self._cookies = "; ".join(pairs)
        self.client = socketio.Client(reconnection=False)
        for name in ("notice", "ready", "reset", "floor", "traffic", "hello", "forgotten", "ended"):
            self.client.on(name, self._hears(name), namespace=namespace)
        for name in ("calls", "call", "till", "evening"):
            self.client.on(name, self._hears(name), namespace=namespace)
        self.client.on("disconnect", self._hears("disconnect"), namespace=namespace)

    def connect(self, transport: str = "websocket") -> Screen:
        self.client.connect(
            f"http://127.0.0.1:{self._port}",
            namespaces=[self.namespace],
            headers={"Cookie": self._cookies},
            transports=[transport],
            wait_timeout=5,
        )
        return self

    def resumes(self, after: int) -> Screen:
        self.connect()
        self.client.emit("resume", {"after": after}, namespace=self.namespace)
        self.waits_for("ready")
        return self

    def claims(self, signal_id: str, tap_id: str = "tap") -> Any:
        tap = {"signal_id": signal_id, "tap_id": tap_id}
        return self.client.call("claim", tap, namespace=self.namespace, timeout=5)

    def leaves(self) -> None:
        hang_up(self.client)

    def got(self, name: str) -> list[Any]:
        with self._changed:
            return [message for named, message in self.heard if named == name]

    def waits_for(self, name: str, count: int = 1) -> list[Any]:
        return self.waits_until(name, lambda found: len(found) >= count)

    def waits_until(self, name: str, enough: Callable[[list[Any]], bool]) -> list[Any]:
        with self._changed:
            found = self._changed.wait_for(
                lambda: enough([m for n, m in self.heard if n == name]), PATIENCE_S
            )
            assert found, f"no {name} as awaited in {self.heard}"
        return self.got(name)

    def _hears(self, name: str) -> Callable[..., None]:
        def hear(*message: Any) -> None:
            with self._changed:
                self.heard.append((name, message[0] if message else None))
                self._changed.notify_all()

        return hear


@pytest.fixture
def screen(live: Boutique) -> Iterator[Callable[[Browser, str], Screen]]:
    made: list[Screen] = []

    def make(browser: Browser, namespace: str = "/associate") -> Screen:
        made.append(Screen(live, browser, namespace))
        return made[-1]

    yield make
    for one in made:
        one.leaves()


def test_an_arrival_reaches_the_associates_phone(live: Boutique, screen: Any) -> None:
    phone = screen(live.person()).resumes(0)
    live.arrives(live.client("Ana", tastes=("gold",)))
    (notice,) = phone.waits_for("notice")
    assert (notice["seq"], notice["kind"]) == (1, "signal")
    assert notice["signal"]["card"]["display_name"] == "Ana Durand"
    assert notice["signal"]["card"]["tastes"] == ["gold"]


def test_after_a_gap_what_was_missed_comes_in_order_and_once(live: Boutique, screen: Any) -> None:
    browser = live.person()
    phone = screen(browser).resumes(0)
    live.arrives(live.client("Ana"))
    phone.waits_for("notice")
    phone.leaves()
    for name in ("Bo", "Cy", "Di"):
        live.arrives(live.client(name))
    back = screen(browser).resumes(1)
    live.arrives(live.client("Ed"))
    notices = back.waits_for("notice", 4)
    assert [notice["seq"] for notice in notices] == [2, 3, 4, 5]


def test_both_phones_of_an_associate_hear_of_a_client(live: Boutique, screen: Any) -> None:
    associate_id = live.associate()
    phones = [screen(live.signed_in(associate_id)).resumes(0) for _ in range(2)]
    live.arrives(live.client())
    for phone in phones:
        assert [notice["seq"] for notice in phone.waits_for("notice")] == [1]


def test_of_two_who_tap_in_the_same_instant_one_wins(live: Boutique, screen: Any) -> None:
    client_id = live.client()
    ids = [live.associate("Camille"), live.associate("Lena")]
    phones = [screen(live.signed_in(one)).resumes(0) for one in ids]
    live.arrives(client_id)
    told = next(one for one in ids if live.storage.queries.signals_for(one))
    signal_id = live.signal_of(told)
    answers: list[Any] = []
    start = threading.Barrier(2)

    def tap(phone: Screen) -> None:
        start.wait()
        answers.append(phone.claims(signal_id))

    threads = [threading.Thread(target=tap, args=[phone]) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["won"] for answer in answers) == [False, True]
    assert len({answer["claimed_by"] for answer in answers}) == 1


def test_a_tap_that_is_sent_twice_is_one_tap(live: Boutique, screen: Any) -> None:
    phone = screen(live.person()).resumes(0)
    live.arrives(live.client())
    signal_id = phone.waits_for("notice")[0]["signal_id"]
    assert phone.claims(signal_id)["won"] is True
    assert phone.claims(signal_id)["won"] is True


def test_a_claim_that_cannot_be_is_answered_with_the_problem(live: Boutique, screen: Any) -> None:
    phone = screen(live.person()).resumes(0)
    assert phone.claims("nothing")["error"]["status"] == 404
    refused = phone.client.call("claim", {"tap_id": "t"}, namespace="/associate", timeout=5)
    assert refused["error"]["field"] == "signal_id"


def test_what_the_phone_has_acknowledged_is_delivered(live: Boutique, screen: Any) -> None:
    browser = live.person()
    associate_id = live.me(browser)
    client_id = live.client()
    phone = screen(browser).resumes(0)
    live.arrives(client_id)
    phone.waits_for("notice")
    accounts, clock = live.storage.accounts, live.clock

    def settled() -> bool:
        return not accounts.undelivered(clock.now()) and (
            (associate_id, "card.shown", client_id) in live.audited()
        )

    assert eventually(settled)


def test_a_withdrawn_consent_takes_the_card_off_the_phone(live: Boutique, screen: Any) -> None:
    phone = screen(live.person()).resumes(0)
    client_id = live.client()
    live.arrives(client_id)
    phone.waits_for("notice")
    live.bus.ask(ask.WithdrawConsent(client_id, Purpose.PRESENCE))
    gone = phone.waits_for("notice", 2)[1]
    assert (gone["kind"], gone["signal"]) == ("withdrawn", None)


def test_signing_out_ends_the_socket(live: Boutique, screen: Any) -> None:
    browser = live.person()
    phone = screen(browser).resumes(0)
    assert browser.post("/auth/sign-out").status_code == 204
    assert phone.waits_for("ended") == [{"reason": "revoked"}]
    phone.waits_for("disconnect")


def test_a_device_that_is_revoked_elsewhere_is_cut_off_within_two_seconds(
    live: Boutique, screen: Any
) -> None:
    phone = screen(live.person()).resumes(0)
    (device,) = live.storage.accounts.paired_devices()
    revoked_s = time.monotonic()
    live.storage.accounts.revoke_paired_device(device.id, live.clock.now())
    phone.waits_for("disconnect")
    assert time.monotonic() - revoked_s < 3.0


@pytest.mark.parametrize(
    ("role", "namespace", "word"),
    [
        (None, "/associate", "unauthorised"),
        (None, "/kiosk", "unauthorised"),
        ("guard", "/associate", "forbidden"),
        ("associate", "/dashboard", "forbidden"),
        ("manager", "/kiosk", "unauthorised"),
    ],
)
def test_who_has_no_business_there_is_refused_with_a_reason(
    live: Boutique, screen: Any, role: str | None, namespace: str, word: str
) -> None:
    browser = live.person(role) if role else live.browser()
    one = screen(browser, namespace)
    reasons: list[Any] = []
    one.client.on("connect_error", reasons.append, namespace=namespace)
    with pytest.raises(RefusedError):
        one.connect()
    assert reasons[0]["message"].startswith(word)


def test_a_count_is_on_every_dashboard_as_it_is_committed(live: Boutique, screen: Any) -> None:
    live.bus.ask(AmendDevice("door", zone="salon"))
    manager = live.person("manager")
    boards = [screen(manager, "/dashboard").connect() for _ in range(2)]
    for board in boards:
        board.waits_for("floor")
    before = manager.get("/traffic/now").json
    at = live.clock.now()
    live.bus.ask(KeepCounts((CountHeard("door", "door", "Door", 3, 1, False, at),)))
    for board in boards:
        board.waits_until("traffic", lambda told: _inside(told) == [2])
    news = boards[0].got("traffic")
    assert [one["seq"] for one in news] == list(range(news[0]["seq"], news[-1]["seq"] + 1))
    assert news[-1]["seq"] > before["seq"]
    told = {one["start"]: one["people_in"] for one in news[-1]["quarters"]}
    assert max(told.values()) == 3


def test_news_go_straight_into_a_websocket_and_in_their_turn_to_who_polls(
    live: Boutique, screen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight: list[bool] = []
    at_once = Wire.at_once

    def noted(wire: Wire, frame: bytes) -> bool:
        straight.append(at_once(wire, frame))
        return straight[-1]

    monkeypatch.setattr(Wire, "at_once", noted)
    manager = live.person("manager")
    board = screen(manager, "/dashboard").connect()
    board.waits_for("floor")
    _count(live, 3)
    board.waits_until("traffic", lambda told: _inside(told) == [3])
    assert eventually(lambda: any(straight))  # the frame may be here before it is noted
    board.leaves()
    assert eventually(lambda: not live.web.realtime.sockets.everybody())
    straight.clear()
    polls = screen(manager, "/dashboard").connect("polling")
    polls.waits_for("floor")
    _count(live, 4)
    polls.waits_until("traffic", lambda told: _inside(told) == [7])
    assert straight == []


def _count(live: Boutique, people: int) -> None:
    live.bus.ask(AmendDevice("door", zone="salon"))
    heard = CountHeard("door", "door", "Door", people, 0, False, live.clock.now())
    live.bus.ask(KeepCounts((heard,)))


def _inside(told: list[Any]) -> list[int]:
    return [one["occupancy"]["people"] for one in told[-1:]]


def test_the_dashboard_shows_the_floor_and_its_changes(live: Boutique, screen: Any) -> None:
    board = screen(live.person("manager"), "/dashboard").connect()
    assert board.waits_for("floor")[0]["visits"] == []
    live.arrives(live.client("Ana"))
    floors = board.waits_until("floor", lambda found: bool(found and found[-1]["visits"]))
    assert floors[-1]["visits"][0]["display_name"] == "Ana Durand"


def test_a_dashboard_is_told_when_no_device_can_be_heard_and_when_it_can(
    live: Boutique, screen: Any
) -> None:
    board = screen(live.person("manager"), "/dashboard").connect()
    assert board.waits_for("floor")[0]["hears_devices"]
    for state in ("down", "ok"):
        live.health = HealthView("ok", (HealthPart("broker", state),))
        live.bus.post(ask.NoteBroker(state == "ok", live.clock.monotonic()))
        board.waits_until(
            "floor", lambda found, state=state: found[-1]["hears_devices"] is (state == "ok")
        )


def test_a_hundred_changes_are_a_few_floors(live: Boutique, screen: Any) -> None:
    board = screen(live.person("manager"), "/dashboard").connect()
    board.waits_for("floor")
    clients = [live.client(f"C{number}") for number in range(30)]
    for client_id in clients:
        live.arrives(client_id)
    floors = board.waits_until("floor", lambda found: len(found[-1]["visits"]) == 30)
    assert len(floors) < 30


def test_a_kiosk_is_greeted(live: Boutique, screen: Any) -> None:
    kiosk = screen(live.kiosk(), "/kiosk").connect()
    assert kiosk.waits_for("hello") == [{"boutique_name": "Paris", "brand_name": "Maison"}]


def test_each_screen_hears_what_its_rooms_are_told_and_nothing_else(
    live: Boutique, screen: Any
) -> None:
    door, gallery = live.kiosk(), live.kiosk()
    told = screen(live.person()).resumes(0)  # the first in line
    live.arrives(live.client("Ana"))
    told.waits_for("notice")
    other = screen(live.person("associate", "Marc")).resumes(0)
    board = screen(live.person("manager"), "/dashboard").connect()
    here, there = screen(door, "/kiosk").connect(), screen(gallery, "/kiosk").connect()
    for one in (here, there):
        one.waits_for("hello")
    board.waits_for("floor")
    call = door.post("/kiosk/calls").json["id"]
    told.browser.post(f"/calls/{call}/answer")
    here.waits_for("call")
    for one in (told, other, board):
        one.waits_for("calls", 2)
    assert other.got("notice") == []  # a feed is its own associate's
    assert there.got("call") == []  # a call is its own kiosk's
    for one in (told, other, board, here, there):
        assert {(one.namespace, name) for name, _ in one.heard} <= SENT


def test_a_message_that_is_for_no_room_of_a_namespace_is_not_sent(
    live: Boutique, screen: Any
) -> None:
    kiosk = screen(live.kiosk(), "/kiosk").connect()
    kiosk.waits_for("hello")
    (socket,) = live.web.realtime.sockets.everybody()
    with pytest.raises(ValueError, match="no room"):
        live.web.realtime.sockets.send(socket.sid, "floor", {})


def test_strange_messages_harm_nobody(live: Boutique, screen: Any) -> None:
    phone = screen(live.person()).connect()
    for strange in ({"after": "x"}, {"after": -1}, [1, 2], "x", None, 5):
        phone.client.emit("resume", strange, namespace="/associate")
    phone.client.emit("no such message", {"a": 1}, namespace="/associate")
    phone.waits_for("ready", 6)
    live.arrives(live.client())
    phone.waits_for("notice")


class TestFull:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        from dataclasses import replace

        return replace(settings, sockets_at_most=2)

    def test_beyond_the_limit_a_screen_is_refused_with_a_reason(
        self, live: Boutique, screen: Any
    ) -> None:
        browser = live.person()
        for _ in range(2):
            screen(browser).connect()
        one = screen(browser)
        reasons: list[Any] = []
        one.client.on("connect_error", reasons.append, namespace="/associate")
        with pytest.raises(RefusedError):
            one.connect()
        assert reasons[0]["message"].startswith("full")


def eventually(happened: Callable[[], bool]) -> bool:
    """Whether it happens within the patience of a test; it runs on threads of the server's."""
    until_s = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while time.monotonic() < until_s:
        if happened():
            return True
        pause.wait(0.02)
    return False


def test_screens_hear_at_once_who_was_erased_and_later_if_they_were_away(live: Boutique) -> None:
    phone = Screen(live, live.person(), "/associate").connect()
    gone = live.client("Gone")
    live.bus.ask(EraseClient(gone))
    kiosk = Screen(live, live.kiosk(), "/kiosk").connect()
    for screen in (phone, kiosk):
        assert screen.waits_for("forgotten")[0]["ids"] == [gone]
        screen.leaves()
