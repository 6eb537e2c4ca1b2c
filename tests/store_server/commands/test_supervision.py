"""systemd hears when the server is ready, while its bus moves, and when it stops."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.commands.supervision import Supervisor

PATIENCE_S = 8


class Systemd:
    """Listens as systemd does."""

    def __init__(self, path: Path) -> None:
        self.environment = {
            "NOTIFY_SOCKET": str(path),
            "WATCHDOG_USEC": str(PATIENCE_S * 1_000_000),
        }
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        words = []
        while True:
            try:
                words.append(self._socket.recv(100).decode())
            except BlockingIOError:
                return words

    def close(self) -> None:
        self._socket.close()


class Watch:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    listening = Systemd(tmp_path / "notify")
    yield listening
    listening.close()


def test_it_hears_of_the_beginning_and_of_the_end(systemd: Systemd) -> None:
    supervisor = Supervisor(systemd.environment)
    supervisor.ready()
    supervisor.stopping()
    assert systemd.heard() == ["READY=1", "STOPPING=1"]


def test_a_bus_that_moves_is_alive_and_one_that_is_stuck_is_not(systemd: Systemd) -> None:
    watch = Watch()
    supervisor = Supervisor(systemd.environment, watch)
    supervisor.look()
    assert systemd.heard() == [], "the bus has not moved yet"
    for _turn in range(3):
        supervisor.beat()
        supervisor.look()
        watch.now_s += PATIENCE_S / 4
    assert systemd.heard() == ["WATCHDOG=1"] * 3
    supervisor.look()
    assert systemd.heard() == []


def test_the_watchdog_is_not_told_twice_a_second(systemd: Systemd) -> None:
    watch = Watch()
    supervisor = Supervisor(systemd.environment, watch)
    for _turn in range(10):
        supervisor.beat()
        supervisor.look()
        watch.now_s += 0.1
    assert systemd.heard() == ["WATCHDOG=1"]


def test_without_a_watchdog_or_with_another_process_s_nothing_is_said(systemd: Systemd) -> None:
    for change in ({"WATCHDOG_USEC": ""}, {"WATCHDOG_PID": "1"}):
        supervisor = Supervisor({**systemd.environment, **change})
        supervisor.beat()
        supervisor.look()
    Supervisor({}).ready()
    assert systemd.heard() == []


def test_a_systemd_that_went_away_stops_nobody(
    systemd: Systemd, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "notify").unlink()
    Supervisor(systemd.environment).ready()
    assert "READY=1" in caplog.text
