"""XML from a device, as plain objects: no entities, no document types, bounded in every way."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from devices.drivers import UnreadableError

DEEPEST = 32
MOST_ELEMENTS = 5_000
UTF8 = ("UTF-8", "US-ASCII", "ASCII")


def parse(payload: bytes) -> tuple[str, dict[str, Any]]:
    """The root's name, and what stands in it.

    An element with elements in it becomes an object, by their names without namespace; one without
    becomes its text; those of the same name become a list. Attributes are left out.
    """
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _refused
    parser.EntityDeclHandler = _refused
    try:
        parser.Parse(payload, True)
    except expat.ExpatError as error:
        raise UnreadableError(f"not XML: {expat.ErrorString(error.code)}") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("not XML: its encoding is unknown") from None
    if not isinstance(builder.content, dict):
        raise UnreadableError("the XML holds no elements")
    return builder.root, builder.content


class _Builder:
    def __init__(self) -> None:
        self.root = ""
        self.content: object = ""
        self._open: list[tuple[str, dict[str, Any], list[str]]] = []
        self._elements = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= DEEPEST or self._elements > MOST_ELEMENTS:
            raise UnreadableError("the XML is nested too deeply, or has too many elements")
        self._open.append((name.rpartition(" ")[2], {}, []))

    def text(self, text: str) -> None:
        if self._open:
            self._open[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, children, words = self._open.pop()
        content: object = children or "".join(words).strip()
        if not self._open:
            self.root, self.content = name, content
            return
        siblings = self._open[-1][1]
        if name not in siblings:
            siblings[name] = content
        elif isinstance(siblings[name], list):
            siblings[name].append(content)
        else:
            siblings[name] = [siblings[name], content]


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in UTF8:
        raise UnreadableError("the XML is not UTF-8")


def _refused(*_said: object) -> None:
    raise UnreadableError("the XML declares a document type or entities, which is not taken")
