"""Makes the project's own Python environment from a lock, with hashes, by uv or by pip."""

from __future__ import annotations

import compileall
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import stamps
from steps import Steps, call
from troubles import TroubleError, explain

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"  # holds all of the runtime lock too

PACKAGES = ("store_server", "devices", "events", "payments")
PYTHON_PARTS = ("sqlite3", "ssl", "venv", "ctypes", "zlib", "bz2", "lzma")


@dataclass(frozen=True)
class Environment:
    """A folder with a Python in it. `python` need not exist yet."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"


def check_python() -> None:
    """Raise `TroubleError` where this Python was built without something that we need."""
    missing = [part for part in PYTHON_PARTS if find_spec(part) is None or not _loads(part)]
    if missing:
        raise TroubleError(
            f"This Python ({sys.executable}) was built without {', '.join(missing)}: install "
            "a complete one, or name it with PYTHON=/path/to/python3, and run the same "
            "command again."
        )


def _loads(part: str) -> bool:
    try:
        __import__(part)
    except ImportError:
        return False
    return True


def prepare(steps: Steps, root: Path, *, development: bool = False) -> Environment:
    """The environment in `.venv`, with the project in it. Does nothing where it stands already."""
    environment = Environment(root / ".venv")
    wanted = [DEVELOPMENT_LOCK] if development else [RUNTIME_LOCK, DEVELOPMENT_LOCK]
    values = {lock: _value(root, lock) for lock in wanted}
    if environment.python.exists() and any(
        stamps.matches(_stamp(environment, lock), value) for lock, value in values.items()
    ):
        return environment
    check_python()
    lock = wanted[0]
    _forget_if_moved(environment, root)
    create(steps, environment)
    install(steps, environment, root, root / lock)
    _install_project(steps, environment, root)
    stamps.write(environment.folder / ".made-in", str(root))
    stamps.write(_stamp(environment, lock), values[lock])
    return environment


def create(steps: Steps, environment: Environment) -> None:
    """An empty environment, unless there is one."""
    if environment.python.exists():
        return
    shutil.rmtree(environment.folder, ignore_errors=True)
    name = f"a Python environment in {environment.folder.name}"
    if uv := shutil.which("uv"):
        python = sys.executable
        steps.run(name, [uv, "venv", "-q", "--python", python, environment.folder], Path.cwd())
        return
    with steps.step(name):
        _create_with_venv(name, environment)


def _create_with_venv(name: str, environment: Environment) -> None:
    """By venv; Debian leaves ensurepip out of it, and then a pip of the system's does as well."""
    make = [sys.executable, "-m", "venv"]
    if find_spec("ensurepip") is not None:
        try:
            call(name, [*make, environment.folder], Path.cwd())
            return
        except TroubleError as trouble:
            if "ensurepip" not in "\n".join(trouble.tail):
                raise
    if find_spec("pip") is None:
        raise TroubleError(explain(name, "no module named pip", 1))
    call(name, [*make, "--clear", "--without-pip", environment.folder], Path.cwd())


def install(steps: Steps, environment: Environment, root: Path, lock: Path) -> None:
    """Everything in the lock. A uv that fails is followed by pip, which reads other settings."""
    wanted = ["--require-hashes", "-r", str(lock)]
    name = f"packages of {lock.name}"
    if uv := shutil.which("uv"):
        compiled = ("--compile-bytecode", *wanted)  # as pip does; it halves the time of a start
        argv = [uv, "pip", "install", "-q", "--python", str(environment.python), *compiled]
        try:
            steps.run(name, argv, root)
            return
        except TroubleError:
            if not _pip(environment):
                raise
            steps.say("    uv could not; trying pip")
    steps.run(name, [*_pip_or_fail(name, environment), "install", "-q", *wanted], root)


def _install_project(steps: Steps, environment: Environment, root: Path) -> None:
    """The project itself, in place. Its build backend comes from the lock, not from an index."""
    wanted = ["install", "-q", "--no-deps", "--no-build-isolation", "-e", str(root)]
    name = "the accueil command"
    if uv := shutil.which("uv"):
        steps.run(name, [uv, "pip", *wanted, "--python", environment.python], root)
    else:
        steps.run(name, [*_pip_or_fail(name, environment), *wanted], root)
    with steps.step("the project, compiled"):
        for package in PACKAGES:
            compileall.compile_dir(root / package, quiet=2)


def _pip(environment: Environment) -> list[str]:
    """How to call a pip that works on this environment; empty where there is none."""
    quiet = ["--disable-pip-version-check", "--no-input"]
    if any(environment.folder.glob("lib/python*/site-packages/pip/__init__.py")):
        return [str(environment.python), "-m", "pip", *quiet]
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "--python", str(environment.python), *quiet]
    return []


def _pip_or_fail(name: str, environment: Environment) -> list[str]:
    if pip := _pip(environment):
        return pip
    raise TroubleError(explain(name, "no module named pip", 1))


def _forget_if_moved(environment: Environment, root: Path) -> None:
    """An environment holds its own address; one whose folder was moved or copied is no use."""
    made_in = environment.folder / ".made-in"
    if made_in.exists() and not stamps.matches(made_in, str(root)):
        shutil.rmtree(environment.folder)


def _stamp(environment: Environment, lock: str) -> Path:
    return environment.folder / f".{lock}.stamp"


def _value(root: Path, lock: str) -> str:
    """The lock, where we are, and the parts of pyproject.toml that an installation depends on."""
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    parts = [project.get("project"), project.get("build-system"), _packages(project)]
    return stamps.fingerprint([root / lock], str(root), json.dumps(parts, sort_keys=True))


def _packages(project: dict[str, Any]) -> Any:
    return project.get("tool", {}).get("setuptools")
