"""The open sockets: who is let in, by what right they stay, and how each is ended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import Queue
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import SocketIO

from store_server.ports import Clock
from store_server.settings import Settings
from store_server.web import codec, tokens
from store_server.web.auth import DEVICE_COOKIES, SESSION_COOKIE, Gate
from store_server.web.callers import SOCKETS, OnDevice, Program, SignedIn, Stranger, Who
from store_server.web.doorman import Doorman
from store_server.web.leaving import SteadyManager
from store_server.web.problems import ForbiddenError, ProblemError
from store_server.web.straight import Wire
from store_server.web.wire import SENT, Ended

PING_EVERY_S = 10
PING_TIMEOUT_S = 10
LARGEST_MESSAGE_BYTES = 16 * 1024
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


class OpenSockets:
    """Those of phones, dashboards and kiosks. Any thread may ask; `left` hears who has gone."""

    def __init__(self, settings: Settings, gate: Gate, clock: Clock) -> None:
        self._settings = settings
        self._gate = gate
        self._clock = clock
        self._sockets: dict[str, Socket] = {}
        self._nameless: dict[str, float] = {}
        self._others: dict[str, Callable[[], Iterable[str]]] = {}
        self._closing = threading.Event()
        self.left: Callable[[str], None] = lambda _sid: None
        self.socketio = SocketIO()

    def attach(self, app: Flask) -> None:
        """Put them on an application; nothing runs before it is served."""
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

    def close(self) -> None:
        """Say goodbye to every screen."""
        self._closing.set()
        for socket in self.everybody():
            self.cut(socket.sid, "closing")

    def shut(self) -> None:
        """End what is still connected, once it was sent what waits for it."""
        server = self.socketio.server
        closing = [self._hang_up(eio_sid) for eio_sid in tuple(server.eio.sockets)]
        deadline_s = time.monotonic() + GOODBYE_WITHIN_S
        while any(queue and queue.unfinished_tasks for queue in closing):
            if time.monotonic() > deadline_s:
                break
            time.sleep(0.01)
        server.shutdown()

    def enter(self, namespace: str) -> Socket:
        """Let the caller of the present request in, or raise the refusal."""
        if len(self._sockets) >= self._settings.sockets_at_most:
            raise RefusedError("full: too many screens are connected; try again in a moment")
        allow = SOCKETS[namespace]
        caller = self._gate.caller(request, allow)
        try:
            caller = self._gate.admit(allow, caller)
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
        """As they are now; whoever leaves meanwhile is sent nothing."""
        return tuple(self._sockets.values())

    def leave(self, sid: str) -> None:
        self._sockets.pop(sid, None)
        self.left(sid)

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

    def waiting(self, socket: Socket) -> int:
        """How much this screen has not read yet."""
        server = self.socketio.server
        eio_sid = server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
        transport = server.eio.sockets.get(eio_sid)
        return transport.queue.qsize() if transport is not None else 0

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
        for socket in self.everybody():
            if meant(socket.caller):
                self.cut(socket.sid, "revoked")

    # ------------------------------------------------------------------ by what right

    def check_rights(self) -> None:
        """End the sockets whose session or device no longer stands, wherever it was revoked.

        Asked in one statement each, however many screens there are.
        """
        sockets = self.everybody()
        people = {one.token_hash for one in sockets if isinstance(one.caller, SignedIn)}
        machines = {one.token_hash for one in sockets if isinstance(one.caller, OnDevice)}
        sessions, devices = self._gate.sessions(people), self._gate.devices(machines)
        for socket in sockets:
            session = sessions.get(socket.token_hash)
            right = session is not None and Who(session.role.value) is socket.who
            if not right and socket.token_hash not in devices:
                self.cut(socket.sid, "revoked")

    # ------------------------------------------------------------------ the transport below

    def may_connect(self) -> bool:
        """Before anybody is known: a tenth more than the limit, so that most hear a reason."""
        return len(self.socketio.server.eio.sockets) < self._settings.sockets_at_most * 1.1 + 4

    def end_nameless(self) -> None:
        """End connections that have entered no namespace: they hold threads for nothing."""
        server = self.socketio.server
        now_s = self._clock.monotonic()
        named = {
            server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
            for socket in self.everybody()
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
