"""A hand scanner that types, taken over: by the real evdev where this machine can make a keyboard.

A container has no /dev/uinput. There a pipe stands in for the device: it carries the kernel's own
event structs, and refuses what a real device would refuse.
"""

from __future__ import annotations

import errno
import os
import queue
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import evdev
import pytest
from evdev import InputEvent, ecodes

from devices.agents.scanner.keys import WedgeStyle
from devices.agents.scanner.layouts import EN_US, FR_AZERTY
from devices.agents.scanner.source import Read
from devices.agents.scanner.wedge import Keyboard, Wedge, open_keyboard
from tests.devices.agents.scanner.typing_scanner import Key, keys_for, tap
from tests.waiting import wait_for

EVENT = struct.Struct("llHHi")  # struct input_event of linux/input.h on 64 bits
UINPUT = Path("/dev/uinput")


class PipedDevice:
    """A keyboard at the end of a pipe; grabbed once, read only while it is grabbed."""

    def __init__(self, plug: PipedKeyboard) -> None:
        self._plug = plug
        self._read, self.write = os.pipe()
        os.set_blocking(self._read, False)
        self._closed = False

    def fileno(self) -> int:
        assert not self._closed
        return self._read

    def grab(self) -> None:
        if self._plug.grabbed:
            raise OSError(errno.EBUSY, "another program holds it")
        self._plug.grabbed = True

    def read(self) -> Iterable[InputEvent]:
        assert self._plug.grabbed, "somebody else hears these keys"
        raw = os.read(self._read, EVENT.size * 64)
        if not raw:
            raise OSError(errno.ENODEV, "No such device")
        return [InputEvent(*fields) for fields in EVENT.iter_unpack(raw)]

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._plug.grabbed = False
            os.close(self._read)


class PipedKeyboard:
    def __init__(self) -> None:
        self.plugged, self.grabbed = True, False
        self._device: PipedDevice | None = None

    def open(self, _which: str) -> Keyboard:
        if not self.plugged:
            raise OSError(errno.ENOENT, "No such file or directory")
        self._device = PipedDevice(self)
        return self._device

    def send(self, kind: int, code: int, value: int) -> None:
        assert self._device is not None
        now_s = time.time()
        seconds, micros = int(now_s), int(now_s % 1 * 1e6)
        os.write(self._device.write, EVENT.pack(seconds, micros, kind, code, value))

    def unplug(self) -> None:
        assert self._device is not None
        self.plugged = False
        os.close(self._device.write)

    def plug_in(self) -> None:
        self.plugged = True

    def clean_up(self) -> None:
        if self.plugged and self._device is not None:
            os.close(self._device.write)


class RealKeyboard:
    """A keyboard that the kernel believes in."""

    def __init__(self) -> None:
        self.plug_in()

    def open(self, _which: str) -> Keyboard:
        if not self._plugged:
            raise FileNotFoundError(errno.ENOENT, "unplugged")
        return open_keyboard(str(self._keys.device.path))

    def send(self, kind: int, code: int, value: int) -> None:
        self._keys.write(kind, code, value)
        self._keys.syn()

    def unplug(self) -> None:
        self._plugged = False
        self._keys.close()

    def plug_in(self) -> None:
        self._keys: Any = evdev.UInput(name="accueil test scanner")
        self._plugged = True

    def clean_up(self) -> None:
        if self._plugged:
            self._keys.close()


AnyKeyboard = PipedKeyboard | RealKeyboard


@pytest.fixture
def keyboard() -> Iterator[AnyKeyboard]:
    keyboard = RealKeyboard() if os.access(UINPUT, os.W_OK) else PipedKeyboard()
    yield keyboard
    keyboard.clean_up()


class Door:
    """A wedge at work, and what it took and told."""

    def __init__(self, keyboard: AnyKeyboard, style: WedgeStyle | None = None) -> None:
        self.keyboard = keyboard
        self.taken: queue.SimpleQueue[Read] = queue.SimpleQueue()
        self.told: list[tuple[str, bool]] = []
        self._stopping = threading.Event()
        wedge = Wedge("till", style, keyboard.open, looked_for_every_s=0.02)
        self._thread = threading.Thread(
            target=wedge.run,
            args=(
                self.taken.put,
                lambda name, there: self.told.append((name, there)),
                self._stopping,
            ),
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait_for(True)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def wait_for(self, there: bool) -> None:
        wait_for(lambda: self.told[-1:] == [("wedge till", there)], f"there: {there}")

    def types(self, keys: Iterable[Key]) -> None:
        for code, value in keys:
            self.keyboard.send(ecodes.EV_KEY, code, value)

    def scans(self, text: str, layout: dict[int, str] = EN_US) -> None:  # type: ignore[assignment]
        self.types([*keys_for(text, layout), *tap(ecodes.KEY_ENTER)])


def test_what_a_scanner_types_is_a_code_that_nothing_else_hears(keyboard: AnyKeyboard) -> None:
    with Door(keyboard) as door:
        door.scans("]Q1pass:CLND-7Q4M")
        assert door.taken.get(timeout=5) == Read("pass:CLND-7Q4M", "qr")
        door.scans("4006381333931")
        assert door.taken.get(timeout=5) == Read("4006381333931", "unknown")
        with pytest.raises(OSError, match=r"busy|holds"):
            _grab_too(keyboard)


def _grab_too(keyboard: AnyKeyboard) -> None:
    if isinstance(keyboard, PipedKeyboard):
        PipedDevice(keyboard).grab()
    else:
        keyboard.open("").grab()


def test_a_scanner_is_lost_told_of_and_back(keyboard: AnyKeyboard) -> None:
    with Door(keyboard) as door:
        door.types(keys_for("half of a co", EN_US))
        keyboard.unplug()
        door.wait_for(False)
        keyboard.plug_in()
        door.wait_for(True)
        door.scans("pass:1")
        assert door.taken.get(timeout=5).data == "pass:1"


def test_where_the_kernel_dropped_keys_the_code_is_dropped_too(keyboard: AnyKeyboard) -> None:
    if isinstance(keyboard, RealKeyboard):
        keyboard.clean_up()
        keyboard = PipedKeyboard()  # the kernel drops nothing when it is asked to
    with Door(keyboard) as door:
        door.types(keys_for("12", EN_US))
        keyboard.send(ecodes.EV_SYN, ecodes.SYN_DROPPED, 0)
        door.scans("34")
        door.scans("56")
        assert door.taken.get(timeout=5).data == "56"


def test_a_code_may_end_with_a_pause_and_the_layout_is_the_scanners(keyboard: AnyKeyboard) -> None:
    style = WedgeStyle(FR_AZERTY, ends=frozenset(), pause_s=0.05)
    with Door(keyboard, style) as door:
        door.types(keys_for("pass:É".replace("É", "é"), FR_AZERTY))
        assert door.taken.get(timeout=5).data == "pass:é"


def test_what_was_read_shows_in_no_log(keyboard: AnyKeyboard) -> None:
    with Door(keyboard) as door:
        door.scans("pass:1")
        assert "pass:1" not in repr(door.taken.get(timeout=5))


def test_a_device_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError, match="called no-such-scanner"):
        open_keyboard("no-such-scanner")
