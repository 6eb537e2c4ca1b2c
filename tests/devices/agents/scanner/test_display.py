"""How a verdict is shown."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from devices.agents.scanner.display import LOOKS, Displays, ProgramDisplay, TerminalDisplay
from tests.waiting import wait_for


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def program(folder: Path, script: str) -> str:
    file = folder / "lamp"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


def test_a_terminal_shows_colour_shape_words_and_sound() -> None:
    shown = {}
    for verdict in LOOKS:
        out = Terminal()
        TerminalDisplay(out).show(verdict, "Bienvenue.")
        shown[verdict] = out.getvalue()
        assert "Bienvenue." in shown[verdict]
    assert len(set(shown.values())) == len(LOOKS)
    assert "\a" not in shown["welcome"]
    assert "\a" in shown["stop"]


def test_a_beep_is_a_sound_and_nothing_to_see() -> None:
    out = Terminal()
    TerminalDisplay(out).show("beep", "")
    assert out.getvalue() == "\a"


def test_elsewhere_it_is_a_line() -> None:
    out = io.StringIO()
    TerminalDisplay(out).show("stop", "Non.")
    assert out.getvalue() == "stop: Non.\n"


def test_words_from_the_network_steer_no_terminal() -> None:
    out = Terminal()
    TerminalDisplay(out).show("stop", "\x1b]0;owned\a\nNon." + "x" * 500)
    assert "\x1b]0" not in out.getvalue()
    assert "x" * 201 not in out.getvalue()


def test_a_program_hears_the_verdict_and_its_words(tmp_path: Path) -> None:
    lamp = program(tmp_path, f'printf "%s|%s" "$1" "$2" > {tmp_path}/shown')
    display = ProgramDisplay(lamp)
    display.show("welcome", "Bienvenue; rm -rf $HOME")
    ((_, started),) = display._running
    assert started.wait(10) == 0
    shown = tmp_path / "shown"
    assert shown.read_text(encoding="utf-8") == "welcome|Bienvenue; rm -rf $HOME"


def test_a_program_that_never_comes_back_is_ended(tmp_path: Path) -> None:
    display = ProgramDisplay(program(tmp_path, "exec sleep 600"), within_s=0.0)
    display.show("welcome", "")
    ((_, first),) = display._running
    wait_for(lambda: (display.show("stop", ""), first.poll() is not None)[1], "it still runs")
    for _, one in display._running:
        one.kill()
        one.wait()


def test_one_that_fails_is_told_of_and_silences_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def show(self, verdict: str, text: str) -> None:
            raise RuntimeError(verdict + text)

    out = io.StringIO()
    with caplog.at_level(logging.ERROR):
        missing = ProgramDisplay(str(tmp_path / "missing"))
        Displays(Broken(), missing, TerminalDisplay(out)).show("wait", "Un instant.")
    assert out.getvalue() == "wait: Un instant.\n"
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
