"""BlueZ without a radio: a system bus of the tests' own, and an `org.bluez` on it.

It speaks as much of BlueZ's D-Bus interface as bleak asks for: adapters, discovery, advertisement
monitors that are asked for their patterns, and devices whose properties change when they are heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.services import MissingProgramError, Service, _spawn, find_program

BLUEZ = "org.bluez"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
MONITOR, MONITORS = "org.bluez.AdvertisementMonitor1", "org.bluez.AdvertisementMonitorManager1"
OBJECTS, PROPERTIES = "org.freedesktop.DBus.ObjectManager", "org.freedesktop.DBus.Properties"
UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
WITHIN_S = 10.0

CONFIGURATION = """<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
"""


class SystemBus(Service):
    """A dbus-daemon. Killed and started again it is another bus on the same address."""

    name = "dbus"

    def __init__(self) -> None:
        program = find_program("dbus-daemon", "/usr/bin/dbus-daemon")
        if program is None:
            raise MissingProgramError("dbus-daemon", "dbus-daemon")
        super().__init__()
        self._program = program
        self._socket = self.folder / "bus"
        (self.folder / "bus.conf").write_text(CONFIGURATION.format(socket=self._socket))

    @property
    def address(self) -> str:
        return f"unix:path={self._socket}"

    def spawn(self, log: int) -> Any:
        self._socket.unlink(missing_ok=True)
        arguments = [f"--config-file={self.folder / 'bus.conf'}", "--nofork", "--nopidfile"]
        return _spawn([self._program, *arguments], None, self.folder, log)

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._socket)) == 0


@dataclass
class Adapter:
    discovering: bool = False
    filters: dict[str, Any] = field(default_factory=dict)
    monitors: dict[str, list[tuple[int, int, bytes]]] = field(default_factory=dict)

    @property
    def mode(self) -> str:
        return "active" if self.discovering else "passive" if self.monitors else ""

    def listens_to(self, structures: Iterable[tuple[int, bytes]]) -> bool:
        there = list(structures)
        return self.discovering or any(
            kind == its_kind and content[start:].startswith(wanted)
            for patterns in self.monitors.values()
            for start, kind, wanted in patterns
            for its_kind, content in there
        )


@dataclass(frozen=True)
class Heard:
    """What an adapter hears of a device."""

    address: str
    rssi_dbm: int = -60
    manufacturers: dict[int, bytes] = field(default_factory=dict)
    services: dict[int, bytes] = field(default_factory=dict)
    random: bool = True

    def structures(self) -> Iterable[tuple[int, bytes]]:
        yield 0x01, b"\x06"
        for company, data in self.manufacturers.items():
            yield 0xFF, company.to_bytes(2, "little") + data
        for service, data in self.services.items():
            yield 0x16, service.to_bytes(2, "little") + data


class FakeBlueZ:
    """bluetoothd, from `start` until `stop`; any thread may call. `passive` False: an old BlueZ."""

    def __init__(self, bus_address: str, adapters: Iterable[str] = ("hci0",)) -> None:
        self.passive = True
        self.adapters = {name: Adapter() for name in adapters}
        self._bus_address = bus_address
        self._known: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bluez", daemon=True)
        self._bus: MessageBus | None = None
        self._asking: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        if not self._thread.is_alive():
            self._thread.start()
        self._do(self._arrive()).result(WITHIN_S)

    def stop(self) -> None:
        """As a bluetoothd that crashed: no word to anybody, and nothing is remembered."""
        self._do(self._leave()).result(WITHIN_S)

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hear(self, *devices: Heard, adapter: str = "hci0") -> None:
        """Returns once it was said on the bus, to whomever listens."""
        self._do(self._say(adapter, devices)).result(WITHIN_S)

    # ------------------------------------------------------------------ on the loop's thread

    def _do(self, what: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    async def _arrive(self) -> None:
        self._known.clear()
        for name in self.adapters:
            self.adapters[name] = Adapter()
        self._bus = await MessageBus(bus_address=self._bus_address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name(BLUEZ)

    async def _leave(self) -> None:
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            with contextlib.suppress(Exception):  # it may have died before
                await bus.wait_for_disconnect()

    async def _say(self, adapter: str, devices: Iterable[Heard]) -> None:
        assert self._bus is not None, "BlueZ does not run"
        for device in devices:
            if self.adapters[adapter].listens_to(device.structures()):
                await self._room()
                await self._bus.send(self._signal(adapter, device))

    async def _room(self) -> None:
        """dbus_fast takes a full socket for a broken one."""
        assert self._bus is not None
        while not select.select([], [self._bus._sock], [], 0)[1]:
            await asyncio.sleep(0.001)

    def _signal(self, adapter: str, device: Heard) -> Message:
        path = f"/org/bluez/{adapter}/dev_{device.address.replace(':', '_')}"
        heard = {
            "RSSI": Variant("n", device.rssi_dbm),
            "ManufacturerData": Variant(
                "a{qv}",
                {one: Variant("ay", data) for one, data in device.manufacturers.items()},
            ),
            "ServiceData": Variant(
                "a{sv}",
                {
                    f"0000{one:04x}-0000-1000-8000-00805f9b34fb": Variant("ay", data)
                    for one, data in device.services.items()
                },
            ),
        }
        if path in self._known:
            return Message.new_signal(
                path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [DEVICE, heard, []]
            )
        self._known.add(path)
        who = {
            "Address": Variant("s", device.address),
            "AddressType": Variant("s", "random" if device.random else "public"),
            "Alias": Variant("s", device.address.replace(":", "-")),
            "Adapter": Variant("o", f"/org/bluez/{adapter}"),
        }
        return Message.new_signal(
            "/", OBJECTS, "InterfacesAdded", "oa{sa{sv}}", [path, {DEVICE: who | heard}]
        )

    def _answer(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.member == "GetManagedObjects":
            return Message.new_method_return(message, "a{oa{sa{sv}}}", [self._objects()])
        adapter = self.adapters.get((message.path or "").rpartition("/")[2])
        if adapter is None:
            return None
        match message.member:
            case "SetDiscoveryFilter":
                adapter.filters = message.body[0]
            case "StartDiscovery":
                adapter.discovering = True
            case "StopDiscovery":
                adapter.discovering = False
            case "RegisterMonitor" if self.passive:
                task = asyncio.ensure_future(self._ask_for_patterns(adapter, message))
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)
            case "UnregisterMonitor":
                adapter.monitors.pop(message.body[0], None)
            case _:
                return Message.new_error(message, UNKNOWN_METHOD, f"no {message.member}")
        return Message.new_method_return(message)

    def _objects(self) -> dict[str, Any]:
        adapter = {"Powered": Variant("b", True), "Roles": Variant("as", ["central"])}
        return {f"/org/bluez/{name}": {ADAPTER: adapter} for name in self.adapters}

    async def _ask_for_patterns(self, adapter: Adapter, registered: Message) -> None:
        """BlueZ asks whoever registered; bleak shows the monitor only after our answer."""
        path = registered.body[0]
        while self._bus is not None:
            reply = await self._bus.call(
                Message(
                    destination=registered.sender,
                    path=path,
                    interface=PROPERTIES,
                    member="GetAll",
                    signature="s",
                    body=[MONITOR],
                )
            )
            if reply is not None and reply.message_type is MessageType.METHOD_RETURN:
                patterns = reply.body[0]["Patterns"].value
                adapter.monitors[path] = [(at, kind, bytes(data)) for at, kind, data in patterns]
                return
            await asyncio.sleep(0.01)
