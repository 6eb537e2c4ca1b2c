"""What `make test` prepares goes on side by side, and says in lines what becomes of it."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import check
import pytest
from environment import Environment
from screens import Node
from steps import Steps
from troubles import TroubleError

PYTHON = Environment(Path(".venv"))
NODE = Node(("npm",), Path("bin"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_screens_are_built_while_pythons_packages_come(monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2, timeout=10)

    def packages(*_given: object, development: bool) -> Environment:
        both.wait()
        return PYTHON

    monkeypatch.setattr(check.environment, "prepare", packages)
    monkeypatch.setattr(check.screens, "prepare", lambda *_given: both.wait())
    monkeypatch.setattr(check.screens, "find_node", lambda *_given: NODE)
    assert check.prepare_both(Steps(Terminal(), beside=True)) == (PYTHON, NODE)


def test_what_fails_on_either_side_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise TroubleError("The disk is full")

    monkeypatch.setattr(check.environment, "prepare", lambda *_given, development: PYTHON)
    monkeypatch.setattr(check.screens, "prepare", fails)
    with pytest.raises(TroubleError, match="The disk is full"):
        check.prepare_both(Steps(Terminal(), beside=True))


def test_two_steps_at_once_are_lines_and_turn_no_wheel() -> None:
    out = Terminal()
    steps = Steps(out, beside=True)
    with steps.step("packages"), steps.step("the screens"):
        pass
    assert "\r" not in out.getvalue()
    assert [line[:4] for line in out.getvalue().splitlines()] == ["  … ", "  … ", "  ✓ ", "  ✓ "]
