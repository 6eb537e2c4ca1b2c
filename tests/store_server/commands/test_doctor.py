"""The doctor looks, changes nothing, and says how to mend what is wrong."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from store_server.cli import accueil
from store_server.commands.doctor import checks, values
from store_server.settings import Settings
from tests.mail_server import MailServer


@pytest.fixture(autouse=True)
def _fresh_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCUEIL_PORT", str(free_port()))
    monkeypatch.setenv("ACCUEIL_MQTT_EMBEDDED", "yes")
    monkeypatch.setenv("ACCUEIL_MQTT_PORT", str(free_port()))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def examined(*words: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = CliRunner().invoke(accueil, ["doctor", "--json", *words], standalone_mode=False)
    answer = json.loads(done.stdout)
    return int(done.return_value), {check["check"]: check for check in answer["checks"]}


def test_a_fresh_folder_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    _, found = examined()
    assert len(found) == len(checks()) >= 20
    assert {name for name, check in found.items() if check["state"] == "fail"} <= {"screens"}
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_well_comes_with_its_mend() -> None:
    _, found = examined()
    for check in found.values():
        if check["state"] == "fail":
            assert check["why"]
            assert check["mend"]


def test_a_wrong_setting_is_found_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCUEIL_TIME_ZONE", "Europe/Atlantis")
    status, found = examined()
    assert status == 1
    assert "ACCUEIL_TIME_ZONE" in found["settings"]["what"]


def test_a_port_of_another_program_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("ACCUEIL_PORT", str(other.getsockname()[1]))
        status, found = examined()
    assert status == 1
    assert found["port"]["state"] == "fail"
    assert "ACCUEIL_PORT=" in found["port"]["mend"]


def test_a_key_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / ".accueil"
    folder.mkdir()
    (folder / "secret.key").write_bytes(b"0" * 32)
    (folder / "secret.key").chmod(0o644)
    status, found = examined()
    assert status == 1
    assert found["secret key"]["mend"].startswith("chmod 600 ")


def test_people_without_a_manager_are_remarked_on() -> None:
    CliRunner().invoke(accueil, ["user", "add", "Camille", "--no-pair"], catch_exceptions=False)
    _, found = examined()
    assert found["people"]["what"] == "1 work here"
    assert found["manager"]["state"] == "warn"
    assert found["tables"]["state"] == "ok"


def test_a_database_that_is_none_is_reported_and_not_raised(tmp_path: Path) -> None:
    folder = tmp_path / ".accueil"
    folder.mkdir()
    (folder / "secret.key").touch(0o600)
    (folder / "accueil.db").write_bytes(b"this is no database" * 100)
    status, found = examined()
    assert status == 1
    assert found["database"]["state"] == "fail"


def test_settings_are_listed_without_their_secrets() -> None:
    settings = Settings(mqtt_password="hush", database_url="postgresql://u:hush@db/a")
    listed = dict(values(settings))
    assert listed["ACCUEIL_MQTT_PASSWORD"] == "•••"
    assert "hush" not in str(listed)
    assert listed["ACCUEIL_PRESENCE_AWAY_FLOOR_S"] == "60.0"


def test_for_people_it_is_a_list_with_marks() -> None:
    shown = CliRunner().invoke(accueil, ["doctor", "--settings"]).output
    assert " ✓ Python" in shown
    assert "ACCUEIL_BOUTIQUE_NAME" in shown
    assert "looked at: " in shown


def test_a_mail_server_that_answers_is_well_and_one_that_is_away_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert examined()[1]["mail"]["state"] == "warn"
    server = MailServer().start()
    monkeypatch.setenv("ACCUEIL_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("ACCUEIL_SMTP_PORT", str(server.port))
    monkeypatch.setenv("ACCUEIL_SMTP_SECURITY", "none")
    monkeypatch.setenv("ACCUEIL_SMTP_SENDER", "events@maison.example")
    try:
        assert examined()[1]["mail"]["state"] == "ok"
    finally:
        server.stop()
    away = examined()[1]["mail"]
    assert away["state"] == "fail"
    assert away["mend"]
