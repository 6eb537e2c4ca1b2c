"""A release is the same bytes for the same sources, and holds what a boutique runs and no more."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
import release


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in (*release.ROOMS, *release.SCREENS):
        (tmp_path / folder / "__pycache__").mkdir(parents=True)
        (tmp_path / folder / "__pycache__" / "one.pyc").touch()
        (tmp_path / folder / "one.txt").write_text(folder)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "accueil"\nversion = "1.2.3"\n')
    (tmp_path / "requirements.lock").write_text("flask==1\n")
    return tmp_path


def test_the_same_sources_are_the_same_release(tree: Path, tmp_path: Path) -> None:
    first = release.write(tree, tmp_path / "a")
    (tree / "store_server" / "one.txt").touch()
    assert release.write(tree, tmp_path / "b") == first
    packed = [(tmp_path / name / release.archive_name(first)).read_bytes() for name in "ab"]
    assert packed[0] == packed[1]
    assert (tmp_path / "a" / "release").read_text() == f"{first}\n"


def test_another_lock_is_another_environment_and_other_sources_are_not(tree: Path) -> None:
    first = release.write(tree, tree / "out").split("-")
    (tree / "devices" / "one.txt").write_text("other")
    second = release.write(tree, tree / "out").split("-")
    (tree / "requirements.lock").write_text("flask==2\n")
    third = release.write(tree, tree / "out").split("-")
    assert first[:2] == second[:2] != third[:2]
    assert len({first[2], second[2], third[2]}) == 3


def test_it_holds_what_runs(tree: Path) -> None:
    name = release.write(tree, tree / "out")
    with tarfile.open(tree / "out" / release.archive_name(name)) as archive:
        names = set(archive.getnames())
    assert "accueil-1.2.3.dist-info/METADATA" in names
    assert {"requirements.lock", "kiosk_ui/dist/one.txt", "events/one.txt"} <= names
    assert not any("__pycache__" in name or name.startswith("tests") for name in names)
