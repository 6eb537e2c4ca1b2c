"""The door for devices that can only push over HTTP: `POST /devices/push/{token}`.

The token says which device it is, and that it is one of ours. What the body says is read by the
device's own dialect, as if it had come from the broker, with the same limits. 200 means that it
was understood and, where it counts or reads a code, that it is stored: until then the device keeps
it and tries again. A test of the connection is understood and says nothing, which is 200 too.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, Request, Response, request

from devices.drivers import PUSH, UnreadableError
from store_server.device_ports import PushedDevice
from store_server.intake.letterbox import LetterboxFullError
from store_server.ports import Clock
from store_server.web import tokens
from store_server.web.body import LARGEST_BODY_BYTES
from store_server.web.problems import (
    KINDS,
    RETRY_AFTER_S,
    ForbiddenError,
    ProblemError,
    UnreadableBodyError,
)
from store_server.web.throttle import Throttle

STORED_WITHIN_S = 10.0
STRANGERS_AT_MOST, STRANGERS_WITHIN_S = 20, 60.0

Post = Callable[[str, bytes], Future[None]]


class PushTokens(Protocol):
    def resolve(self, token_hash: str) -> PushedDevice | None:
        """The device whose token has this SHA-256. From any thread."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What stands behind the door: who is known, and where their letters go."""

    tokens: PushTokens
    post: Post


class PushDoor:
    def __init__(self, pushed: Pushed, clock: Clock, address: Callable[[Request], str]) -> None:
        self._pushed = pushed
        self._address = address
        self._strangers = Throttle(clock, STRANGERS_AT_MOST, STRANGERS_WITHIN_S)

    def blueprint(self) -> Blueprint:
        door = Blueprint("push_door", __name__)
        door.add_url_rule(
            "/devices/push/<token>", "push", view_func=self._push, methods=["POST", "PUT"]
        )
        return door

    def _push(self, token: str) -> Response:
        request.max_content_length = LARGEST_BODY_BYTES + 1  # a body in chunks is cut off there
        device = self._known(token)
        body = request.get_data(cache=False)
        if not body:
            raise UnreadableBodyError("the body is empty")
        if len(body) > LARGEST_BODY_BYTES:
            raise ProblemError(KINDS["too-large"].meaning, slug="too-large")
        self._store(f"{PUSH}/{device.dialect}/{device.device_id}", body)
        return Response(
            b"{}", content_type="application/json", headers={"Cache-Control": "no-store"}
        )

    def _known(self, token: str) -> PushedDevice:
        """A stranger's failures are the stranger's: a device of ours is never held up by them."""
        device = self._pushed.tokens.resolve(tokens.fingerprint(token))
        if device is None:
            address = self._address(request)
            self._strangers.check(address)
            self._strangers.note(address)
            raise ProblemError("no device has this address to push to", slug="not-found")
        if device.suspended:
            raise ForbiddenError("this device is suspended; a manager can resume it")
        return device

    def _store(self, topic: str, body: bytes) -> None:
        try:
            self._pushed.post(topic, body).result(STORED_WITHIN_S)
        except UnreadableError as error:
            raise UnreadableBodyError(str(error)) from error
        except LetterboxFullError as error:
            raise ProblemError(
                str(error), slug="unavailable", retry_after_s=RETRY_AFTER_S
            ) from error
