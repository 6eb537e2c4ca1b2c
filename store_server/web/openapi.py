"""The OpenAPI 3.1 document, made from the table of operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from store_server.views import Problem
from store_server.web import wire
from store_server.web.auth import DEVICE_COOKIES, SESSION_COOKIE
from store_server.web.callers import KIND_OF_DEVICE, PEOPLE, Who
from store_server.web.operations import PREFIX, Download, Operation, Picture, Resource
from store_server.web.problems import KINDS, MEDIA_TYPE

REF = "#/components/schemas/{name}"

_DESCRIPTION = """\
Everything that the screens of Accueil do, they do through this interface and the Socket.IO
messages below. Bodies are JSON in UTF-8 of at most 64 KiB; names that we do not know are refused.
Times are RFC 3339 in UTC. Every error is a problem as RFC 9457 has it, and `field` names the input
that is wrong."""


def document(resources: Sequence[Resource], version: str, server_url: str = "") -> dict[str, Any]:
    operations = [operation for resource in resources for operation in resource.operations]
    schemas = _Schemas(_kinds(operations))
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Accueil", "version": version, "description": _DESCRIPTION},
        "servers": [{"url": (server_url + PREFIX) or PREFIX}],
        "tags": [{"name": resource.tag, "description": resource.words} for resource in resources],
        "paths": _paths(operations, schemas),
        "components": {
            "schemas": schemas.components,
            "responses": _problem_responses(),
            "securitySchemes": _security_schemes(),
        },
        "x-socketio": _messages(schemas),
    }


class _Schemas:
    """The schema of each type, by the type; structs are references to components."""

    def __init__(self, kinds: Iterable[Any]) -> None:
        self._kinds = list(kinds)
        self._found, components = msgspec.json.schema_components(self._kinds, ref_template=REF)
        self.components: dict[str, Any] = dict(sorted(components.items()))

    def of(self, kind: Any) -> dict[str, Any]:
        return self._found[self._kinds.index(kind)]


def _kinds(operations: Iterable[Operation]) -> list[Any]:
    wanted: list[Any] = [Problem]
    for operation in operations:
        wanted += [operation.body, operation.query, *operation.name_types.values()]
        if operation.answer not in (Picture, Download):
            wanted.append(operation.answer)
    for message in wire.MESSAGES:
        wanted += [message.shape, *message.acknowledgement]
    found: list[Any] = []
    for kind in wanted:
        if kind is not None and kind not in found:
            found.append(kind)
    return found


def _paths(operations: Iterable[Operation], schemas: _Schemas) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _one(operation, schemas)
    return paths


def _one(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": _responses(operation, schemas),
        "security": _security(operation),
        "x-who": sorted(who.value for who in operation.allow),
    }
    if operation.description:
        described["description"] = operation.description
    if parameters := _parameters(operation, schemas):
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.of(operation.body)}},
        }
    if operation.file is not None:
        binary = {"schema": {"type": "string", "format": "binary"}}
        described["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(operation.file.media, binary),
        }
    return described


def _parameters(operation: Operation, schemas: _Schemas) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schemas.of(operation.name_types[name]),
        }
        for name in operation.names
    ]
    if operation.query is not None:
        shape = schemas.components[operation.query.__name__]
        required = shape.get("required", ())
        found += [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            for name, schema in shape["properties"].items()
        ]
    return found


def _responses(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    if operation.answer is None:
        good: dict[str, Any] = {"description": "Done."}
    elif operation.answer is Picture:
        good = {
            "description": operation.summary,
            "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    elif operation.answer is Download:
        good = {
            "description": operation.summary,
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    else:
        schema = schemas.of(operation.answer)
        good = {
            "description": operation.summary,
            "content": {"application/json": {"schema": schema}},
        }
    statuses = sorted(_problem_statuses(operation))
    refused = {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}
    return {str(operation.status): good, **refused}


def _problem_statuses(operation: Operation) -> set[int]:
    found = {500, 503}
    if Who.ANYONE not in operation.allow:
        found |= {401, 403}
    if operation.names:
        found.add(404)
        if Who.ANYONE in operation.allow:
            found.add(429)  # whoever guesses waits
    if operation.query is not None or operation.body is not None or operation.file is not None:
        found.add(422)
    if any(kind is not str for kind in operation.name_types.values()):
        found.add(422)
    if operation.changes:
        found |= {400, 403, 409, 413, 415, 422, 429, 507}
    if operation.path.startswith("/auth"):
        found |= {401, 404}
    return found


def _problem_responses() -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind in KINDS.values():
        by_status.setdefault(kind.status, []).append(f"**{kind.title}**: {kind.meaning}")
    return {
        str(status): {
            "description": " ".join(meanings),
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
        }
        for status, meanings in sorted(by_status.items())
    }


def _security_schemes() -> dict[str, Any]:
    devices = {
        f"{kind}_device": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": f"Set by /auth/pair on a device of the kind {kind}.",
        }
        for kind, cookie in DEVICE_COOKIES.items()
    }
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": SESSION_COOKIE,
            "description": "Set by /auth/pin, together with the cookie of the phone.",
        },
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": "X-CSRF",
            "description": "The token of /auth/me; each change within a session carries it.",
        },
        **devices,
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "Given by POST /api-keys, or `accueil apikey add`, to a program.",
        },
    }


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = []
    if operation.allow & PEOPLE:
        session: dict[str, list[str]] = {"session": [], "associate_device": []}
        found.append({**session, "csrf": []} if operation.changes else session)
    found += [
        {f"{kind}_device": []} for who, kind in KIND_OF_DEVICE.items() if who in operation.allow
    ]
    if Who.SYSTEM in operation.allow:
        found.append({"key": []})
    return found


def _messages(schemas: _Schemas) -> dict[str, Any]:
    described = []
    for message in wire.MESSAGES:
        one: dict[str, Any] = {
            "namespace": message.namespace,
            "name": message.name,
            "sentBy": message.sent_by,
            "description": message.words,
            "payload": schemas.of(message.shape),
        }
        if message.acknowledgement:
            shapes = [schemas.of(shape) for shape in message.acknowledgement]
            one["acknowledgement"] = {"anyOf": shapes}
        described.append(one)
    return {"path": "/socket.io", "description": wire.CONNECTING, "messages": described}
