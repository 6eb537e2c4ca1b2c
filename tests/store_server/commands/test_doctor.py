"""The doctor looks, changes nothing, and says how to mend what is wrong."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from store_server.bus import Bus
from store_server.cli import accueil
from store_server.clock import SystemClock
from store_server.commands.checks.finding import Site
from store_server.commands.checks.operation import certificate
from store_server.commands.doctor import checks, values
from store_server.device_messages import AmendDevice, NoteDevice, NoteTogether
from store_server.device_ports import DeviceKeys
from store_server.furnishing import furnish
from store_server.settings import Settings
from store_server.storage import open_storage
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
    shown = CliRunner().invoke(accueil, ["doctor"]).output
    assert " ✓ Python" in shown
    assert "looked at: " in shown
    assert " devices' certificates  " in shown


def test_settings_are_shown_alone() -> None:
    shown = CliRunner().invoke(accueil, ["doctor", "--settings"]).output
    assert shown.splitlines()[0].strip().startswith("Settings")
    assert "ACCUEIL_BOUTIQUE_NAME" in shown
    assert "Python" not in shown
    assert "looked at: " not in shown
    as_json = CliRunner().invoke(accueil, ["doctor", "--settings", "--json"]).output
    assert json.loads(as_json).keys() == {"settings"}


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


def test_an_old_backup_and_an_old_proof_are_remarked_on(tmp_path: Path) -> None:
    assert examined()[1]["backup"]["what"] == f"none in {tmp_path}/.accueil/backups"
    folder = tmp_path / ".accueil" / "backups"
    folder.mkdir(parents=True)
    proof, backup = folder / ".proven", folder / "accueil-paris-1-x.backup"
    proof.touch()  # is no backup, however new
    assert examined()[1]["backup"]["state"] == "warn"
    backup.touch()
    assert examined()[1]["backup"]["state"] == "ok"
    made_s = time.time() - 10 * 86_400
    os.utime(proof, (made_s, made_s))
    assert "proven" in examined()[1]["backup"]["what"]
    os.utime(backup, (made_s, made_s))
    found = examined()[1]["backup"]
    assert "10 days ago" in found["what"]
    assert "accueil backup" in found["mend"]


def test_a_camera_that_is_silent_or_covered_is_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / ".accueil")
    storage, bus = open_storage(settings), Bus()
    furnish(bus, storage, settings, SystemClock())()
    for camera in ("door-camera", "till-camera"):  # to name one is to adopt it
        bus.ask(AmendDevice(camera, name=camera))
    now = datetime.now(UTC)
    late = now - timedelta(hours=1)
    covered = NoteDevice("door-camera", "canonical", now, kind="camera", lens="covered")
    silent = NoteDevice("till-camera", "canonical", late, kind="camera", outbox_pct=80)
    bus.ask(NoteTogether((covered, silent)))
    storage.close()
    found = examined()[1]
    assert found["cameras"]["state"] == "warn"
    assert "door-camera has its lens covered" in found["cameras"]["what"]
    assert "till-camera is silent" in found["cameras"]["what"]
    assert found["queues"]["state"] == "warn"
    assert "till-camera" in found["queues"]["why"]


def test_a_device_that_did_not_renew_its_certificate_is_named(tmp_path: Path) -> None:
    storage, now = open_storage(Settings(data_dir=tmp_path / ".accueil")), datetime.now(UTC)
    with storage.store.begin() as uow:
        for name in ("door-1", "till-1", "gone-1"):
            uow.devices.add(name, name, {"dialect": "canonical"})
            uow.devices.set_keys(DeviceKeys(name, username=name))
        for name, days in (("door-1", 80.0), ("door-1", 3.0), ("till-1", 10.0), ("gone-1", 5.0)):
            ends = now + timedelta(days=days)
            uow.devices.note_certificate(name, f"{name}-{days}", now, ends)
        uow.devices.forget("gone-1")
        uow.commit()
    storage.close()
    found = examined()[1]["devices' certificates"]
    assert found["state"] == "warn"
    assert found["what"] == "not renewed, and soon ended or ended: till-1"
    assert "--replaces" in found["mend"]


class ClockAhead(SystemClock):
    def now(self) -> datetime:
        return super().now() + timedelta(hours=3)


@pytest.mark.parametrize(("clock", "state"), [(SystemClock(), "ok"), (ClockAhead(), "fail")])
def test_a_record_from_the_future_says_that_the_clock_is_wrong(
    tmp_path: Path, clock: SystemClock, state: str
) -> None:
    storage = open_storage(Settings(data_dir=tmp_path / ".accueil"), clock)
    with storage.store.begin() as uow:
        uow.journal.write("Tried", {}, clock.now())
        uow.commit()
    storage.close()
    assert examined()[1]["records' time"]["state"] == state


def certified(tmp_path: Path, days: int) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    shown = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days, minutes=1))
        .sign(key, hashes.SHA256())
    )
    both = shown.public_bytes(Encoding.PEM) + key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (tmp_path / f"{days}.pem").write_bytes(both)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / f"{days}.pem")
    return context


@pytest.mark.parametrize(("days", "state"), [(90, "ok"), (20, "warn"), (3, "fail"), (-1, "fail")])
def test_a_certificate_that_ends_is_said_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, state: str
) -> None:
    context = certified(tmp_path, days)
    with socket.create_server(("127.0.0.1", 0)) as door:
        monkeypatch.setenv("ACCUEIL_PUBLIC_URL", f"https://127.0.0.1:{door.getsockname()[1]}")

        def show() -> None:
            line, _ = door.accept()
            with suppress(OSError), context.wrap_socket(line, server_side=True) as shown:
                shown.recv(1)

        showing = threading.Thread(target=show)
        showing.start()
        found = certificate(Site(Settings.read(os.environ), os.environ))
        showing.join()
    assert found.state == state, found.what
    assert state == "ok" or found.mend
