"""A declarative router: what an operation is stands in one table, and all else is made from it.

    clients = Resource("clients", "The book of clients.")

    @clients.get("/clients/{client_id}", allow=FLOOR)
    def read_client(house: House, who: SignedIn, client_id: str) -> ClientView:
        \"\"\"Read a client's file.\"\"\"

A view names what it needs: `house`, `who` (the caller), `body` and `query` (msgspec structs),
`request`, and the names in its path. Its annotations are the types of the wire, its docstring the
documentation. Role and CSRF checks, decoding, problems, OpenAPI and the table of who may do what
follow from that.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from flask import Blueprint, Flask, Request, Response, request

from store_server.web import body as bodies
from store_server.web.callers import Caller, Stranger, Who
from store_server.web.house import House
from store_server.web.problems import InvalidInputError, ProblemError, invalid

PREFIX = "/api/v1"

WITH_SLASHES = frozenset({"device_id", "zone"})  # a vendor's own names: "espresense/office"
LONGEST_NAME = 128

View = Callable[..., Any]
V = TypeVar("V", bound=View)
T = TypeVar("T")


class Reply(Generic[T]):
    """An answer with something beside it: a status, a place, cookies."""

    def __init__(
        self,
        value: T,
        *,
        location: str = "",
        dress: Callable[[Response], None] | None = None,
    ) -> None:
        self.value = value
        self.location = location
        self.dress = dress


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, as the answer of an operation."""

    image: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file, as the answer of an operation; it is sent as its pieces are made."""

    pieces: Iterable[bytes]
    content_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    tag: str
    allow: frozenset[Who]
    view: View
    status: int
    summary: str
    description: str
    body: Any = None
    query: type[msgspec.Struct] | None = None
    answer: Any = None
    names: tuple[str, ...] = ()
    name_types: Mapping[str, Any] = field(default_factory=dict)
    wants: frozenset[str] = frozenset()
    file: bodies.File | None = None

    @property
    def id(self) -> str:
        return self.view.__name__

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def largest_body(self) -> int:
        return self.file.largest_bytes if self.file else bodies.LARGEST_BODY_BYTES


class Resource:
    """The operations of one file, under one tag."""

    def __init__(self, tag: str, words: str) -> None:
        self.tag = tag
        self.words = words
        self.operations: list[Operation] = []

    def get(self, path: str, *, allow: frozenset[Who], status: int = 200) -> Callable[[V], V]:
        return self._declare("GET", path, allow, status)

    def post(self, path: str, *, allow: frozenset[Who], status: int = 200) -> Callable[[V], V]:
        return self._declare("POST", path, allow, status)

    def put(self, path: str, *, allow: frozenset[Who], status: int = 200) -> Callable[[V], V]:
        return self._declare("PUT", path, allow, status)

    def patch(self, path: str, *, allow: frozenset[Who], status: int = 200) -> Callable[[V], V]:
        return self._declare("PATCH", path, allow, status)

    def delete(self, path: str, *, allow: frozenset[Who], status: int = 200) -> Callable[[V], V]:
        return self._declare("DELETE", path, allow, status)

    def _declare(
        self, method: str, path: str, allow: frozenset[Who], status: int
    ) -> Callable[[V], V]:
        def declare(view: V) -> V:
            self.operations.append(_read(view, method, path, self.tag, allow, status))
            return view

        return declare


def _read(
    view: View, method: str, path: str, tag: str, allow: frozenset[Who], status: int
) -> Operation:
    """The operation that a view's signature and docstring declare."""
    hints = get_type_hints(view, include_extras=True)
    answer = hints.pop("return", NoneType)
    if get_origin(answer) is Reply:
        (answer,) = get_args(answer)
    body = hints.get("body")
    file = next((one for one in get_args(body) if isinstance(one, bodies.File)), None)
    names = tuple(re.findall(r"{(\w+)}", path))
    words = inspect.getdoc(view) or ""
    summary, _, description = words.partition("\n\n")
    if not summary:
        raise TypeError(f"{view.__name__} has no docstring: what does it do?")
    return Operation(
        method=method,
        path=path,
        tag=tag,
        allow=allow,
        view=view,
        status=204 if answer is NoneType else status,
        summary=" ".join(summary.split()).rstrip("."),
        description=" ".join(description.split()),
        body=None if file else body,
        file=file,
        query=hints.get("query"),
        answer=None if answer is NoneType else answer,
        names=names,
        name_types={name: hints[name] for name in names},
        wants=frozenset(inspect.signature(view).parameters),
    )


# ------------------------------------------------------------------------------- serving them


def serve(app: Flask, house: House, resources: Iterable[Resource]) -> None:
    """Put every operation on the application, a blueprint a resource."""
    for resource in resources:
        blueprint = Blueprint(resource.tag.replace(" ", "_").lower(), __name__)
        for operation in resource.operations:
            blueprint.add_url_rule(
                PREFIX + _rule(operation),
                endpoint=operation.id,
                view_func=_entrance(house, operation),
                methods=[operation.method],
            )
        app.register_blueprint(blueprint)


def _rule(operation: Operation) -> str:
    def converter(match: re.Match[str]) -> str:
        name = match[1]
        return f"<path:{name}>" if name in WITH_SLASHES else f"<{name}>"

    return re.sub(r"{(\w+)}", converter, operation.path)


def _entrance(house: House, operation: Operation) -> Callable[..., Response]:
    """What Flask calls: checks, decodes, asks the view, encodes."""
    encoder = msgspec.json.Encoder()

    def enter(**names: str) -> Response:
        request.max_content_length = operation.largest_body
        caller = _admitted(house, operation)
        given: dict[str, Any] = {
            name: _name(name, text, operation.name_types[name]) for name, text in names.items()
        }
        offered = {"house": house, "who": caller, "request": request}
        given |= {name: value for name, value in offered.items() if name in operation.wants}
        given |= _inputs(operation, request)
        return _outcome(operation, operation.view(**given), encoder)

    return enter


def _admitted(house: House, operation: Operation) -> Caller:
    gate = house.gate
    gate.check_origin(request)
    if Who.ANYONE in operation.allow:
        return Stranger()
    caller = gate.caller(request, operation.allow)
    admitted = gate.admit(operation.allow, caller)
    gate.check_csrf(request, admitted)
    if not isinstance(admitted, Stranger):
        gate.touch(admitted)
    return admitted


def _name(name: str, text: str, kind: Any) -> Any:
    """A name in the path: short and printable, and of the type that the view says."""
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise ProblemError("there is nothing by that name", slug="not-found")
    bodies.refuse_cards(text, name)
    if kind is str:
        return text
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidInputError(str(error), field=name) from error


def _inputs(operation: Operation, asked: Request) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if operation.file is not None:
        found["body"] = bodies.read_file(asked, operation.file)
    elif operation.body is not None:
        found["body"] = bodies.read(asked, operation.body)
    elif operation.changes:
        bodies.read_nothing(asked)
    if operation.query is not None:
        found["query"] = _query(asked, operation.query)
    return found


def _query(asked: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    given: dict[str, str] = {}
    for name, values in asked.args.lists():
        if len(values) > 1:
            raise InvalidInputError("given more than once", field=name)
        if not values[0].isprintable():
            raise InvalidInputError("text with control characters", field=name)
        bodies.refuse_cards(values[0], name)
        bodies.refuse_cards(name, "query")
        given[name] = values[0]
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise invalid(error) from error


def _outcome(operation: Operation, outcome: Any, encoder: msgspec.json.Encoder) -> Response:
    reply = outcome if isinstance(outcome, Reply) else Reply(outcome)
    match reply.value:
        case None:
            response = Response(status=204)
            response.headers.pop("Content-Type", None)
        case Picture(image=image, content_type=content_type):
            response = Response(image, status=operation.status, content_type=content_type)
        case Download(pieces=pieces, content_type=content_type, name=name):
            response = Response(pieces, status=operation.status, content_type=content_type)
            response.headers.set("Content-Disposition", "attachment", filename=name)
        case value:
            response = Response(
                encoder.encode(value), status=operation.status, content_type="application/json"
            )
    response.headers["Cache-Control"] = "no-store"
    if reply.location:
        response.headers["Location"] = reply.location
    if reply.dress is not None:
        reply.dress(response)
    return response
