"""Temporary files go to memory only where there is plenty of it."""

from __future__ import annotations

import os
import types
from pathlib import Path

import pytest
import scratch

MEMORY = "MemTotal: 8000000 kB\nMemFree: 100000 kB\nMemAvailable: 6000000 kB\n"


@pytest.fixture
def in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scratch, "IN_MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM_BYTES", 1)
    monkeypatch.setattr(scratch, "SPARE_BYTES", 1)
    return tmp_path


def test_a_folder_in_memory_that_a_database_can_enter_and_that_vanishes(in_memory: Path) -> None:
    with scratch.scratch() as places:
        folder = Path(places["TMPDIR"])
        assert folder.parent == in_memory
        assert folder.stat().st_mode & 0o777 == 0o711
        (folder / "database").mkdir()
    assert list(in_memory.iterdir()) == []


@pytest.mark.parametrize("scarce", ["ROOM_BYTES", "SPARE_BYTES"])
def test_where_it_is_scarce_the_machines_own_place_is_used(
    in_memory: Path, monkeypatch: pytest.MonkeyPatch, scarce: str
) -> None:
    monkeypatch.setattr(scratch, scarce, 2**62)
    with scratch.scratch() as places:
        assert places == {}
    assert list(in_memory.iterdir()) == []


def test_where_there_is_none_the_machines_own_place_is_used(
    in_memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "IN_MEMORY", in_memory / "nowhere")
    with scratch.scratch() as places:
        assert places == {}


def test_where_no_program_can_be_run_the_machines_own_place_is_used(
    in_memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_containers = types.SimpleNamespace(f_bavail=2**40, f_frsize=1, f_flag=os.ST_NOEXEC)
    monkeypatch.setattr(scratch.os, "statvfs", lambda _folder: of_containers)
    with scratch.scratch() as places:
        assert places == {}
    of_containers.f_flag = 0
    with scratch.scratch() as places:
        assert places != {}


def test_what_could_be_had_is_read_and_not_what_lies_idle() -> None:
    assert scratch._spare(MEMORY) == 6_000_000 * 1024
    assert scratch._spare("") == 0
