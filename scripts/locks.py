"""Writes the locks anew: the newest versions that fit, with hashes and no addresses."""

from __future__ import annotations

from pathlib import Path

from environment import DEVELOPMENT_LOCK, RUNTIME_LOCK, Environment
from screens import NODE_LOCK, QUIET, find_node
from steps import Steps

ANSIBLE_LOCK = "requirements-ansible.lock"  # what `make test-ansible` runs the playbook with
BENCH_LOCK = "requirements-bench.lock"  # what `python -m bench.camera` compares with
COMPILE = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--upgrade",
    "--quiet",
)


def write(steps: Steps, root: Path, environment: Environment) -> None:
    compile_ = [str(environment.bin / "uv"), "pip", "compile", *COMPILE]
    project = ["pyproject.toml", "--group", "build"]
    steps.run(RUNTIME_LOCK, [*compile_, *project, "-o", RUNTIME_LOCK], root)
    same = ["--group", "dev", "-c", RUNTIME_LOCK]
    steps.run(DEVELOPMENT_LOCK, [*compile_, *project, *same, "-o", DEVELOPMENT_LOCK], root)
    bench = ["--group", "pyproject.toml:bench", "-c", RUNTIME_LOCK]
    steps.run(BENCH_LOCK, [*compile_, *bench, "-o", BENCH_LOCK], root)
    steps.run(NODE_LOCK, [*compile_, "--group", "pyproject.toml:node", "-o", NODE_LOCK], root)
    ansible = ["--group", "pyproject.toml:ansible", "-o", ANSIBLE_LOCK]
    steps.run(ANSIBLE_LOCK, [*compile_, *ansible], root)
    node = find_node(steps, root)
    update = ["update", "--package-lock-only", "--omit-lockfile-registry-resolved", *QUIET]
    steps.run("package-lock.json", [*node.npm, *update], root / "kiosk_ui", node.env)
