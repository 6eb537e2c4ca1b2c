"""What the tests need of the system is installed where that may be done, and else named exactly."""

from __future__ import annotations

import io
import os
from pathlib import Path

import debian
import pytest
from check import Result, summary
from steps import Steps
from troubles import TroubleError


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Packages that the machine lacks, for the test to choose."""
    names = {"mosquitto", "libzbar0"}
    parts = tuple(
        debian.Part(part.package, part.what_for, lambda name=part.package: name not in names)
        for part in debian.PARTS
    )
    monkeypatch.setattr(debian, "PARTS", parts)
    return names


def test_where_nothing_is_missing_nothing_is_installed(tool, lacking: set[str]) -> None:
    lacking.clear()
    apt = tool("apt-get", 'echo "$@" >> "$(dirname "$0")/calls"')
    debian.prepare(Steps(io.StringIO()))
    assert not (apt.parent / "calls").exists()


@pytest.mark.usefixtures("lacking")
def test_without_root_the_missing_packages_are_named(tool, monkeypatch: pytest.MonkeyPatch) -> None:
    tool("apt-get", "exit 1")
    tool("sudo", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(TroubleError) as caught:
        debian.prepare(Steps(io.StringIO()))
    assert str(caught.value) == (
        "The tests need what this machine lacks: mosquitto (a real MQTT broker); libzbar0 "
        "(reading codes from pictures). Install it with: sudo apt-get install mosquitto libzbar0."
    )


def test_sudo_without_a_password_installs_them(
    tool, lacking: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "INSTALL", 'apt-get install "$@"')
    tool("apt-get", f'echo "$@" >> {tmp_path}/installed')
    tool("sudo", 'shift; [ "$1" = true ] || exec "$@"')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(debian, "missing", _missing_once(lacking))
    debian.prepare(Steps(io.StringIO()))
    assert (tmp_path / "installed").read_text(encoding="utf-8") == "install mosquitto libzbar0\n"


def _missing_once(names: set[str]):
    answers = [[part for part in debian.PARTS if part.package in names], []]
    return lambda _parts=None: answers.pop(0)


def test_the_last_line_of_all_checks_is_pytest_s_own(capsys: pytest.CaptureFixture[str]) -> None:
    own = "====== 12 passed in 3.45s ======"
    assert summary([Result("ruff check", True, 1.0), Result("pytest", True, 3.5, own)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == own


def test_one_failed_check_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("mypy", False, 1.0), Result("pytest", True, 3.5, "== 12 passed ==")]
    assert summary(results) == 1
    shown = capsys.readouterr().out
    assert "✗ mypy" in shown
    assert "failed: mypy" in shown
