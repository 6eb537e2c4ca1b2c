"""The switch between releases: judged, taken back, settled after a power cut."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.ansible.programs import ROLES, load

PROGRAM = ROLES / "edge" / "files" / "accueil-release"
FIRST, SECOND, THIRD = "0.1.0-lock1-aaa", "0.1.0-lock1-bbb", "0.2.0-lock2-ccc"


class Box:
    """A box whose releases are well or not, and which notes what systemd was told."""

    def __init__(self, home: Path, program: ModuleType) -> None:
        self.home = home
        self.unwell: set[str] = set()
        self.told: list[tuple[str, ...]] = []
        self.program = program
        self.house: Any = program.House(home, "accueil.service", "http://x", 0.0, 3, home / "none")
        for name in (FIRST, SECOND, THIRD):
            (home / "releases" / name).mkdir(parents=True)
            (home / "releases" / name / ".complete").touch()
            (home / "environments" / name.split("-")[1]).mkdir(parents=True, exist_ok=True)

    def current(self) -> str | None:
        return self.house.linked("current")  # type: ignore[no-any-return]

    def systemctl(self, *words: str) -> bool:
        self.told.append(words)
        return words[0] != "restart" or self.current() not in self.unwell


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    program = load(PROGRAM)
    box = Box(tmp_path, program)
    monkeypatch.setattr(program, "systemctl", box.systemctl)
    monkeypatch.setattr(program, "well", lambda _house: box.current() not in box.unwell)
    return box


def test_a_release_that_is_well_runs_and_the_one_before_is_remembered(box: Box) -> None:
    box.program.switch(box.house, FIRST)
    box.program.switch(box.house, SECOND)
    assert (box.current(), box.house.linked("previous")) == (SECOND, FIRST)
    assert not box.house.switching.exists()


def test_a_release_that_is_not_well_is_taken_back(box: Box) -> None:
    box.program.switch(box.house, FIRST)
    box.unwell = {SECOND}
    with pytest.raises(box.program.ReleaseError, match=f"{FIRST} runs again"):
        box.program.switch(box.house, SECOND)
    assert box.current() == FIRST
    assert not box.house.switching.exists()


def test_the_first_release_that_is_not_well_leaves_nothing_running(box: Box) -> None:
    box.unwell = {FIRST}
    with pytest.raises(box.program.ReleaseError, match="nothing runs"):
        box.program.switch(box.house, FIRST)
    assert box.current() is None
    assert box.told[-1] == ("stop", "accueil.service")


def test_what_is_not_whole_is_not_tried(box: Box) -> None:
    (box.home / "releases" / SECOND / ".complete").unlink()
    for name in (SECOND, "nobody", "../releases"):
        with pytest.raises(box.program.ReleaseError):
            box.program.switch(box.house, name)
    assert box.told == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_power_cut_in_the_middle_is_settled_by_judging(box: Box, turned: bool) -> None:
    box.program.switch(box.house, FIRST)
    box.unwell = {SECOND}
    box.program.note(box.house, FIRST, SECOND)
    if turned:
        box.house.link("current", SECOND)
    with pytest.raises(box.program.ReleaseError):
        box.program.settle(box.house)
    assert box.current() == FIRST
    box.program.settle(box.house)
    assert not box.house.switching.exists()


def test_a_backup_that_fails_stops_the_switch_before_it_begins(box: Box) -> None:
    box.program.switch(box.house, FIRST)
    box.house.before.write_text("#!/bin/sh\nexit 3\n")
    box.house.before.chmod(0o755)
    with pytest.raises(box.program.ReleaseError, match="nothing was changed"):
        box.program.switch(box.house, SECOND)
    assert box.current() == FIRST


def test_old_releases_and_environments_go_what_runs_and_the_one_before_stay(box: Box) -> None:
    for name in (THIRD, FIRST):
        box.program.switch(box.house, name)
    os.utime(box.home / "releases" / THIRD, (0, 0))
    box.house = replace(box.house, kept=1)
    box.program.switch(box.house, SECOND)
    assert {path.name for path in (box.home / "releases").iterdir()} == {FIRST, SECOND}
    assert {path.name for path in (box.home / "environments").iterdir()} == {"lock1"}


def test_the_settings_that_the_role_writes_are_those_that_it_reads() -> None:
    template = PROGRAM.parents[1] / "templates" / "release.json.j2"
    names = set(
        json.loads(
            template.read_text()
            .replace("{{ edge_healthy_within_s }}", "1")
            .replace("{{ edge_releases_kept }}", "1")
        )
    )
    assert names == {"home", "unit", "health_url", "healthy_within_s", "kept", "before"}
