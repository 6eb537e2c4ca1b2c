"""The link of an agent of ours to the boutique's server: the canonical protocol, spoken well.

What matters (scans, counts) is kept in the outbox until the server says that it is stored. All
else is said once, where somebody can hear it.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Literal

import msgspec

from devices.agents.commands import Commands, Handler, RefusedError
from devices.agents.connection import Connection, LinkConfig, now, to_payload
from devices.agents.delivery import Delivery
from devices.agents.durable import DurableError
from devices.agents.outbox import ALARM_FROM, Outbox, OutboxFullError
from devices.agents.renewal import Renewal

__all__ = ["DurableError", "Link", "LinkConfig", "OutboxFullError", "RefusedError"]

_LOGGER = logging.getLogger(__name__)

Kind = Literal["scan", "count"]
_Word = Literal["connected", "lost", "look", "stop"]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The server has these, or will never take them."""

    ids: tuple[str, ...]


class Link:
    """`start`, then speak from any thread; `stop` says goodbye. Nothing here raises for MQTT."""

    def __init__(self, config: LinkConfig) -> None:
        """Raises `DurableError` where the folder cannot be used, or another agent uses it."""
        self._config = config
        self._outbox = Outbox(
            config.folder / "outbox.db", config.outbox_messages, config.outbox_bytes
        )
        self._commands = Commands(config.folder / "commands.db")
        self._delivery = Delivery(self._outbox, ask_again_s=config.ask_again_s)
        self._about: dict[str, Any] = {}
        self._health: Callable[[], Mapping[str, Any]] = dict
        self._began_s = time.monotonic()
        self._alarmed = 0.0
        self._stopping = threading.Event()
        self._events: SimpleQueue[_Settled | _Word] = SimpleQueue()
        self._ordered: SimpleQueue[Mapping[str, Any] | None] = SimpleQueue()
        self._connection = Connection(config, self._changed, self._heard)
        self._renewal: Renewal | None = None
        if config.certificate is not None:
            self._renewal = Renewal(config.certificate, self._connection)
            self.on_command("certificate", self._renewal.hear)
        self._threads = (
            threading.Thread(target=self._deliver, name="delivery", daemon=True),
            threading.Thread(target=self._obey, name="commands", daemon=True),
        )

    @property
    def outbox(self) -> Outbox:
        return self._outbox

    @property
    def online(self) -> bool:
        return self._connection.online

    def wait_online(self, timeout_s: float) -> bool:
        return self._connection.wait_online(timeout_s)

    def about(self, **said: Any) -> None:
        """What the device is: kind, model, firmware, zone. Retained, said on each connection."""
        self._about = {name: value for name, value in said.items() if value is not None}
        if self.online:
            self._connection.say("about", self._about, retain=True)

    def on_health(self, health: Callable[[], Mapping[str, Any]]) -> None:
        """What to add to the pulse; called on a thread of the link's."""
        self._health = health

    def on_command(self, do: str, handler: Handler) -> None:
        """The handler returns once it is done, or raises `RefusedError` with the reason.

        It runs on a thread of the link's, one command after the other.
        """
        self._commands.on(do, handler)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()
        self._connection.open()

    def stop(self) -> None:
        """What is kept stays kept, for the next time."""
        self._stopping.set()
        self._connection.close()
        self._events.put("stop")
        self._ordered.put(None)
        for thread in self._threads:
            thread.join()
        self._outbox.close()
        self._commands.close()

    def report(self, kind: Kind, body: Mapping[str, Any]) -> str:
        """Keep it until it is stored; answers its id. `id` and `ts` are added where missing.

        Raises `OutboxFullError`: then it was not taken, and is the caller's.
        """
        return self.report_all(kind, (body,))[0]

    def report_all(self, kind: Kind, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
        """All of them in one commit, or none."""
        ts = now()
        complete = [{"id": uuid.uuid4().hex, "ts": ts, **body} for body in bodies]
        ids = [str(one["id"]) for one in complete]
        self._outbox.add(
            [(one_id, kind, to_payload(one)) for one_id, one in zip(ids, complete, strict=True)]
        )
        self._events.put("look")
        return ids

    def tell(self, kind: str, body: Any) -> bool:
        """Say it once, where it can be said at once; answers whether it was.

        `body` is the payload itself, or what becomes JSON.
        """
        return self._connection.tell(kind, body)

    # ------------------------------------------------------------------ our own threads

    def _deliver(self) -> None:
        """Send what is kept, hear what is stored, and tell now and then how we are."""
        pulse_at_s = 0.0
        while True:
            wait_s = min(pulse_at_s, self._delivery.asks_at_s()) - time.monotonic()
            if not self._take_events(max(0.0, wait_s) if self.online else None):
                return
            if not self.online:
                pulse_at_s = 0.0
                continue
            self._send_due()
            if time.monotonic() >= pulse_at_s:
                pulse_at_s = time.monotonic() + self._config.health_every_s
                self.tell("health", self._pulse())
                if self._renewal is not None:
                    self._renewal.see_to()

    def _take_events(self, wait_s: float | None) -> bool:
        """Wait for one, then take all that are there; answers whether to go on."""
        settled: list[str] = []
        try:
            event = self._events.get(timeout=wait_s)
            while event != "stop":
                if event == "lost":
                    self._delivery.begin_again()
                elif isinstance(event, _Settled):
                    settled += event.ids
                event = self._events.get_nowait()
        except Empty:
            self._settle(settled)
            return True
        self._settle(settled)
        return False

    def _settle(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        try:
            self._delivery.settled(ids, time.monotonic())
        except DurableError as error:
            _LOGGER.error("what is stored is said once more, for it cannot be removed: %s", error)

    def _send_due(self) -> None:
        try:
            for kept in self._delivery.due(time.monotonic()):
                self._connection.say(kept.kind, kept.payload)
        except DurableError as error:
            _LOGGER.error("what is kept cannot be read: %s", error)

    def _alarm(self) -> None:
        """Once when it is half full and once more when it is full, until it has room again."""
        outbox = self._outbox
        stands = 1.0 if outbox.full else ALARM_FROM if outbox.alarming else 0.0
        if stands > self._alarmed:
            waiting, filled_pct = outbox.messages, 100 * outbox.filled
            _LOGGER.warning("%d messages wait for the server: %.0f %% full", waiting, filled_pct)
        self._alarmed = max(self._alarmed, stands) if outbox.alarming else 0.0

    def _pulse(self) -> dict[str, Any]:
        self._alarm()
        return {
            "ts": now(),
            "uptime_s": round(time.monotonic() - self._began_s),
            "outbox_pct": round(100 * self._outbox.filled, 1),
            **self._health(),
        }

    def _obey(self) -> None:
        """What was still to be done when we stop is not begun any more."""
        while (said := self._ordered.get()) is not None and not self._stopping.is_set():
            answer = self._commands.obey(said)
            if answer is not None:
                self._connection.say("answer", answer)

    # ------------------------------------------------------------------ called by the connection

    def _changed(self, online: bool) -> None:
        if online and self._about:
            self._connection.say("about", self._about, retain=True)
        self._events.put("connected" if online else "lost")

    def _heard(self, payload: bytes) -> None:
        try:
            said = msgspec.json.decode(payload, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _LOGGER.warning("a command cannot be read")
            return
        if said.get("do") not in ("stored", "refused"):
            self._ordered.put(said)
            return
        ids = said.get("ids")
        if not isinstance(ids, list):
            return
        if said["do"] == "refused":
            count, reason = len(ids), said.get("reason")
            _LOGGER.error("the server will never take %d of our messages: %s", count, reason)
        self._events.put(_Settled(tuple(str(one) for one in ids)))
