"""Problem details (RFC 9457): the one shape in which every door says no.

ProblemError              status, kind and words; everything below only fills them in
  ├ UnreadableBodyError   400  not JSON, not UTF-8, a name twice, too deep
  ├ InvalidInputError     422  understood and not allowed; `field` says where
  ├ NotSignedInError      401
  ├ ForbiddenError        403
  └ TooManyError          429  with the seconds to wait
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from events.answering import AnswerRefusedError
from events.plan import PlanError
from events.programme import StageError
from events.seating import SeatError
from payments.article import ArticleError
from payments.money import MoneyError
from payments.split import SplitError
from store_server.domain.signal import SignalStepError
from store_server.ports import ConflictError, FullError, NotFoundError, StorageError
from store_server.views import Problem

_LOGGER = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
DOCUMENTED_AT = "/api/v1/docs#problem-"

RETRY_AFTER_S = 2  # for what heals by itself: a busy database, a bus that is behind

_PLACE = re.compile(r" - at (?:`key` in )?`\$?(?P<path>[^`]*)`$")
_NAMED = re.compile(r"(?:unknown|required) field `(?P<field>[^`]+)`")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its place in the documentation, its status, its title and its story."""

    slug: str
    status: int
    title: str
    meaning: str


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind("unreadable", 400, "Not readable", "The body is not JSON as RFC 8259 has it."),
        Kind("bad-request", 400, "Bad request", "The request itself is malformed."),
        Kind("not-signed-in", 401, "Not signed in", "A session or a paired device is needed."),
        Kind("pin-needed", 401, "PIN needed", "This phone is paired; its owner signs in by PIN."),
        Kind("strong-needed", 401, "More than a PIN", "A passkey, or password and code."),
        Kind("wrong-code", 401, "Wrong code", "The code or PIN is wrong, used up or expired."),
        Kind("forbidden", 403, "Not allowed", "Signed in, and this role may not do that."),
        Kind("proof-needed", 403, "Who are you?", "Prove yourself anew; see POST /auth/proof."),
        Kind("staff-needed", 403, "Colleague needed", "Unlock this kiosk with a PIN first."),
        Kind("csrf", 403, "Token missing", "A change needs the header X-CSRF of this session."),
        Kind("not-found", 404, "Not found", "There is nothing here."),
        Kind("method", 405, "Method not allowed", "This address knows other methods; see Allow."),
        Kind("conflict", 409, "Conflict", "Understood; the state of the boutique forbids it."),
        Kind("too-large", 413, "Too large", "At most 64 KiB; a photo, 2 MiB."),
        Kind("media-type", 415, "Wrong media type", "Bodies are JSON; a photo is itself."),
        Kind("invalid", 422, "Invalid input", "Readable and wrong; `field` names the input."),
        Kind("too-many", 429, "Too many attempts", "Wait as many seconds as Retry-After says."),
        Kind("internal", 500, "Internal error", "Our mistake, and it is in the server's log."),
        Kind("unavailable", 503, "Not now", "It heals by itself; try again after Retry-After."),
        Kind("disk-full", 507, "Disk full", "Reading goes on; writing waits for space."),
    )
}

_BY_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method",
    413: "too-large",
    415: "media-type",
    429: "too-many",
    500: "internal",
    503: "unavailable",
}


class ProblemError(Exception):
    """An answer that is a problem. `detail` is a sentence for whoever wrote the request."""

    slug = "bad-request"

    def __init__(
        self,
        detail: str = "",
        *,
        slug: str = "",
        field: str = "",
        extra: Mapping[str, Any] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[slug or self.slug]
        self.detail = detail
        self.field = field
        self.extra = dict(extra or {})
        self.retry_after_s = retry_after_s

    def problem(self, instance: str = "") -> Problem:
        return Problem(
            type=DOCUMENTED_AT + self.kind.slug,
            title=self.kind.title,
            status=self.kind.status,
            detail=self.detail,
            field=self.field,
            instance=instance,
            extra=self.extra,
        )


class UnreadableBodyError(ProblemError):
    slug = "unreadable"


class InvalidInputError(ProblemError):
    slug = "invalid"


class NotSignedInError(ProblemError):
    slug = "not-signed-in"


class ForbiddenError(ProblemError):
    slug = "forbidden"


class TooManyError(ProblemError):
    slug = "too-many"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"try again in {retry_after_s} s", retry_after_s=retry_after_s)


def invalid(error: msgspec.ValidationError) -> InvalidInputError:
    """What msgspec found, with the place as a person would write it: `$.sizes[...]` -> `sizes`."""
    words = str(error)
    place = _PLACE.search(words)
    field = place["path"].lstrip(".").replace("[...]", "") if place else ""
    if named := _NAMED.search(words):
        field = f"{field}.{named['field']}" if field else named["field"]
    said = _PLACE.sub("", words)
    if "matching regex" in said:
        said = "this is not written in the form that is asked for"
    return InvalidInputError(said, field=field)


def translate(error: Exception) -> ProblemError:
    """The problem that stands for an error of the house; what is not known is our mistake."""
    match error:
        case ProblemError():
            return error
        case msgspec.ValidationError():
            return invalid(error)
        case PlanError() | ArticleError() | SplitError() | MoneyError():
            return InvalidInputError(str(error), field=getattr(error, "field", ""))
        case AnswerRefusedError():
            return ProblemError(str(error), slug="conflict", extra={"reason": error.reason})
        case NotFoundError():
            return ProblemError(str(error), slug="not-found")
        case ConflictError() | SignalStepError() | StageError() | SeatError():
            return ProblemError(str(error), slug="conflict")
        case FullError():
            return ProblemError("the disk is full; nothing was written", slug="disk-full")
        case StorageError() if error.trying_again_may_help:
            return _later("the database is busy or away; nothing was written")
        case TimeoutError() | FutureTimeoutError():
            return _later("the house is busy; whether it was done is not known yet")
        case _:
            return ProblemError("it is noted in the server's log", slug="internal")


def _later(detail: str) -> ProblemError:
    return ProblemError(detail, slug="unavailable", retry_after_s=RETRY_AFTER_S)


def answer(error: ProblemError, path: str = "") -> Response:
    response = Response(
        msgspec.json.encode(error.problem(instance=path)),
        status=error.kind.status,
        content_type=MEDIA_TYPE,
    )
    response.headers["Cache-Control"] = "no-store"
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def refusal(error: HTTPException) -> Response:
    """What the framework has to say, as a problem."""
    code = error.code or 500
    if code < 400:  # a redirect is an answer, not a problem
        return Response(status=code, headers=error.get_headers())
    slug = _BY_STATUS.get(code, "internal" if code >= 500 else "bad-request")
    response = answer(ProblemError(_plain(error, slug), slug=slug), request.path)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def answer_with_problems(app: Flask) -> None:
    """Let every error of this application leave it as a problem."""

    app.register_error_handler(HTTPException, refusal)

    @app.errorhandler(Exception)
    def _any(error: Exception) -> Response:
        problem = translate(error)
        if problem.kind.status == 500:
            _LOGGER.error("%s failed", request.endpoint, exc_info=error)
        return answer(problem, request.path)


def _plain(error: HTTPException, slug: str) -> str:
    """Our own words; those of the framework speak of its insides."""
    if slug == "method":
        return "this address knows other methods"
    if slug == "too-large":
        return f"at most {request.max_content_length or 0:,} bytes here"
    if slug == "internal":
        return "it is noted in the server's log"
    return KINDS[slug].meaning if error.code != 400 else "the request is malformed"
