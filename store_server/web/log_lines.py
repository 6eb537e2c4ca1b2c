"""The server's log: a line of JSON for a machine, a sentence for a terminal; both name the request.

A request's id comes back as `X-Request-ID`, so that whoever saw a failure can name it. A proxy may
give its own; what does not look like an id is not believed.
"""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
from flask import Flask, Response, g, has_request_context, request

HEADER = "X-Request-ID"
READABLE = "%(asctime)s %(levelname)s %(name)s: %(message)s%(asked)s"

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Of the request that this thread answers; empty where there is none."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def name_requests(app: Flask) -> None:
    @app.before_request
    def _name() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _ID.fullmatch(given) else uuid4().hex

    @app.after_request
    def _tell(response: Response) -> Response:
        if identity := request_id():
            response.headers[HEADER] = identity
        return response


class ReadableLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(READABLE)

    def format(self, record: logging.LogRecord) -> str:
        identity = request_id()
        record.asked = f" (request {identity})" if identity else ""
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
        if identity := request_id():
            line["request"] = identity
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def log_to_stderr(level: int) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(ReadableLines() if sys.stderr.isatty() else JsonLines())
    logging.basicConfig(level=level, handlers=[handler])
