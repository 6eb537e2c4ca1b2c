"""A computer among others is found: by its lamp, or by its terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from devices.agents.commands import RefusedError
from devices.agents.showing_itself import ShowingItself
from tests.waiting import wait_for


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    trigger = tmp_path / "ACT" / "trigger"
    trigger.parent.mkdir()
    trigger.write_text("none kbd-numlock [mmc0] timer heartbeat")
    return trigger


def test_its_lamp_blinks_and_is_as_before_however_often_it_is_asked(
    lamp: Path, tmp_path: Path
) -> None:
    shows = ShowingItself(io.StringIO(), tmp_path, blinks_for_s=0.2)
    shows({})
    assert lamp.read_text() == "timer"
    shows({})
    wait_for(lambda: lamp.read_text() == "mmc0", "the lamp to be as before")


def test_its_terminal_rings(tmp_path: Path) -> None:
    terminal = Terminal()
    ShowingItself(terminal, tmp_path)({})
    assert terminal.getvalue().startswith("\a")


def test_where_nobody_would_notice_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no lamp"):
        ShowingItself(io.StringIO(), tmp_path)({})
