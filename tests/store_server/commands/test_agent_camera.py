"""`accueil agent camera` as an operator runs it, on a film, against a real broker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store_server.cli import run
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.devices.vision.counting import shop
from tests.services import Mosquitto

DEVICE = "door-cam"


def test_a_film_is_counted_where_the_lines_and_zones_are(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    walker = [(0.0, 100.0, -20.0), (5.0, 100.0, 260.0)]
    film = shop.write(tmp_path / "film.mp4", shop.scene([walker], 6))
    server = BoutiqueServer(mosquitto.host, mosquitto.port, "paris-1", DEVICE)
    server.stores = False  # it stays until it is told, long enough to tell of the zone
    command = [
        *(sys.executable, "-m", "store_server.cli", "agent", "camera"),
        *("--device", DEVICE, "--zone", "entrance", "--folder", str(tmp_path / "agent")),
        *("--host", mosquitto.host, "--port", str(mosquitto.port)),
        *("--line", "door:0,0.5,1,0.5", "--watch", "till:0,0.5,1,0.5,1,1,0,1"),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"ACCUEIL_AGENT_SOURCE": str(film)},
    ) as process:
        try:
            (count, *_) = server.wait_for("count")
            (seen, *_) = server.wait_for("occupancy")
            (about, *_) = server.wait_for("about")
            server.commands({"id": "s1", "do": "stored", "ids": [count["id"]]})
            _, complained = process.communicate(timeout=30)
        finally:
            process.kill()
            server.close()
    assert (count["line"], count["in"], count["out"]) == ("door", 1, 0)
    assert seen["zone"] == "till"
    assert (about["kind"], about["zone"]) == ("camera", "entrance")
    assert (process.returncode, complained) == (0, "")


def test_what_cannot_be_drawn_is_named_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["agent", "camera", "--source", "0", "--device", DEVICE, "--folder", str(tmp_path)]
    assert run([*words, "--watch", "till:1,2"]) == 2
    assert "three corners" in capsys.readouterr().err
