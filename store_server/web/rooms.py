"""The namespaces of phones, dashboards and kiosks: what each hears on entering, and may say."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from flask import request
from flask_socketio import Namespace

from store_server import origin
from store_server.messages import ClaimSignal
from store_server.web.callers import SignedIn
from store_server.web.open_sockets import Socket
from store_server.web.problems import translate
from store_server.web.realtime import Realtime
from store_server.web.wire import ClaimTap, Hello, Refused, Resume

_LOGGER = logging.getLogger(__name__)


def open_rooms(realtime: Realtime) -> None:
    for room in (
        _Associate("/associate", realtime),
        _Dashboard("/dashboard", realtime),
        _Kiosk("/kiosk", realtime),
    ):
        realtime.sockets.socketio.on_namespace(room)


class _Room(Namespace):  # type: ignore[misc]
    """What the namespaces share."""

    def __init__(self, namespace: str, realtime: Realtime) -> None:
        super().__init__(namespace)
        self.realtime = realtime

    def trigger_event(self, event: str, *args: Any) -> Any:
        origin.begin()
        return super().trigger_event(event, *args)

    def on_connect(self, _auth: Any = None) -> None:
        socket = self.realtime.sockets.enter(self.namespace)
        self.welcome(socket)
        self.realtime.greet(socket)

    def on_disconnect(self, _reason: Any = None) -> None:
        self.realtime.sockets.leave(request.sid)  # type: ignore[attr-defined]

    def welcome(self, socket: Socket) -> None:
        raise NotImplementedError


class _Associate(_Room):
    def welcome(self, socket: Socket) -> None:
        if isinstance(socket.caller, SignedIn):
            self.realtime.gate.touch(socket.caller)
            self.realtime.feed.join(socket.sid, socket.caller.associate_id)

    def on_resume(self, sent: Any = None) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        try:
            wanted = msgspec.convert(sent or {}, Resume)
        except msgspec.ValidationError:
            wanted = Resume()
        self.realtime.feed.resume(sid, wanted.after)

    def on_claim(self, sent: Any = None) -> Any:
        socket = self.realtime.sockets.socket(request.sid)  # type: ignore[attr-defined]
        if socket is None or not isinstance(socket.caller, SignedIn):
            return None
        try:
            tap = msgspec.convert(sent, ClaimTap)
            return self.realtime.bus.ask(
                ClaimSignal(tap.signal_id, socket.caller.associate_id, tap.tap_id)
            )
        except Exception as error:  # whatever it was, the phone hears of it
            problem = translate(error)
            if problem.kind.status == 500:
                _LOGGER.error("a claim failed", exc_info=error)
            return Refused(problem.problem())


class _Dashboard(_Room):
    def welcome(self, socket: Socket) -> None:
        self.realtime.sockets.once_connected(socket, lambda: self.realtime.show_floor(socket.sid))


class _Kiosk(_Room):
    def welcome(self, socket: Socket) -> None:
        settings = self.realtime.settings
        self.realtime.sockets.send(
            socket.sid, "hello", Hello(settings.boutique_name, settings.brand_name)
        )
