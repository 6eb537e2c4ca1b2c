"""The locks pin every package by its hash and name no place to fetch it from."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-node.lock",
    "requirements-bench.lock",
    "requirements-ansible.lock",
)
ROOMS = ("store_server", "devices", "events", "payments")

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    requirements = text.replace("\\\n", " ").splitlines()
    assert requirements
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_path_is_in_a_lock(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|(?<!\d)/\w", text) == []


def test_the_development_lock_pins_what_the_runtime_lock_pins(root: Path) -> None:
    runtime, development = (
        set(re.findall(r"^\S+==\S+", (root / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS[:2]
    )
    assert runtime < development


def test_every_dependency_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        re.split(r"[\[>=<;~! ]", dependency)[0].lower()
        for dependency in project["project"]["dependencies"]
    }
    locked = set(_PIN.findall((root / "requirements.lock").read_text(encoding="utf-8")))
    assert wanted - locked == set()


def test_the_package_lock_names_no_place_to_fetch_from(root: Path) -> None:
    lock = json.loads((root / "kiosk_ui" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [
        name
        for name, package in packages.items()
        if "integrity" not in package and not package.get("inBundle")
    ] == []


def test_a_lock_of_uv_own_is_not_kept(root: Path) -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", "uv.lock"], cwd=root, check=False)
    assert ignored.returncode == 0


def test_no_other_distribution_claims_a_room_of_ours() -> None:
    claimed = packages_distributions()
    assert {room: claimed[room] for room in ROOMS if set(claimed.get(room, [])) - {"accueil"}} == {}
