"""A scanner on a serial line: over a pseudo-terminal, which is one to the driver."""

from __future__ import annotations

import os
import pty
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.agents.scanner.serial_line import LONGEST, Framing, SerialLine
from devices.agents.scanner.source import Read
from tests.waiting import wait_for


@pytest.mark.parametrize(
    ("received", "codes"),
    [
        (b"pass:1\r\n", ["pass:1"]),
        (b"a\rb\nc\td\x03", ["a", "b", "c", "d"]),
        (b"\x02pass:1\x03", ["pass:1"]),
        (b"stray\x02pass:1\r", ["pass:1"]),
        (b"01\x1d21\x1e\r", ["01\x1d21\x1e"]),
        ("Élodie\r".encode(), ["Élodie"]),
        ("Élodie\r".encode("latin-1"), ["Élodie"]),
        (b"\r\n\r\n", []),
        (b"x" * (LONGEST + 1) + b"\ry\r", ["y"]),
    ],
)
def test_bytes_are_cut_into_codes(received: bytes, codes: list[str]) -> None:
    assert Framing().feed(received, 0.0) == codes


@given(st.lists(st.binary(max_size=12), max_size=12))
def test_it_does_not_matter_how_the_bytes_arrive(parts: list[bytes]) -> None:
    whole, pieces = Framing(), Framing()
    expected = whole.feed(b"".join(parts), 1.0)
    assert [code for part in parts if part for code in pieces.feed(part, 1.0)] == expected


def test_where_nothing_ends_a_code_a_pause_does() -> None:
    framing = Framing(pause_s=0.5)
    assert framing.feed(b"pass:1", 1.0) == []
    assert framing.feed(b"", 1.4) == []
    assert framing.feed(b"", 1.5) == ["pass:1"]
    assert framing.feed(b"", 9.0) == []


class Line:
    """A serial port by a name that stays, like one below /dev/serial/by-id."""

    def __init__(self, folder: Path) -> None:
        self.port = folder / "scanner"
        self.plug_in()

    def plug_in(self) -> None:
        self.scanner, self._computer = pty.openpty()
        self.port.symlink_to(os.ttyname(self._computer))

    def unplug(self) -> None:
        self.port.unlink()
        os.close(self.scanner)
        os.close(self._computer)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    yield line
    line.unplug()


def test_a_scanner_is_read_lost_and_back(line: Line) -> None:
    taken: queue.SimpleQueue[Read] = queue.SimpleQueue()
    told: list[bool] = []
    stopping = threading.Event()
    source = SerialLine(str(line.port), looked_for_every_s=0.02)
    thread = threading.Thread(
        target=source.run, args=(taken.put, lambda _name, there: told.append(there), stopping)
    )
    thread.start()
    try:
        wait_for(lambda: told[-1:] == [True], "it was not opened")
        os.write(line.scanner, b"]C101040063813339311\x1d21S-42\r\n")
        assert taken.get(timeout=5) == Read("01040063813339311\x1d21S-42", "gs1_128")
        line.unplug()
        wait_for(lambda: told[-1:] == [False], "it was not missed")
        line.plug_in()
        wait_for(lambda: told[-1:] == [True], "it was not opened again")
        os.write(line.scanner, b"pass:1\r")
        assert taken.get(timeout=5) == Read("pass:1")
    finally:
        stopping.set()
        thread.join(5)
    assert not thread.is_alive()
