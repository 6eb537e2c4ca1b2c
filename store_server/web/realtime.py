"""Socket.IO: the associates' feeds, the manager's floor, the kiosk's greeting."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import Queue
from typing import Any

import msgspec
from engineio.packet import MESSAGE
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import SocketIO
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
from store_server.web import codec, tokens
from store_server.web.auth import DEVICE_COOKIES, SESSION_COOKIE, Gate
from store_server.web.callers import SOCKETS, OnDevice, Program, SignedIn, Stranger, Who
from store_server.web.calls import Calls, CallView
from store_server.web.doorman import Doorman
from store_server.web.feed import Feed
from store_server.web.leaving import SteadyManager
from store_server.web.live_evenings import LiveEvenings
from store_server.web.live_traffic import LiveTraffic
from store_server.web.problems import ForbiddenError, ProblemError
from store_server.web.receipts import Receipts
from store_server.web.straight import Wire, text_frame
from store_server.web.wire import SENT, Ended

_LOGGER = logging.getLogger(__name__)

PING_EVERY_S = 10
PING_TIMEOUT_S = 10
LARGEST_MESSAGE_BYTES = 16 * 1024

FLOOR_EVERY_S = 0.25  # at most four a second
FLOOR_AT_LEAST_EVERY_S = 10.0  # the screen shows how old the picture is
FLOORS_BEHIND = 4  # a screen that has as many to read yet gets no further one
EVENINGS_BEHIND = 32  # a screen that has as many to read yet gets no further one
TRAFFIC_BEHIND = 16  # as that; it then reads all of it once
WATCHED_EVERY_S = 1.0
GOODBYE_WITHIN_S = 1.0
NAMELESS_FOR_S = 10.0  # a connection that enters no namespace


@dataclass(slots=True)
class Socket:
    """One connected screen, and by what right."""

    sid: str
    namespace: str
    who: Who
    caller: SignedIn | OnDevice
    token_hash: str
    wire: Wire | None  # where the connection has been a WebSocket from the start
    behind_since_s: float | None = None


class OnceAMinute(logging.Filter):
    """Whatever strangers send, the log gets a line a minute of it and no more."""

    def __init__(self) -> None:
        super().__init__()
        self._next_s = 0.0

    def filter(self, _record: logging.LogRecord) -> bool:
        now_s = time.monotonic()
        if now_s < self._next_s:
            return False
        self._next_s = now_s + 60.0
        return True


class Realtime:
    """Owns the sockets. `attach` puts it on an application; nothing runs before `start`."""

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
        self._accounts = accounts
        self._clock = clock
        self._sockets: dict[str, Socket] = {}
        self._nameless: dict[str, float] = {}
        self._others: dict[str, Callable[[], Iterable[str]]] = {}
        self._receipts = Receipts(accounts, clock)

        def shown(associate_id: str, client_id: str) -> None:
            look(associate_id, "card.shown", client_id)

        self.feed = Feed(queries, self, clock, self._receipts.delivered, shown)
        self.calls = Calls(clock)
        self.calls.changed = self.show_calls
        self.evenings = LiveEvenings(door_queries, self._show_evening)
        self.traffic = LiveTraffic(traffic, self._show_traffic, self._any_dashboard)
        self._floor_stale = threading.Event()
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._unlisten: list[Callable[[], None]] = []
        self.greet: Callable[[Socket], None] = lambda _socket: None
        self.socketio = SocketIO()

    # ------------------------------------------------------------------ life

    def attach(self, app: Flask) -> None:
        quiet = logging.getLogger(f"{__name__}.wire")
        quiet.setLevel(logging.ERROR)
        quiet.addFilter(OnceAMinute())
        self.socketio.init_app(
            app,
            async_mode="threading",
            client_manager=SteadyManager(),
            json=codec,
            manage_session=False,
            cors_allowed_origins=None,  # the same origin only
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_TIMEOUT_S,
            max_http_buffer_size=LARGEST_MESSAGE_BYTES,
            async_handlers=False,  # a socket's messages are worked through in their order
            transports=["websocket", "polling"],
            logger=quiet,
            engineio_logger=quiet,
        )
        app.wsgi_app = Doorman(app.wsgi_app, self.may_connect)  # type: ignore[method-assign]

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
        for socket in tuple(self._sockets.values()):
            self.cut(socket.sid, "closing")
        self._receipts.stop()
        server = self.socketio.server
        closing = [self._hang_up(eio_sid) for eio_sid in tuple(server.eio.sockets)]
        deadline_s = time.monotonic() + GOODBYE_WITHIN_S
        while any(queue and queue.unfinished_tasks for queue in closing):
            if time.monotonic() > deadline_s:
                break
            time.sleep(0.01)
        server.shutdown()

    # ------------------------------------------------------------------ sockets

    @property
    def connected(self) -> int:
        return len(self._sockets)

    def enter(self, namespace: str) -> Socket:
        """Let the caller of the present request in, or raise the refusal."""
        if len(self._sockets) >= self.settings.sockets_at_most:
            raise RefusedError("full: too many screens are connected; try again in a moment")
        allow = SOCKETS[namespace]
        caller = self.gate.caller(request, allow)
        try:
            caller = self.gate.admit(allow, caller)
        except ForbiddenError as error:
            raise RefusedError(f"forbidden: {error}") from error
        except ProblemError as error:
            raise RefusedError(f"unauthorised: {error}") from error
        if isinstance(caller, Stranger | Program):
            raise RefusedError("unauthorised")
        cookie = SESSION_COOKIE if isinstance(caller, SignedIn) else DEVICE_COOKIES["kiosk"]
        token_hash = tokens.fingerprint(request.cookies[cookie])
        sid: str = request.sid  # type: ignore[attr-defined]
        upgraded = request.headers.get("Upgrade", "").lower() == "websocket"
        wire: Wire | None = request.environ.get("werkzeug.socket") if upgraded else None
        socket = Socket(sid, namespace, caller.who, caller, token_hash, wire)
        self._sockets[sid] = socket
        return socket

    def also_named(self, namespace: str, sids: Callable[[], Iterable[str]]) -> None:
        """Sockets of a namespace that is kept elsewhere have a name, too."""
        self._others[namespace] = sids

    def once_connected(self, socket: Socket, do: Callable[[], None]) -> None:
        """Do this after the namespace has been entered: what is sent earlier is dropped."""
        manager = self.socketio.server.manager

        def wait() -> None:
            while socket.sid in self._sockets and not self._closing.is_set():
                if manager.is_connected(socket.sid, socket.namespace):
                    do()
                    return
                self._closing.wait(0.005)

        threading.Thread(target=wait, name="greeting", daemon=True).start()

    def everybody(self) -> Sequence[Socket]:
        return tuple(self._sockets.values())

    def greets(self, greeting: Callable[[Socket], None]) -> None:
        """What every screen is told once it is in."""
        self.greet = greeting

    def leave(self, sid: str) -> None:
        self._sockets.pop(sid, None)
        self.feed.leave(sid)

    def socket(self, sid: str) -> Socket | None:
        return self._sockets.get(sid)

    def send(
        self, sid: str, name: str, message: Any, acked: Callable[[], None] | None = None
    ) -> None:
        socket = self._sockets.get(sid)
        if socket is None:
            return
        if (socket.namespace, name) not in SENT:
            raise ValueError(f"{name} is for no room of {socket.namespace}: see wire.ROOMS")
        callback = None if acked is None else lambda *_answer: acked()
        self.socketio.server.emit(
            name, message, to=sid, namespace=socket.namespace, callback=callback
        )

    def cut(self, sid: str, reason: str) -> None:
        """End one connection, and say why first."""
        socket = self._sockets.get(sid)
        if socket is None:
            return
        self.send(sid, "ended", Ended(reason))  # type: ignore[arg-type]
        self.socketio.server.disconnect(sid, namespace=socket.namespace)
        self.leave(sid)

    def end_session(self, session_id: str) -> None:
        self._end(lambda caller: isinstance(caller, SignedIn) and caller.session.id == session_id)

    def end_device(self, device_id: str) -> None:
        self._end(lambda caller: caller.device.id == device_id)

    def _end(self, meant: Callable[[SignedIn | OnDevice], bool]) -> None:
        for socket in tuple(self._sockets.values()):
            if meant(socket.caller):
                self.cut(socket.sid, "revoked")

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
            for socket in tuple(self._sockets.values())
            if socket.namespace == "/dashboard" and only in (None, socket.sid)
        ]
        if not screens:
            return
        encoded = msgspec.Raw(msgspec.json.encode(self._floor()))
        for socket in screens:
            if self._keeps_up(socket):
                self.send(socket.sid, "floor", encoded)

    def show_calls(self, device_id: str, call: CallView) -> None:
        """The kiosk reads of its own call, colleagues of all that wait."""
        waiting = self.calls.waiting()
        for socket in tuple(self._sockets.values()):
            if isinstance(socket.caller, SignedIn):
                self.send(socket.sid, "calls", waiting)
            elif socket.caller.device.id == device_id:
                self.send(socket.sid, "call", call)

    def show_till(self, alerts: Sequence[TillAlertView]) -> None:
        """What a person has to look at, to all who serve."""
        for socket in tuple(self._sockets.values()):
            if isinstance(socket.caller, SignedIn):
                self.send(socket.sid, "till", alerts)

    def _show_evening(self, read: Callable[[], EveningNews]) -> None:
        """What has changed on a live list, to every associate's phone and dashboard. A screen that
        does not keep up reads the list anew when it does."""
        screens = [
            socket
            for socket in tuple(self._sockets.values())
            if socket.namespace in ("/associate", "/dashboard")
        ]
        if not screens:
            return
        encoded = msgspec.Raw(msgspec.json.encode(read()))
        for socket in screens:
            if self._waiting(socket) < EVENINGS_BEHIND:
                self.send(socket.sid, "evening", encoded)

    def _any_dashboard(self) -> bool:
        return any(one.namespace == "/dashboard" for one in tuple(self._sockets.values()))

    def _show_traffic(self, news: TrafficNews) -> None:
        """Encoded once, whoever looks, and written to each socket at once; where that would
        wait, it waits in the socket's queue. A screen that does not keep up finds a number
        missing, and reads all of it when it does."""
        encoded = msgspec.Raw(msgspec.json.encode(news))
        packet = self.socketio.server.packet_class(
            EVENT, namespace="/dashboard", data=["traffic", encoded]
        )
        frame = text_frame(f"{MESSAGE}{packet.encode()}")
        later = []
        for socket in tuple(self._sockets.values()):
            if socket.namespace != "/dashboard":
                continue
            waiting = self._waiting(socket)
            if not waiting and socket.wire is not None and socket.wire.at_once(frame):
                continue
            if waiting < TRAFFIC_BEHIND:
                later.append(socket.sid)
        if later:
            self.socketio.server.emit("traffic", encoded, namespace="/dashboard", to=later)

    def _keeps_up(self, socket: Socket) -> bool:
        """Whether this screen has read most of what it was sent; cut off if not for long."""
        now_s = self._clock.monotonic()
        if self._waiting(socket) < FLOORS_BEHIND:
            socket.behind_since_s = None
            return True
        if socket.behind_since_s is None:
            socket.behind_since_s = now_s
        elif now_s - socket.behind_since_s > 2 * FLOOR_AT_LEAST_EVERY_S:
            self.cut(socket.sid, "too_slow")
        return False

    def _waiting(self, socket: Socket) -> int:
        server = self.socketio.server
        eio_sid = server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
        transport = server.eio.sockets.get(eio_sid)
        return transport.queue.qsize() if transport is not None else 0

    def _run_watch(self) -> None:
        while not self._closing.wait(WATCHED_EVERY_S):
            try:
                self.check_rights()
                self._end_nameless()
            except StorageError as error:
                _LOGGER.warning("sessions could not be checked: %s", error)
            except Exception:  # a thread's outermost loop: the next second looks again
                _LOGGER.exception("the watch over the sockets stumbled")

    def check_rights(self) -> None:
        """End the sockets whose session or device no longer stands, wherever it was revoked.

        Asked in one statement each, however many screens there are.
        """
        sockets = tuple(self._sockets.values())
        people = {one.token_hash for one in sockets if isinstance(one.caller, SignedIn)}
        machines = {one.token_hash for one in sockets if isinstance(one.caller, OnDevice)}
        sessions, devices = self.gate.sessions(people), self.gate.devices(machines)
        for socket in sockets:
            session = sessions.get(socket.token_hash)
            right = session is not None and Who(session.role.value) is socket.who
            if not right and socket.token_hash not in devices:
                self.cut(socket.sid, "revoked")

    # ------------------------------------------------------------------ the transport below

    def may_connect(self) -> bool:
        """Before anybody is known: a tenth more than the limit, so that most hear a reason."""
        return len(self.socketio.server.eio.sockets) < self.settings.sockets_at_most * 1.1 + 4

    def _end_nameless(self) -> None:
        """End connections that have entered no namespace: they hold threads for nothing."""
        server = self.socketio.server
        now_s = self._clock.monotonic()
        named = {
            server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
            for socket in tuple(self._sockets.values())
        } | {
            server.manager.eio_sid_from_sid(sid, namespace)
            for namespace, sids in self._others.items()
            for sid in sids()
        }
        nameless = set(server.eio.sockets) - named
        self._nameless = {eio_sid: self._nameless.get(eio_sid, now_s) for eio_sid in nameless}
        for eio_sid, since_s in self._nameless.items():
            if now_s - since_s > NAMELESS_FOR_S:
                self._hang_up(eio_sid)

    def _hang_up(self, eio_sid: str) -> Queue[Any] | None:
        """End a connection; answers what is still to be sent on it.

        Engine.IO's own `disconnect` waits for that, and whoever has gone never reads it.
        """
        connection = self.socketio.server.eio.sockets.pop(eio_sid, None)
        if connection is None:
            return None
        connection.close(wait=False)
        queue: Queue[Any] = connection.queue
        return queue
