"""The bus accepts messages from any thread and acts on one.

A command has exactly one handler and may be waited for; a domain event has any number of listeners,
and one that fails never silences the next. Everything that changes the boutique's state runs on the
bus thread, so handlers need no locks. The queue is memory: what matters is committed by the handler
before it publishes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from store_server import origin

_LOGGER = logging.getLogger(__name__)

WAITING_AT_MOST = 1_000  # commands; beyond it the bus does not keep up

Handler = Callable[[Any], Any]


class UnhandledError(LookupError):
    """No handler was registered for a command of this type."""


@dataclass(slots=True)
class _Job:
    command: Any
    answer: Future[Any] | None
    origin: str = ""


@dataclass(slots=True)
class Bus:
    """One thread, one queue. `tick_s` is how often `every` callbacks may run, in seconds."""

    tick_s: float = 0.25
    _handlers: dict[type, Handler] = field(default_factory=dict)
    _listeners: dict[type, list[Handler]] = field(default_factory=dict)
    _tickers: list[Callable[[], None]] = field(default_factory=list)
    _queue: SimpleQueue[_Job | None] = field(default_factory=SimpleQueue)
    _told: deque[Any] = field(default_factory=deque)
    _thread: threading.Thread | None = None
    _ailing: set[Callable[[], None]] = field(default_factory=set)

    def handle(self, kind: type, handler: Handler) -> None:
        """Name the one handler of a command; a second one is a mistake in the wiring."""
        if kind in self._handlers:
            raise ValueError(f"{kind.__name__} already has a handler")
        self._handlers[kind] = handler

    def listen(self, kind: type, listener: Handler) -> Callable[[], None]:
        """Hear every domain event of `kind`; returns the way to stop hearing it."""
        self._listeners.setdefault(kind, []).append(listener)
        return lambda: self._listeners[kind].remove(listener)

    def every_tick(self, callback: Callable[[], None]) -> None:
        self._tickers.append(callback)

    def post(self, command: Any) -> None:
        """Ask, and do not wait. From any thread."""
        self._queue.put(_Job(command, None, origin.current()))

    def submit(self, command: Any) -> Future[Any]:
        """Ask, and wait elsewhere: the future is done once the handler has committed."""
        future: Future[Any] = Future()
        self._queue.put(_Job(command, future, origin.current()))
        return future

    def ask(self, command: Any, timeout_s: float = 10.0) -> Any:
        """Ask, and wait for the handler's answer; its exception is raised here.

        On the bus thread itself the handler runs at once. Raises `TimeoutError` after `timeout_s`.
        """
        if threading.current_thread() is self._thread or self._thread is None:
            answer = self._act(command)
            self._tell_all()
            return answer
        return self.submit(command).result(timeout_s)

    def tell(self, event: Any) -> None:
        """Publish a domain event. Only from a handler, on the bus thread, after its commit."""
        if self._thread is not None and threading.current_thread() is not self._thread:
            raise RuntimeError(f"{type(event).__name__} was told from another thread than the bus")
        self._told.append(event)

    def waiting(self) -> int:
        """How many commands wait to be acted on."""
        return self._queue.qsize()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Act on what was posted before, then end."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(timeout=10)
            self._thread = None

    def _run(self) -> None:
        next_tick = time.monotonic() + self.tick_s
        while True:
            try:
                job = self._queue.get(timeout=max(0.0, next_tick - time.monotonic()))
            except Empty:
                job = _Job(None, None)
            if job is None:
                return
            origin.begin(job.origin)
            if job.command is not None:
                self._settle(job)
                self._tell_all()
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + self.tick_s
                self.tick()

    def tick(self) -> None:
        """Let time pass once: what the clock drives runs here, on the bus thread."""
        for callback in self._tickers:
            try:
                callback()
            except Exception:  # one ticker's failure stops neither the others nor the bus
                if callback not in self._ailing:  # it is tried again four times a second
                    _LOGGER.exception("a ticker failed")
                self._ailing.add(callback)
            else:
                self._ailing.discard(callback)
        self._tell_all()

    def _settle(self, job: _Job) -> None:
        try:
            answer = self._act(job.command)
        except Exception as error:  # whoever asked is told; the bus goes on
            if job.answer is None:
                _LOGGER.exception("%s failed", type(job.command).__name__)
            else:
                job.answer.set_exception(error)
        else:
            if job.answer is not None:
                job.answer.set_result(answer)

    def _act(self, command: Any) -> Any:
        handler = self._handlers.get(type(command))
        if handler is None:
            raise UnhandledError(f"nobody handles {type(command).__name__}")
        return handler(command)

    def _tell_all(self) -> None:
        while self._told:
            event = self._told.popleft()
            for listener in tuple(self._listeners.get(type(event), ())):
                try:
                    listener(event)
                except Exception:  # one listener's failure never silences the next
                    _LOGGER.exception("a listener of %s failed", type(event).__name__)
