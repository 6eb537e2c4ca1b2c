"""Looks after BlueZ on the system's D-Bus: bleak never notices that bluetoothd has begun anew."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

BLUEZ = "org.bluez"
DBUS, DBUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
OWNER_CHANGED = "NameOwnerChanged"
RULE = f"type='signal',sender='{DBUS}',member='{OWNER_CHANGED}',arg0='{BLUEZ}'"


async def watch_bluez(on_change: Callable[[], None]) -> None:
    """Call back whenever bluetoothd comes or goes. Returns when the bus is lost.

    Raises what `dbus_fast` does where there is no bus: `OSError` and its own errors.
    """

    def heard(message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.member == OWNER_CHANGED:
            on_change()

    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        await bus.connect()
        bus.add_message_handler(heard)
        await bus.call(
            Message(
                destination=DBUS,
                path=DBUS_PATH,
                interface=DBUS,
                member="AddMatch",
                signature="s",
                body=[RULE],
            )
        )
        await _end(bus)
    finally:
        bus.disconnect()
        await _end(bus)


async def _end(bus: MessageBus) -> None:
    """Its own error says no more than that it has ended."""
    with contextlib.suppress(Exception):
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
