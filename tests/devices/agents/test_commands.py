"""A command is done once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from devices.agents import commands as module
from devices.agents.commands import INTERRUPTED, Answer, Commands


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "commands.db"


@pytest.fixture
def commands(file: Path) -> Iterator[Commands]:
    commands = Commands(file)
    yield commands
    commands.close()


class PowerCutError(BaseException):
    """Nothing that a handler would catch."""


def test_a_repeat_after_a_restart_is_answered_and_not_done_again(file: Path) -> None:
    done: list[Mapping[str, Any]] = []
    for _ in range(2):
        commands = Commands(file)
        commands.on("reboot", done.append)
        assert commands.obey({"id": "1", "do": "reboot"}) == Answer("1", ok=True)
        commands.close()
    assert len(done) == 1


def test_a_command_in_which_the_agent_died_is_not_begun_again(file: Path) -> None:
    def die(_said: object) -> None:
        raise PowerCutError

    commands = Commands(file)
    commands.on("reboot", die)
    with pytest.raises(PowerCutError):
        commands.obey({"id": "1", "do": "reboot"})
    commands.close()
    again = Commands(file)
    again.on("reboot", die)
    assert again.obey({"id": "1", "do": "reboot"}) == Answer("1", ok=False, reason=INTERRUPTED)
    again.close()


def test_a_handler_that_fails_is_answered_without_its_details(commands: Commands) -> None:
    commands.on("show", lambda said: said["no such key"])
    answer = commands.obey({"id": "1", "do": "show"})
    assert answer == Answer("1", ok=False, reason="it failed: KeyError")


@pytest.mark.parametrize("said", [{}, {"do": "show"}, {"id": 7, "do": "show"}, {"id": ""}])
def test_what_cannot_be_answered_is_not_done(commands: Commands, said: dict[str, Any]) -> None:
    done: list[Mapping[str, Any]] = []
    commands.on("show", done.append)
    assert commands.obey(said) is None
    assert done == []


def test_only_so_many_commands_are_remembered(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 20)
    done: list[Mapping[str, Any]] = []
    commands.on("show", done.append)
    for number in range(30):
        commands.obey({"id": str(number), "do": "show"})
    ((remembered,),) = commands._file.read("SELECT count(*) FROM commands")
    assert remembered == 20
