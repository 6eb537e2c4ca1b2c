"""Where something began: the id of the message or the request, which goes along with all it causes.

It is born at the MQTT message, the HTTP request or the socket's message, follows a command over the
bus, and stands in each line of the log, in the journal's line and in what a phone is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from store_server.clock import new_id

_ORIGIN: ContextVar[str] = ContextVar("origin", default="")


def current() -> str:
    """Of what this thread is doing; empty where nothing began it."""
    return _ORIGIN.get()


def begin(identity: str = "") -> str:
    """What this thread does from now on began here; a new id unless there is one already."""
    identity = identity or new_id()
    _ORIGIN.set(identity)
    return identity


@contextmanager
def under(identity: str) -> Iterator[None]:
    """For a while; empty leaves it as it is."""
    if not identity:
        yield
        return
    before = _ORIGIN.set(identity)
    try:
        yield
    finally:
        _ORIGIN.reset(before)
