"""The accueil command: help worth reading, errors that are one sentence, answers for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from store_server.cli import accueil, run
from store_server.commands.sections import Sections

ROOT = Path(__file__).resolve().parents[3]
SIGHTING = "accueil/v1/paris-1/salon-1/sighting"
GOOD = (
    b'{"id":"a1","ts":"2026-01-05T10:00:00Z","rssi_dbm":-67,"beacon":'
    b'{"type":"ibeacon","uuid":"6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001","major":1,"minor":2}}'
)


def commands(group: Sections = accueil, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command and group by its words."""
    found: list[tuple[str, ...]] = [path]
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        inner = (*path, name)
        found += commands(command, inner) if isinstance(command, Sections) else [inner]
    return found


def accueil_command(
    *words: str, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "store_server.cli", *words],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **env},
        timeout=60,
    )


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


# ------------------------------------------------------------------------------------- help


@pytest.mark.filterwarnings("error")  # as of an option that is there twice
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(accueil, [*words, "--help"])
    assert shown.exit_code == 0
    assert shown.output.startswith("Usage: ")
    assert len(shown.output.splitlines()) > 4


@pytest.mark.parametrize("words", [words for words in commands() if words], ids=" ".join)
def test_the_list_says_what_the_command_itself_says(words: tuple[str, ...]) -> None:
    group: click.Command = accueil
    for word in words[:-1]:
        assert isinstance(group, Sections)
        found = group.get_command(click.Context(group), word)
        assert found is not None
        group = found
    assert isinstance(group, Sections)
    line = next(lines[words[-1]] for lines in group.sections.values() if words[-1] in lines)
    command = group.get_command(click.Context(group), words[-1])
    assert command is not None
    said = (command.help or "").split(".")[0].split(",")[0]
    assert line.split(":")[0].split(",")[0].rstrip(".").split()[:2] == said.split()[:2]


def test_the_first_help_has_sections_examples_and_exit_statuses() -> None:
    shown = CliRunner().invoke(accueil, ["--help"]).output
    for heading in ("Run:", "Look:", "Set up:", "Examples:", "Exit status:", "Completion:"):
        assert heading in shown


def test_help_loads_nothing_that_a_command_needs() -> None:
    heavy = ("flask", "sqlalchemy", "paho", "amqtt", "msgspec", "rich", "cryptography")
    code = (
        "import sys; from store_server.cli import run; run(['--help']);"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == b"[]"


def test_the_demo_s_help_names_the_same_variables_as_make_demo() -> None:
    shown = CliRunner().invoke(accueil, ["demo", "--help"]).output
    for name in ("PORT", "MQTT_PORT", "SPEED", "BOUTIQUE", "HOST"):
        assert name in shown


# ----------------------------------------------------------------------------------- decode


def test_decode_prints_one_line_a_reading(tmp_path: Path) -> None:
    message = tmp_path / "message.json"
    message.write_bytes(GOOD)
    shown = CliRunner().invoke(accueil, ["decode", SIGHTING, str(message)])
    assert shown.exit_code == 0
    assert json.loads(shown.stdout) == {
        "reading": "sighting",
        "beacon": {
            "type": "ibeacon",
            "uuid": "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001",
            "major": 1,
            "minor": 2,
        },
        "address": None,
        "rssi_dbm": -67,
        "ts": "2026-01-05T10:00:00Z",
    }


def test_decode_reads_bytes_from_a_real_pipe() -> None:
    done = accueil_command("decode", SIGHTING, stdin=GOOD)
    assert done.returncode == 0
    assert json.loads(done.stdout)["rssi_dbm"] == -67


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"null",
        b"[" * 100_000,
        b'{"rssi_dbm":500}',
        b"\x00" * 1_000_000,
        GOOD.replace(b"-67", b"-67.5e400"),
        GOOD.replace(b'"id":"a1"', b'"id":"a1","id":"a2"'),
    ],
    ids=lambda payload: f"{payload[:8]!r}… {len(payload)}",
)
def test_decode_says_why_junk_cannot_be_read(payload: bytes) -> None:
    done = CliRunner().invoke(accueil, ["decode", SIGHTING], input=payload)
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    assert list(json.loads(line)) == ["quarantine"]


def test_decode_of_an_unknown_topic_is_no_error() -> None:
    done = CliRunner().invoke(accueil, ["decode", "nobody/listens"], input=b"{}")
    assert done.exit_code == 0
    assert "quarantine" in json.loads(done.stdout)


def test_a_whole_megabyte_down_a_real_pipe_ends_well() -> None:
    done = accueil_command("decode", SIGHTING, stdin=os.urandom(1_000_000))
    assert done.returncode == 0
    assert b"1000000 bytes" in done.stdout


@pytest.mark.parametrize("words", [["decode"], ["decode", "topic", "/no/such/file"], ["dance"]])
def test_a_wrong_call_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Usage: " in said.err


# ----------------------------------------------------------------------------------- errors


def test_a_wrong_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCUEIL_PORT", "eighty")
    assert run(["user", "list"]) == 1
    assert capsys.readouterr().err == (
        "A setting is wrong. ACCUEIL_PORT: 'eighty' is not a whole number.\n"
    )


def test_a_question_ends_with_its_own_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCUEIL_PROT", "8080")
    assert run(["user", "list"]) == 1
    assert capsys.readouterr().err.endswith("did you mean ACCUEIL_PORT?\n")


def test_an_unexpected_error_is_a_sentence_and_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("store_server.commands.decode._read", _fails)
    assert run(["decode", "topic", __file__]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError: nothing to share" in said
    assert "ACCUEIL_TRACE=1" in said
    assert said.count("\n") == 1


def test_the_trace_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store_server.commands.decode._read", _fails)
    monkeypatch.setenv("ACCUEIL_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        run(["decode", "topic", __file__])


def _fails(_file: object) -> bytes:
    raise ZeroDivisionError("nothing to share")


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    script = f"{sys.executable} -m store_server.cli openapi | head -c 10"
    done = subprocess.run(["sh", "-c", script], capture_output=True, cwd=ROOT, check=True)
    assert done.stderr == b""


def test_the_openapi_document_is_printed() -> None:
    done = CliRunner().invoke(accueil, ["openapi", "--compact"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["openapi"].startswith("3.1")


def test_every_command_module_is_named_after_its_command() -> None:
    for words in commands():
        if words:
            module = import_module(".".join(("store_server.commands", *words)))
            assert module.command.name == words[-1]


def test_help_comes_within_a_blink() -> None:
    """Not a measurement: a bound far above it, which only a heavy import would pass."""
    began = time.monotonic()
    accueil_command("--help")
    assert time.monotonic() - began < 5
