"""The interface's documentation as a page: rendered from the OpenAPI document, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from store_server.web.problems import KINDS


def render(document: dict[str, Any], styles: Sequence[str] = ()) -> str:
    """The whole page. Needs an application's context for the template.

    `styles` are the screens' own, with their fonts and colours.
    """
    return render_template(
        "docs.html",
        document=document,
        styles=styles,
        chapters=_chapters(document),
        shapes=[
            {"name": name, **_shape(schema)}
            for name, schema in document["components"]["schemas"].items()
        ],
        messages=_messages(document),
        kinds=KINDS.values(),
        type_words=type_words,
        prose=prose,
    )


def prose(words: str) -> Markup:
    """Text in which `this` is code."""
    parts = words.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def _chapters(document: dict[str, Any]) -> list[dict[str, Any]]:
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag[operation["tags"][0]].append(_operation(path, method, operation))
    return [
        {
            "name": tag["name"],
            "slug": _slug(tag["name"]),
            "words": tag["description"],
            "operations": by_tag[tag["name"]],
        }
        for tag in document["tags"]
    ]


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    bodies = operation.get("requestBody", {}).get("content", {})
    body = bodies.get("application/json", {})
    good = next(code for code in operation["responses"] if code.startswith("2"))
    content: dict[str, Any] = operation["responses"][good].get("content", {})
    answer = next((one.get("schema") for one in content.values()), None)
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "who": operation["x-who"],
        "parameters": operation.get("parameters", ()),
        "body": body.get("schema"),
        "files": [media for media in bodies if media != "application/json"],
        "answer": answer,
        "status": good,
        "problems": [code for code in operation["responses"] if not code.startswith("2")],
    }


def _messages(document: dict[str, Any]) -> list[dict[str, Any]]:
    described = document["x-socketio"]
    rooms: dict[str, list[dict[str, Any]]] = {}
    for message in described["messages"]:
        rooms.setdefault(message["namespace"], []).append(message)
    return [{"namespace": name, "messages": messages} for name, messages in rooms.items()]


def _shape(schema: dict[str, Any]) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    fields = [
        {
            "name": name,
            "type": type_words(inner),
            "refs": _refs(inner),
            "limits": _limits(inner),
            "description": inner.get("description", ""),
            "required": name in required,
        }
        for name, inner in schema.get("properties", {}).items()
    ]
    return {
        "description": schema.get("description", ""),
        "fields": fields,
        "values": schema.get("enum", ()),
    }


def type_words(schema: dict[str, Any] | None) -> str:
    """A schema in a few words: `list of AssociateView`, `text or null`."""
    if not schema:
        return "anything"
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_words(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    return _plain_words(schema)


def _plain_words(schema: dict[str, Any]) -> str:
    match schema.get("type"):
        case "array":
            return f"list of {type_words(schema.get('items'))}"
        case "object":
            inner = schema.get("additionalProperties")
            return f"names to {type_words(inner)}" if isinstance(inner, dict) else "object"
        case "string":
            return {"date-time": "time", "date": "date"}.get(schema.get("format", ""), "text")
        case "integer":
            return "whole number"
        case "boolean":
            return "true or false"
        case str(word):
            return word
        case _:
            return "anything"


def _refs(schema: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        return [str(schema["$ref"].rsplit("/", 1)[-1])]
    inner = [*schema.get("anyOf", ())]
    if isinstance(schema.get("items"), dict):
        inner.append(schema["items"])
    return [name for one in inner for name in _refs(one)]


_LIMITS = {
    "minLength": "at least {} long",
    "maxLength": "at most {} long",
    "minimum": "from {}",
    "maximum": "to {}",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "maxProperties": "at most {}",
}


def _limits(schema: dict[str, Any]) -> str:
    parts = [schema, *schema.get("anyOf", ())]
    found = [
        words.format(part[name])
        for part in parts
        for name, words in _LIMITS.items()
        if name in part
    ]
    default = schema.get("default")
    if default not in (None, "", [], (), {}):
        found.append(f"else {str(default).lower() if isinstance(default, bool) else default}")
    return ", ".join(found)


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")
