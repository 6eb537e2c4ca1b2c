"""Every deed that the server can write in the audit log has words on the manager's screen."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.domain.consent import Purpose
from store_server.guest_messages import Ruling
from store_server.handlers.desk import _deed
from store_server.web.api.device_commands import Order

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+([-_.][a-z]+)*|signed-(in|out)")
KIND = re.compile(r"([A-Z][a-z]+){2,}")
WRITERS = {"audit", "note", "look", "deed", "_deed", "AuditLine"}  # they take a deed's name
OF_A_NAME = {  # names that are put together
    "consent.given.": list(Purpose),
    "consent.withdrawn.": list(Purpose),
    "guest.": list(Ruling),
    "pairing.": ["associate", "client", "kiosk"],
    "device.": ["amended", "suspended", "resumed", "replaced", "forgotten"],
}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def deeds() -> set[str]:
    """What the source names, what is put together, and what follows from the journal's kinds."""
    found = {start + str(end) for start, ends in OF_A_NAME.items() for end in ends}
    found |= {f"device.{do}" for do in Order.__annotations__["do"].split('"')[1::2]}
    for path in (ROOT / "store_server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            said = list(texts(node))
            if called(node) in WRITERS:
                found |= {text for text in said if NAMED.fullmatch(text)}
            if called(node) == "record" and any(word.arg == "by" for word in node.keywords):
                found |= {_deed(text) for text in said if KIND.fullmatch(text)}
    return found


def test_the_source_was_read() -> None:
    assert {"card.read", "client.erased", "guest.approve", "event.picture-kept"} <= deeds()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_deed_has_words(language: str) -> None:
    catalogue = ROOT / "kiosk_ui" / "catalogue" / f"{language}.json"
    words = json.loads(catalogue.read_text(encoding="utf-8"))
    keys = {what: f"audit.deed.{re.sub('[.-]', '_', what)}" for what in deeds()}
    assert sorted(what for what, key in keys.items() if key not in words) == []
