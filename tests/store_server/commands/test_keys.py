"""Keys are rotated from the command line, and what was signed before is still believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store_server.cli import run


@pytest.fixture
def boutique(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", sqlite_url)


def keys(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str | None]]:
    capsys.readouterr()
    assert run(["keys", "list", "--json"]) == 0
    found: list[dict[str, str | None]] = json.loads(capsys.readouterr().out)["keys"]
    return found


@pytest.mark.usefixtures("boutique")
def test_there_is_no_key_before_the_first_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "list"]) == 0
    assert "No pass was given yet" in capsys.readouterr().out


@pytest.mark.usefixtures("boutique")
def test_a_rotation_retires_the_key_that_signed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate"]) == 0
    (first,) = keys(capsys)
    assert first["retired_at"] is None
    assert run(["keys", "rotate"]) == 0
    newest, before = keys(capsys)
    assert before["id"] == first["id"]
    assert (newest["retired_at"], before["retired_at"] is None) == (None, False)
