"""A page for Android terminals: what their scanner types or hands over goes to the push door.

The page is open to anybody and knows nothing; what it sends counts by the device's key, which is
the token of the push door. It asks here which maker's extras to speak in, and what came of a scan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec
from flask import Blueprint, Request, Response, render_template, request

from store_server.device_ports import PushedDevice
from store_server.ports import Clock
from store_server.web import tokens
from store_server.web.catalogue import Catalogue, direction
from store_server.web.problems import ForbiddenError, ProblemError
from store_server.web.throttle import Throttle
from store_server.web.verdict_board import VerdictBoard

DIALECTS = ("datawedge", "honeywell", "newland", "datalogic")
VERDICT_WITHIN_S = 2.0
STRANGERS_AT_MOST, STRANGERS_WITHIN_S = 20, 60.0
LONGEST_ID = 128
WORDS = (
    "title",
    "ready",
    "sending",
    "stored",
    "refused",
    "offline",
    "waiting",
    "token",
    "token_hint",
    "start",
    "forget",
    "unknown",
    "full",
)


class Tokens(Protocol):
    def resolve(self, token_hash: str) -> PushedDevice | None: ...


class Relay:
    def __init__(
        self,
        tokens: Tokens,
        board: VerdictBoard,
        catalogue: Catalogue,
        clock: Clock,
        address: Callable[[Request], str],
    ) -> None:
        self._tokens = tokens
        self._board = board
        self._catalogue = catalogue
        self._address = address
        self._strangers = Throttle(clock, STRANGERS_AT_MOST, STRANGERS_WITHIN_S)

    def blueprint(self) -> Blueprint:
        relay = Blueprint("relay", __name__)
        relay.add_url_rule("/devices/relay", "page", view_func=self.page)
        relay.add_url_rule("/devices/relay/device", "device", view_func=self.device)
        relay.add_url_rule("/devices/relay/verdicts/<scan_id>", "verdict", view_func=self.verdict)
        return relay

    def page(self) -> Response:
        language = self._catalogue.choose(
            [tag for tag in (request.args.get("lang"), *request.accept_languages.values()) if tag]
        )
        say = self._catalogue.say
        body = render_template(
            "relay.html",
            lang=language,
            dir=direction(language),
            words={word: say(language, f"relay.{word}") for word in WORDS},
        )
        answer = Response(body, content_type="text/html; charset=utf-8")
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers["Vary"] = "Accept-Language"
        answer.headers["Content-Language"] = language
        return answer

    def device(self) -> Response:
        device = self._known()
        return _json({"device": device.device_id, "dialect": device.dialect})

    def verdict(self, scan_id: str) -> Response:
        """204 where there is none: the scan was noted before, or a minute ago."""
        device = self._known()
        pinned = self._board.wait(device.device_id, scan_id[:LONGEST_ID], VERDICT_WITHIN_S)
        if pinned is None:
            return Response(status=204)
        return _json({"verdict": pinned.verdict, "text": pinned.text})

    def _known(self) -> PushedDevice:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        device = self._tokens.resolve(tokens.fingerprint(token)) if token else None
        if device is None or device.dialect not in DIALECTS:
            address = self._address(request)
            self._strangers.check(address)
            self._strangers.note(address)
            raise ProblemError("no terminal has this key", slug="not-found")
        if device.suspended:
            raise ForbiddenError("this device is suspended; a manager can resume it")
        return device


def _json(said: dict[str, str]) -> Response:
    answer = Response(msgspec.json.encode(said), content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
