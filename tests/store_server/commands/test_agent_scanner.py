"""`accueil agent scanner` as an operator runs it, on a film, against a real broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.qr_pictures import HEIGHT, WIDTH, card
from store_server.cli import run
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.services import Mosquitto

DEVICE = "door-1"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two passes, one after the other, for a second each."""
    file = tmp_path / "door.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter_fourcc(*"MJPG"), 10.0, (WIDTH, HEIGHT))
    for text in ("pass:1", "pass:2"):
        picture = np.full((HEIGHT, WIDTH, 3), 130, np.uint8)
        code = cv2.resize(card(text, 0), (300, 300), interpolation=cv2.INTER_AREA)
        picture[90:390, 170:470] = code[:, :, None]
        for _ in range(10):
            writer.write(picture)
    writer.release()
    return file


def test_a_film_is_read_told_and_left_once_the_boutique_has_all(
    film: Path, tmp_path: Path, mosquitto: Mosquitto
) -> None:
    server = BoutiqueServer(mosquitto.host, mosquitto.port, "paris-1", DEVICE)
    lamp = tmp_path / "lamp"
    lamp.write_text(f"#!/bin/sh\necho $1 >> {tmp_path}/shown\n", encoding="utf-8")
    lamp.chmod(0o755)
    try:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "store_server.cli", "agent", "scanner"),
                *("--camera", str(film), "--device", DEVICE, "--folder", str(tmp_path / "agent")),
                *("--host", mosquitto.host, "--port", str(mosquitto.port)),
                *("--on-verdict", str(lamp)),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        server.close()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"{DEVICE} of paris-1 speaks to")
    told = {scan["id"]: scan["data"] for scan in server.said("scan")}  # one may be said again
    assert [*told.values()] == ["pass:1", "pass:2"]
    assert server.said("about")[0]["kind"] == "scanner"


def test_where_libzbar_is_missing_it_says_so_and_goes_on(
    film: Path, tmp_path: Path, mosquitto: Mosquitto
) -> None:
    """As on a computer without the library: the import fails as pyzbar's does there."""
    (tmp_path / "pyzbar").mkdir()
    (tmp_path / "pyzbar" / "__init__.py").touch()
    (tmp_path / "pyzbar" / "pyzbar.py").write_text(
        "raise ImportError('Unable to find zbar shared library')", encoding="utf-8"
    )
    server = BoutiqueServer(mosquitto.host, mosquitto.port, "paris-1", DEVICE)
    try:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "store_server.cli", "agent", "scanner"),
                *("--camera", str(film), "--device", DEVICE, "--folder", str(tmp_path / "agent")),
                *("--host", mosquitto.host, "--port", str(mosquitto.port)),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"},
        )
    finally:
        server.close()
    assert ended.returncode == 0
    assert "apt install libzbar0" in ended.stderr
    assert len({scan["id"] for scan in server.said("scan")}) == 2


def test_it_waits_for_its_devices_until_it_is_stopped(tmp_path: Path, mosquitto: Mosquitto) -> None:
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "store_server.cli", "agent", "scanner"),
            *("--wedge", "no-such-scanner", "--serial", str(tmp_path / "no-such-port")),
            *("--device", DEVICE, "--folder", str(tmp_path / "agent")),
            *("--host", mosquitto.host, "--port", str(mosquitto.port)),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    try:
        assert "speaks to" in running.stdout.readline()
        missing = {running.stderr.readline().rpartition(": ")[2] for _ in range(2)}
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=10)
    assert missing == {
        "wedge no-such-scanner is not there\n",
        f"serial {tmp_path / 'no-such-port'} is not there\n",
    }
    assert running.returncode == 0


def test_it_must_be_told_what_to_read_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agent", "scanner", "--device", DEVICE, "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "Say what to read from: --camera, --wedge or --serial.\n"
