"""A scanner on a serial line, or on USB as a virtual serial port (CDC ACM)."""

from __future__ import annotations

import threading
import time

import serial

from devices.agents.scanner.source import Take, Tell, typed

STX = 0x02
ENDS = frozenset(b"\r\n\t\x03")
LONGEST = 4096
WAIT_S = 0.1
LOOKED_FOR_EVERY_S = 1.0
PAUSE_S = 0.5


class Framing:
    """Bytes to codes: each ends with CR, LF, Tab or ETX, or with a pause. Pure.

    GS and whatever else is in the code is kept.
    """

    def __init__(self, pause_s: float = PAUSE_S) -> None:
        self._pause_s = pause_s
        self._held = bytearray()
        self._spoilt = False
        self._last_s = float("-inf")

    def feed(self, received: bytes, at_s: float) -> list[str]:
        complete = []
        if received:
            self._last_s = at_s
        for byte in received:
            if byte in ENDS:
                complete += self._end()
            elif byte == STX:
                self._held.clear()
                self._spoilt = False
            elif len(self._held) < LONGEST:
                self._held.append(byte)
            else:
                self._spoilt = True
        if not received and at_s - self._last_s >= self._pause_s:
            complete += self._end()
        return complete

    def _end(self) -> list[str]:
        raw, spoilt = bytes(self._held), self._spoilt
        self._held.clear()
        self._spoilt = False
        if not raw or spoilt:
            return []
        try:
            return [raw.decode()]
        except UnicodeDecodeError:
            return [raw.decode("latin-1")]


class SerialLine:
    """Opens the port while it is there, and looks for it while it is not."""

    def __init__(
        self, port: str, baud: int = 9600, looked_for_every_s: float = LOOKED_FOR_EVERY_S
    ) -> None:
        self.name = f"serial {port}"
        self._port, self._baud = port, baud
        self._every_s = looked_for_every_s

    def run(self, take: Take, tell: Tell, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                with serial.Serial(self._port, self._baud, timeout=WAIT_S, exclusive=True) as line:
                    tell(self.name, True)
                    self._read(line, take, stopping)
            except (serial.SerialException, OSError):
                tell(self.name, False)
                stopping.wait(self._every_s)

    def _read(self, line: serial.Serial, take: Take, stopping: threading.Event) -> None:
        framing = Framing()
        while not stopping.is_set():
            received = line.read(max(1, line.in_waiting))
            for text in framing.feed(received, time.monotonic()):
                take(typed(text))
