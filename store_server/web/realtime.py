"""What open screens are shown: the associates' feeds, the manager's floor, evenings, traffic."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

import msgspec
from engineio.packet import MESSAGE
from socketio.packet import EVENT

from store_server.account_ports import Accounts
from store_server.admission_messages import EveningChanged
from store_server.admission_ports import DoorQueries
from store_server.admission_views import EveningNews
from store_server.bus import Bus
from store_server.device_messages import DeviceAlarm, DeviceChanged
from store_server.guest_messages import GuestListChanged
from store_server.messages import FloorChanged, NoticesWritten
from store_server.payment_views import TillAlertView
from store_server.ports import Clock, Queries, StorageError
from store_server.settings import Settings
from store_server.traffic_messages import TrafficChanged
from store_server.traffic_ports import TrafficQueries
from store_server.traffic_views import TrafficNews
from store_server.views import FloorView
from store_server.web.auth import Gate
from store_server.web.callers import SignedIn
from store_server.web.calls import Calls, CallView
from store_server.web.feed import Feed
from store_server.web.live_evenings import LiveEvenings
from store_server.web.live_traffic import LiveTraffic
from store_server.web.open_sockets import OpenSockets, Socket
from store_server.web.receipts import Receipts
from store_server.web.straight import text_frame

_LOGGER = logging.getLogger(__name__)

FLOOR_EVERY_S = 0.25  # at most four a second
FLOOR_AT_LEAST_EVERY_S = 10.0  # the screen shows how old the picture is
FLOORS_BEHIND = 4  # a screen that has as many to read yet gets no further one
EVENINGS_BEHIND = 32  # a screen that has as many to read yet gets no further one
TRAFFIC_BEHIND = 16  # as that; it then reads all of it once
WATCHED_EVERY_S = 1.0


class Realtime:
    """Owns the sockets, and the threads that tell them. Nothing runs before `start`."""

    def __init__(
        self,
        settings: Settings,
        bus: Bus,
        floor: Callable[[], FloorView],
        queries: Queries,
        accounts: Accounts,
        clock: Clock,
        gate: Gate,
        door_queries: DoorQueries,
        traffic: TrafficQueries,
        look: Callable[[str, str, str], None] = lambda _who, _what, _whom: None,
    ) -> None:
        self.settings = settings
        self.bus = bus
        self.gate = gate
        self._floor = floor
        self._clock = clock
        self.sockets = OpenSockets(settings, gate, clock)
        self._receipts = Receipts(accounts, clock)

        def shown(associate_id: str, client_id: str) -> None:
            look(associate_id, "card.shown", client_id)

        self.feed = Feed(queries, self.sockets, clock, self._receipts.delivered, shown)
        self.sockets.left = self.feed.leave
        self.calls = Calls(clock)
        self.calls.changed = self.show_calls
        self.evenings = LiveEvenings(door_queries, self._show_evening)
        self.traffic = LiveTraffic(traffic, self._show_traffic, self._any_dashboard)
        self._floor_stale = threading.Event()
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._unlisten: list[Callable[[], None]] = []
        self.greet: Callable[[Socket], None] = lambda _socket: None

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        self._unlisten = [
            self.bus.listen(NoticesWritten, lambda event: self.feed.written(event.lines)),
            self.bus.listen(FloorChanged, lambda _event: self._floor_stale.set()),
            self.bus.listen(DeviceChanged, lambda _event: self._floor_stale.set()),
            self.bus.listen(EveningChanged, self.evenings.changed),
            self.bus.listen(GuestListChanged, self.evenings.changed),
            self.bus.listen(TrafficChanged, self.traffic.changed),
            self.bus.listen(DeviceAlarm, self.traffic.all_changed),
            self.bus.listen(EveningChanged, self.traffic.all_changed),
            self.bus.listen(FloorChanged, self.traffic.floor_changed),
        ]
        self._receipts.start()
        for name, run in (
            ("feed", self._run_feed),
            ("floor", self._run_floor),
            ("sockets", self._run_watch),
            ("evenings", self.evenings.run),
            ("traffic", self.traffic.run),
        ):
            thread = threading.Thread(target=run, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Say goodbye to every screen, and write down what is still to be written."""
        for unlisten in self._unlisten:
            unlisten()
        self._closing.set()
        self._floor_stale.set()
        self.feed.close()
        self.evenings.close()
        self.traffic.close()
        for thread in self._threads:
            thread.join(timeout=5)
        self.sockets.close()
        self._receipts.stop()
        self.sockets.shut()

    def greets(self, greeting: Callable[[Socket], None]) -> None:
        """What every screen is told once it is in."""
        self.greet = greeting

    # ------------------------------------------------------------------ threads

    def _run_feed(self) -> None:
        """The one thread that sends lines, so that their order is one."""
        swept_s = self._clock.monotonic()
        while True:
            try:
                if not self.feed.work(wait_s=0.5):
                    return
                if self._clock.monotonic() - swept_s > 1.0:
                    swept_s = self._clock.monotonic()
                    self.feed.sweep()
            except Exception:  # a thread's outermost loop: the other phones must be told
                _LOGGER.exception("a feed stumbled")

    def _run_floor(self) -> None:
        while not self._closing.is_set():
            changed = self._floor_stale.wait(FLOOR_AT_LEAST_EVERY_S)
            self._floor_stale.clear()
            if self._closing.is_set():
                return
            try:
                self.show_floor()
            except StorageError as error:
                _LOGGER.warning("the floor could not be read: %s", error)
            except Exception:  # a thread's outermost loop: the next change is shown
                _LOGGER.exception("the floor stumbled")
            if changed:
                self._closing.wait(FLOOR_EVERY_S)

    def show_floor(self, only: str | None = None) -> None:
        """Read the floor once and send it to every dashboard, or to one."""
        screens = [
            socket
            for socket in self.sockets.everybody()
            if socket.namespace == "/dashboard" and only in (None, socket.sid)
        ]
        if not screens:
            return
        encoded = msgspec.Raw(msgspec.json.encode(self._floor()))
        for socket in screens:
            if self._keeps_up(socket):
                self.sockets.send(socket.sid, "floor", encoded)

    def show_calls(self, device_id: str, call: CallView) -> None:
        """The kiosk reads of its own call, colleagues of all that wait."""
        waiting = self.calls.waiting()
        for socket in self.sockets.everybody():
            if isinstance(socket.caller, SignedIn):
                self.sockets.send(socket.sid, "calls", waiting)
            elif socket.caller.device.id == device_id:
                self.sockets.send(socket.sid, "call", call)

    def show_till(self, alerts: Sequence[TillAlertView]) -> None:
        """What a person has to look at, to all who serve."""
        for socket in self.sockets.everybody():
            if isinstance(socket.caller, SignedIn):
                self.sockets.send(socket.sid, "till", alerts)

    def _show_evening(self, read: Callable[[], EveningNews]) -> None:
        """What has changed on a live list, to every associate's phone and dashboard. A screen that
        does not keep up reads the list anew when it does."""
        screens = [
            socket
            for socket in self.sockets.everybody()
            if socket.namespace in ("/associate", "/dashboard")
        ]
        if not screens:
            return
        encoded = msgspec.Raw(msgspec.json.encode(read()))
        for socket in screens:
            if self.sockets.waiting(socket) < EVENINGS_BEHIND:
                self.sockets.send(socket.sid, "evening", encoded)

    def _any_dashboard(self) -> bool:
        return any(one.namespace == "/dashboard" for one in self.sockets.everybody())

    def _show_traffic(self, news: TrafficNews) -> None:
        """Encoded once, whoever looks, and written to each socket at once; where that would
        wait, it waits in the socket's queue. A screen that does not keep up finds a number
        missing, and reads all of it when it does."""
        encoded = msgspec.Raw(msgspec.json.encode(news))
        packet = self.sockets.socketio.server.packet_class(
            EVENT, namespace="/dashboard", data=["traffic", encoded]
        )
        frame = text_frame(f"{MESSAGE}{packet.encode()}")
        later = []
        for socket in self.sockets.everybody():
            if socket.namespace != "/dashboard":
                continue
            waiting = self.sockets.waiting(socket)
            if not waiting and socket.wire is not None and socket.wire.at_once(frame):
                continue
            if waiting < TRAFFIC_BEHIND:
                later.append(socket.sid)
        if later:
            self.sockets.socketio.server.emit("traffic", encoded, namespace="/dashboard", to=later)

    def _keeps_up(self, socket: Socket) -> bool:
        """Whether this screen has read most of what it was sent; cut off if not for long."""
        now_s = self._clock.monotonic()
        if self.sockets.waiting(socket) < FLOORS_BEHIND:
            socket.behind_since_s = None
            return True
        if socket.behind_since_s is None:
            socket.behind_since_s = now_s
        elif now_s - socket.behind_since_s > 2 * FLOOR_AT_LEAST_EVERY_S:
            self.sockets.cut(socket.sid, "too_slow")
        return False

    def _run_watch(self) -> None:
        while not self._closing.wait(WATCHED_EVERY_S):
            try:
                self.sockets.check_rights()
                self.sockets.end_nameless()
            except StorageError as error:
                _LOGGER.warning("sessions could not be checked: %s", error)
            except Exception:  # a thread's outermost loop: the next second looks again
                _LOGGER.exception("the watch over the sockets stumbled")
