"""Who may do what: every kind of caller at every operation."""

from __future__ import annotations

from pathlib import Path

import pytest

from store_server.web.api import RESOURCES, operations
from store_server.web.callers import PEOPLE, Who
from store_server.web.operations import Operation
from store_server.web.permissions import table
from store_server.web.wire import MESSAGES, SENT
from tests.store_server.web.boutique import Boutique, Browser

DOCUMENT = Path(__file__).parents[3] / "docs" / "permissions.md"


def knock(browser: Browser, operation: Operation) -> tuple[int, str]:
    """The status and the kind of the problem; ids that are nobody's and an empty body."""
    path = operation.path
    for name in operation.names:
        path = path.replace(f"{{{name}}}", "presence" if name == "purpose" else "nobody")
    answer = browser.ask(operation.method, path, {} if operation.changes else None)
    kind = answer.json.get("type", "") if answer.is_json and answer.status_code >= 400 else ""
    return answer.status_code, kind.rpartition("-")[2]


@pytest.mark.parametrize("who", list(Who))
def test_each_caller_gets_in_where_the_table_says_and_nowhere_else(
    boutique: Boutique, who: Who
) -> None:
    browser = boutique.who(who)
    for operation in operations():
        if operation.id in ("sign_out", "sign_in", "pair_device"):
            continue  # they change who is knocking; see the tests of signing in
        status, kind = knock(browser, operation)
        allowed = who in operation.allow or Who.ANYONE in operation.allow
        phone_too = who in PEOPLE and Who.PHONE in operation.allow
        if allowed or phone_too:
            assert status not in (401, 403), (operation.id, status, kind)
        else:
            expected = 403 if who in PEOPLE and operation.allow & PEOPLE else 401
            assert status == expected, (operation.id, status, kind)


def test_signing_out_is_for_people_only(boutique: Boutique) -> None:
    for who in Who:
        expected = 204 if who in PEOPLE else 401
        assert boutique.who(who).post("/auth/sign-out").status_code == expected


def test_every_operation_has_an_allow_list_and_a_sentence() -> None:
    for operation in operations():
        assert operation.allow, operation.id
        assert len(operation.summary) > 8, operation.id


def test_the_written_table_is_the_true_one() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == table(RESOURCES), (
        "run: python -m store_server.web.permissions > docs/permissions.md"
    )


def test_each_message_that_is_documented_stands_in_a_room() -> None:
    assert {(one.namespace, one.name) for one in MESSAGES} <= SENT
