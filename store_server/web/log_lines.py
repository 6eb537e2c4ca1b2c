"""The server's log: a line of JSON for a machine, a sentence for a terminal; both name the origin:
the MQTT message, the request or the socket's message that it began with.

A request's id comes back as `X-Request-ID`, so that whoever saw a failure can name it. A proxy may
give its own; what does not look like an id is not believed.
"""

from __future__ import annotations

import logging
import re
import sys
from copy import copy
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
from flask import Flask, Response, g, has_request_context, request

from store_server import origin
from store_server.ports import BusyError, FullError, UnreachableError

HEADER = "X-Request-ID"
READABLE = "%(asctime)s %(levelname)s %(name)s: %(message)s%(asked)s"

FORESEEN = (UnreachableError, BusyError, FullError)
POOL = "sqlalchemy.pool"

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Of the request that this thread answers; empty where there is none."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def _began() -> str:
    return request_id() or origin.current()


def name_requests(app: Flask) -> None:
    @app.before_request
    def _name() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = origin.begin(given if _ID.fullmatch(given) else uuid4().hex)

    @app.after_request
    def _tell(response: Response) -> Response:
        if identity := request_id():
            response.headers[HEADER] = identity
        return response


def _database(record: logging.LogRecord) -> str:
    """Why, where it was a database that is away, busy or full: its own words say all, and where
    in the program that was met says nothing. A pool that throws a lost connection away stumbles
    over it once more, and tells of that: it is the same trouble."""
    error = record.exc_info[1] if record.exc_info else None
    if record.name.startswith(POOL):
        while error is not None and not isinstance(error, FORESEEN):
            error = error.__context__
    return str(error) if isinstance(error, FORESEEN) else ""


class ReadableLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(READABLE)

    def format(self, record: logging.LogRecord) -> str:
        identity = _began()
        asked = f" (origin {identity})" if identity else ""
        if because := _database(record):
            record, asked = copy(record), f": {because}{asked}"
            record.exc_info = record.exc_text = None
        record.asked = asked
        return super().format(record)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "thread": record.threadName,
            "message": record.getMessage(),
        }
        if identity := _began():
            line["origin"] = identity
        if because := _database(record):
            line["because"] = because
        elif record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def log_to_stderr(level: int) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(ReadableLines() if sys.stderr.isatty() else JsonLines())
    logging.basicConfig(level=level, handlers=[handler])
