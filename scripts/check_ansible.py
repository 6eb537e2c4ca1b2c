"""Tries the whole playbook on a fresh Debian 12 box, as `make test-ansible` says.

Lint; a dry run on the fresh box; convergence; a second run that changes nothing; what the box then
is and refuses; an upgrade, one that fails and is taken back, and the way back by hand.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import ansible_inventory
import box as boxes
import debian
import environment
import releases_for_tests
import screens
from debian import Part, program
from environment import Environment
from locks import ANSIBLE_LOCK
from steps import Steps
from troubles import TroubleError

ROOT = Path(__file__).resolve().parent.parent
PLAYBOOKS = ROOT / "ansible"
PARTS = (
    Part("mmdebstrap", "a Debian root to try the playbook on", lambda: program("mmdebstrap")),
    Part("systemd-container", "booting it", lambda: program("systemd-nspawn")),
    Part("openssh-client", "reaching it", lambda: program("ssh", "ssh-keygen")),
)
TAIL_LINES = 60


class Playbooks:
    """Runs them on one box, and counts what was tried."""

    def __init__(self, tools: Environment, inventory: Path, vault: Path, box: boxes.Box) -> None:
        self.tried: list[str] = []
        self._box = box
        self._tools = tools
        self._inventory = inventory
        self._vault = vault
        self._env = {
            **os.environ,
            "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg"),
            "ANSIBLE_HOME": str(box.folder / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "PATH": f"{tools.bin}{os.pathsep}{os.environ.get('PATH', '')}",
        }

    def tool(self, name: str, *arguments: str) -> None:
        """Raises `TroubleError`."""
        self._call(name, [str(self._tools.bin / arguments[0]), *arguments[1:]])

    def run(
        self, name: str, playbook: str, *arguments: str, unchanged: bool = False, fails: str = ""
    ) -> str:
        """Raises `TroubleError`, also where something changed, or did not fail as it had to."""
        argv = [str(self._tools.bin / "ansible-playbook"), "-i", str(self._inventory)]
        argv += ["--vault-password-file", str(self._vault), *arguments]
        said = self._call(name, [*argv, str(PLAYBOOKS / playbook)], fails)
        if unchanged and (changed := _changed(said)):
            raise TroubleError(f"“{name}” changed something.", changed)
        return said

    def _call(self, name: str, argv: list[str], fails: str = "") -> str:
        print(f"\n── {name} " + "─" * max(4, 76 - len(name)), flush=True)
        began = time.monotonic()
        done = subprocess.run(
            argv,
            cwd=PLAYBOOKS,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        lines = done.stdout.splitlines()
        as_wanted = fails in done.stdout if fails else done.returncode == 0
        if not as_wanted or (fails and done.returncode == 0):
            print("\n".join(lines[-TAIL_LINES:]))
            print(self._box.run("journalctl", "-u", "accueil", "-n", "60", "--no-pager"))
            raise TroubleError(f"“{name}” went wrong: the lines above say where.")
        recap = [line for line in lines if re.search(r"ok=\d+ .*failed=\d+", line)]
        print(f"{recap[-1] if recap else 'good'}  ({time.monotonic() - began:.0f} s)", flush=True)
        self.tried.append(name)
        return done.stdout


def _changed(said: str) -> tuple[str, ...]:
    """Each task that changed something, with what it said of it."""
    if re.search(r"changed=0 ", said) and not re.search(r"changed=[1-9]", said):
        return ()
    return tuple(part[:400] for part in said.split("\nTASK ") if "changed: [" in part)


def main() -> int:
    steps = Steps()
    began = time.monotonic()
    try:
        _check_machine()
        debian.prepare(steps, PARTS)
        tools = _tools(steps)
        screens.prepare(steps, ROOT)
        tried = _try(steps, tools)
    except TroubleError as trouble:
        steps.trouble(trouble)
        return 1
    except KeyboardInterrupt:
        steps.say("\nStopped; the box is gone.")
        return 130
    print(f"\nThe playbook holds: {time.monotonic() - began:.0f} s.")
    print(f"{len(tried)} passed, 0 failed")
    return 0


def _check_machine() -> None:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise TroubleError(
            "make test-ansible boots a Debian of its own, which takes Linux and root: run it there."
        )


def _tools(steps: Steps) -> Environment:
    """Ansible and its linter have an environment of their own: the product needs neither."""
    tools = Environment(ROOT / ".ansible")
    environment.create(steps, tools)
    environment.install(steps, tools, ROOT, ROOT / ANSIBLE_LOCK)
    return tools


def _try(steps: Steps, tools: Environment) -> list[str]:
    ports = ansible_inventory.free_ports()
    with boxes.fresh(steps, ports["ssh"]) as box:
        with steps.step("three releases"):
            builds = releases_for_tests.write(ROOT, box.folder)
        inventory, vault = ansible_inventory.write(box, ports, builds, tools)
        plays = Playbooks(tools, inventory, vault, box)
        plays.tool("ansible-lint, production", "ansible-lint", "--offline", "--profile=production")
        dry = ("--check", "--diff")
        plays.run("a dry run on the fresh box", "site.yml", *dry)
        plays.run("from a fresh box to a boutique", "site.yml", "--diff")
        plays.run("a second run changes nothing", "site.yml", "--diff", unchanged=True)
        plays.run("a dry run foresees nothing", "site.yml", *dry, unchanged=True)
        plays.run("what the box is, and refuses", "tests/verify.yml")
        _upgrade(plays, builds)
    return plays.tried


def _upgrade(plays: Playbooks, builds: releases_for_tests.Builds) -> None:
    second, broken = f"edge_release={builds.second}", f"edge_release={builds.broken}"
    plays.run("an upgrade with new tables", "tests/upgrade.yml", "-e", second)
    wrong = f"{builds.broken} is not well: {builds.second} runs again"
    plays.run("a release that is not well", "tests/upgrade.yml", "-e", broken, fails=wrong)
    said = {"first": builds.first, "second": builds.second, "broken": builds.broken}
    words = [word for name, value in said.items() for word in ("-e", f"{name}={value}")]
    plays.run("what runs now, and the way back", "tests/roll_back.yml", *words)


if __name__ == "__main__":
    sys.exit(main())
