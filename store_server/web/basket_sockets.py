"""A basket as it changes, for whoever looks at it: its client, its payers, those who serve.

Who connects says which basket: a client by the token of their link, an associate by its number
while signed in. Each change sends the whole basket; a screen that missed some has the last.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import Namespace

from store_server.bus import Bus
from store_server.payment_messages import BasketChanged
from store_server.ports import NotFoundError, StorageError
from store_server.web.auth import Gate
from store_server.web.callers import FLOOR
from store_server.web.open_sockets import OpenSockets
from store_server.web.problems import ProblemError
from store_server.web.selling_desk import Holder, SellingDesk
from store_server.web.wire import Watch

_LOGGER = logging.getLogger(__name__)

NAMESPACE = "/basket"
WATCHERS_AT_MOST = 40  # of one basket: twelve payers, two screens each, and those who serve
LOOKED_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Watcher:
    """`token` is empty for those who serve: they look at the basket as its own link does."""

    sid: str
    basket_id: str
    token: str


class BasketSockets:
    """Owns the sockets of the namespace. Nothing runs before `start`."""

    def __init__(self, bus: Bus, gate: Gate, selling: SellingDesk, sockets: OpenSockets) -> None:
        self._bus = bus
        self._gate = gate
        self._selling = selling
        self._sockets = sockets
        self._watchers: dict[str, Watcher] = {}
        self._stale: set[str] = set()
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._unlisten: Callable[[], None] | None = None

    def attach(self) -> None:
        """After `OpenSockets.attach`."""
        self._sockets.socketio.on_namespace(_Baskets(NAMESPACE, self))
        self._sockets.also_named(NAMESPACE, lambda: tuple(self._watchers))

    def start(self) -> None:
        self._unlisten = self._bus.listen(BasketChanged, self._hear)
        self._thread = threading.Thread(target=self._run, name="baskets", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._unlisten is not None:
            self._unlisten()
        self._closing.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def enter(self, sid: str, auth: Any) -> None:
        """Let somebody watch, or raise the refusal."""
        try:
            watch = msgspec.convert(auth or {}, Watch)
            basket_id = self._basket_of(watch)
        except (msgspec.ValidationError, NotFoundError) as error:
            raise RefusedError("unauthorised: this link is not valid") from error
        except ProblemError as error:
            raise RefusedError(f"unauthorised: {error}") from error
        with self._lock:
            same = [one for one in self._watchers.values() if one.basket_id == basket_id]
            if len(same) >= WATCHERS_AT_MOST:
                raise RefusedError("full: too many screens look at this basket")
            self._watchers[sid] = Watcher(sid, basket_id, watch.token)
            self._stale.add(basket_id)
        self._changed.set()

    def leave(self, sid: str) -> None:
        with self._lock:
            self._watchers.pop(sid, None)

    def _basket_of(self, watch: Watch) -> str:
        if watch.token:
            return self._selling.holder(watch.token).basket_id
        caller = self._gate.caller(request, FLOOR)
        self._gate.admit(FLOOR, caller)
        return self._selling.queries.basket(watch.basket_id).id

    def _hear(self, event: BasketChanged) -> None:
        """On the bus thread: only noted."""
        with self._lock:
            self._stale.add(event.basket_id)
        self._changed.set()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._changed.wait()
            self._changed.clear()
            try:
                self.show()
            except StorageError as error:
                _LOGGER.warning("a basket could not be read: %s", error)
            except Exception:  # a thread's outermost loop: the next change is shown
                _LOGGER.exception("showing a basket stumbled")
            self._closing.wait(LOOKED_EVERY_S)

    def show(self) -> None:
        """Read each basket that changed once for each kind of holder, and send it."""
        with self._lock:
            stale, self._stale = self._stale, set()
            watchers = [one for one in self._watchers.values() if one.basket_id in stale]
        made: dict[Holder, msgspec.Raw] = {}
        for watcher in watchers:
            holder = self._holder(watcher)
            if holder is None:
                continue
            if holder not in made:
                view = self._selling.seen_by(holder)
                made[holder] = msgspec.Raw(msgspec.json.encode(view))
            self._send(watcher.sid, made[holder], watcher.basket_id)

    def _holder(self, watcher: Watcher) -> Holder | None:
        """Asked each time: a share may be topped up, and a link renewed."""
        if not watcher.token:
            return Holder(watcher.basket_id, None)
        try:
            return self._selling.holder(watcher.token)
        except NotFoundError:
            return None  # it shows what it showed; asking anew, its screen hears why

    def _send(self, sid: str, view: msgspec.Raw, basket_id: str) -> None:
        """What is sent before the namespace is entered is dropped: then it is sent again."""
        server = self._sockets.socketio.server
        if server.manager.is_connected(sid, NAMESPACE):
            server.emit("basket", view, to=sid, namespace=NAMESPACE)
            return
        with self._lock:
            if sid in self._watchers:
                self._stale.add(basket_id)
        self._changed.set()


class _Baskets(Namespace):  # type: ignore[misc]
    def __init__(self, namespace: str, baskets: BasketSockets) -> None:
        super().__init__(namespace)
        self._baskets = baskets

    def on_connect(self, auth: Any = None) -> None:
        self._baskets.enter(request.sid, auth)  # type: ignore[attr-defined]

    def on_disconnect(self, _reason: Any = None) -> None:
        self._baskets.leave(request.sid)  # type: ignore[attr-defined]
