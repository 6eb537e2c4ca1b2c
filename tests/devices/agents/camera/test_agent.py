"""Our camera on a real broker: counts are kept until stored, the lens is told, pictures stay."""

from __future__ import annotations

import base64
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from devices.agents.camera.agent import CameraAgent
from devices.agents.camera.outlines import Outlines
from devices.agents.link import Link, LinkConfig
from devices.canonical.driver import decode
from devices.vision.counting.picture import Picture
from devices.vision.counting.video import VideoError
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.devices.vision.counting import shop
from tests.waiting import wait_for

MakeAgent = Callable[..., CameraAgent]
ACROSS = Outlines(("door:0,0.5,1,0.5",), ("till:0,0.5,1,0.5,1,1,0,1",))
DOWN = [(0.0, 100.0, -20.0), (5.0, 100.0, 260.0)]


class Tube:
    """A camera that shows what it is handed; None ends it."""

    def __init__(self) -> None:
        self.pictures: queue.SimpleQueue[Picture | None] = queue.SimpleQueue()
        self.opened = 0
        self.there = threading.Event()

    def open(self, _source: str | int) -> Tube:
        if not self.there.is_set():
            raise VideoError("it is not there")
        self.opened += 1
        return self

    def read(self) -> Picture | None:
        return self.pictures.get(timeout=20)

    def close(self) -> None:
        self.there.clear()


@pytest.fixture
def tube() -> Tube:
    return Tube()


@pytest.fixture
def make_agent(config: LinkConfig, tube: Tube, tmp_path: Path) -> Iterator[MakeAgent]:
    agents: list[CameraAgent] = []

    def make(source: str = "7", outlines: Outlines = ACROSS) -> CameraAgent:
        link = Link(config)
        link.about(kind="camera", model="Test")
        agent = CameraAgent(link, source, tmp_path, outlines, tube.open, looked_for_every_s=0.05)
        agents.append(agent)
        agent.start()
        assert link.wait_online(10)
        return agent

    yield make
    tube.pictures.put(None)
    for agent in agents:
        agent.stop()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return shop.write(tmp_path / "film.mp4", shop.scene([DOWN], 6))


def test_who_crosses_in_a_film_is_counted_stored_and_gone_from_the_outbox(
    server: BoutiqueServer, make_agent: MakeAgent, film: Path
) -> None:
    agent = make_agent(str(film))
    (count,) = server.wait_for("count")
    assert (count["line"], count["in"], count["out"]) == ("door", 1, 0)
    assert decode(f"{server.base}/count", _json(count))
    server.wait_for("health", lambda said: any(one.get("lens") == "clear" for one in said))
    wait_for(agent.finished, "the film to end")


def test_a_count_waits_for_a_server_that_does_not_answer(
    server: BoutiqueServer, make_agent: MakeAgent, film: Path
) -> None:
    server.stores = False
    agent = make_agent(str(film))
    (count, *_) = server.wait_for("count")
    assert not agent.finished()
    server.commands({"id": "s1", "do": "stored", "ids": [count["id"]]})
    wait_for(agent.finished, "the film to end")


def test_a_camera_that_is_gone_is_told_of_and_used_again(
    server: BoutiqueServer, make_agent: MakeAgent, tube: Tube
) -> None:
    make_agent()
    server.wait_for("health", lambda said: said[-1:] and said[-1].get("lens") == "gone")
    tube.there.set()
    tube.pictures.put(shop.floor())
    server.wait_for("health", lambda said: said[-1:] and said[-1].get("lens") == "clear")
    tube.pictures.put(None)
    server.wait_for("health", lambda said: said[-1:] and said[-1].get("lens") == "gone")
    tube.there.set()
    tube.pictures.put(shop.floor())
    server.wait_for("health", lambda said: said[-1:] and said[-1].get("lens") == "clear")
    assert tube.opened == 2


def test_lines_are_configured_by_command_and_kept(
    server: BoutiqueServer, make_agent: MakeAgent, tmp_path: Path
) -> None:
    make_agent()
    server.commands({"id": "c1", "do": "configure", "lines": ["new:0,0.4,1,0.4"], "zones": []})
    assert server.wait_for("answer") == [{"id": "c1", "ok": True}]
    kept = (tmp_path / "outlines.json").read_text()
    assert "new:0,0.4,1,0.4" in kept


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"lines": ["door:0,0,0,0"]}, "one point"),
        ({"lines": "door:0,0,1,1"}, "lines: not a list"),
        ({"lines": [7]}, "lines: an outline is a text"),
        ({"zones": ["till:0,0,1,1"]}, "three corners"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_reason(
    server: BoutiqueServer,
    make_agent: MakeAgent,
    tmp_path: Path,
    said: dict[str, Any],
    reason: str,
) -> None:
    make_agent()
    server.commands({"id": "c1", "do": "configure", **said})
    (answer,) = server.wait_for("answer")
    assert not answer["ok"]
    assert reason in answer["reason"]
    assert not (tmp_path / "outlines.json").exists()


def test_the_zone_is_told(server: BoutiqueServer, make_agent: MakeAgent, tube: Tube) -> None:
    make_agent()
    tube.there.set()
    tube.pictures.put(shop.floor())
    (told, *_) = server.wait_for("occupancy")
    assert (told["zone"], told["people"], told["queue"]) == ("till", 0, 0)
    assert decode(f"{server.base}/occupancy", _json(told))


def test_a_preview_is_small_coarse_and_only_on_command(
    server: BoutiqueServer, make_agent: MakeAgent, tube: Tube
) -> None:
    make_agent()
    server.commands({"id": "p0", "do": "preview"})
    server.wait_for(
        "answer", lambda said: said and said[-1]["reason"] == "the camera shows no picture"
    )
    tube.there.set()
    stripes = np.zeros((480, 640, 3), np.uint8)
    stripes[:, ::8] = 255  # as fine as what a face is known by
    tube.pictures.put(stripes)
    server.wait_for("health", lambda said: said[-1:] and said[-1].get("lens") == "clear")
    assert server.said("preview") == []
    server.commands({"id": "p1", "do": "preview"})
    (shown,) = server.wait_for("preview")
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(shown["jpeg"]), np.uint8), 1)
    assert shown["id"] == "p1"
    assert picture.shape == (120, 160, 3)
    assert picture.std() < 10


def test_no_picture_is_written_or_sent(
    server: BoutiqueServer, make_agent: MakeAgent, film: Path, tmp_path: Path
) -> None:
    agent = make_agent(str(film))
    server.wait_for("count")
    agent.stop()
    assert {topic for topic, _, _ in server.heard} <= {
        "state",
        "about",
        "health",
        "count",
        "occupancy",
        "command",
    }
    assert all(len(_json(said)) < 500 for _, said, _ in server.heard)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != film]
    assert {path.suffix for path in written} <= {".db", ".db-wal", ".db-shm", ".lock"}, written
    assert all(b"\xff\xd8\xff" not in path.read_bytes() for path in written)


def _json(said: Any) -> bytes:
    return msgspec.json.encode(said)
