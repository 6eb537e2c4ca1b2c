"""Devices are told to do something, and answer. Every command is kept with what became of it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import Any

import msgspec

from store_server.clock import new_id
from store_server.device_messages import CommandDevice, DeviceChanged, NoteAnswer
from store_server.device_ports import DeviceCommand, Line
from store_server.handlers.desk import Desk, Work
from store_server.handlers.device_register import OUR_OWN, Register, command_topic
from store_server.handlers.pace import Pace
from store_server.ports import ConflictError, StorageError

LOOKED_EVERY_S = 0.5
REMEMBERED = 1_000  # commands whose answers are waited for; an answer to another is nobody's


class CommandDevices:
    """A command is committed, then said. One that the broker cannot take waits; one that nobody
    answers expires; an answer that comes late all the same counts."""

    def __init__(self, desk: Desk, line: Line, boutique: str, answered_within_s: float) -> None:
        self._desk = desk
        self._line = line
        self._boutique = boutique
        self._answered_within = timedelta(seconds=answered_within_s)
        self._hardware: dict[str, str] = {}
        self._asked: OrderedDict[str, None] = OrderedDict()
        self._open = True  # there may be some from before the start
        self._pace = Pace(LOOKED_EVERY_S)

    def know(self, register: Register) -> None:
        """Another process may have asked for something."""
        self._hardware = {device.id: device.hardware for device in register.devices}
        self._open = True

    def ask(self, command: CommandDevice) -> str:
        with self._desk.work() as work:
            device = work.uow.devices.get(command.device_id)
            if device.dialect != OUR_OWN:
                raise ConflictError("its maker's protocol has no commands that we could give")
            if device.suspended:
                raise ConflictError("this device is suspended")
            command_id = new_id()
            work.uow.device_commands.add(
                DeviceCommand(
                    command_id,
                    device.id,
                    command.do,
                    command.parameters,
                    command.by_id,
                    work.at,
                )
            )
            work.record(
                "DeviceCommanded",
                device=device.id,
                command=command_id,
                do=command.do,
                by=command.by_id,
            )
            work.audit(command.by_id, f"device.{command.do}", device.id)
            work.uow.devices.mark_changed()
            work.tell(DeviceChanged(device.id, "commanded", work.at))
        self._hardware[device.id] = device.hardware
        self._open = True
        self._see_to()
        return command_id

    def note_answer(self, command: NoteAnswer) -> None:
        if command.command_id not in self._asked:
            return
        with self._desk.work() as work:
            asked = work.uow.device_commands.get(command.command_id)
            if asked is None or asked.device_id != command.device_id or asked.answered_at:
                return
            work.uow.device_commands.answered(asked.id, work.at, command.ok, command.reason)
            work.record("DeviceAnswered", device=asked.device_id, command=asked.id, ok=command.ok)
            work.tell(DeviceChanged(asked.device_id, "answered", work.at))

    def tick(self) -> None:
        if not self._open or not self._pace.is_due(self._desk.clock):
            return
        try:
            self._see_to()
        except StorageError:
            return  # the next look is soon

    def _see_to(self) -> None:
        """Say what is to be said, give up what nobody answered."""
        with self._desk.work() as work:
            commands = work.uow.device_commands.open()
            self._open = bool(commands)
            for command in commands:
                self._asked[command.id] = None
                if work.at - (command.sent_at or command.asked_at) > self._answered_within:
                    self._give_up(work, command)
                elif command.sent_at is None and self._line.connected:
                    self._send(work, command)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def _send(self, work: Work, command: DeviceCommand) -> None:
        hardware = self._hardware.get(command.device_id, command.device_id)
        topic = command_topic(self._boutique, hardware)
        said: dict[str, Any] = {**command.parameters, "id": command.id, "do": command.do}
        work.uow.device_commands.sent(command.id, work.at)
        work.after(lambda: self._line.publish(topic, msgspec.json.encode(said)))
        work.tell(DeviceChanged(command.device_id, "sent", work.at))

    def _give_up(self, work: Work, command: DeviceCommand) -> None:
        work.uow.device_commands.expired(command.id, work.at)
        work.record("DeviceCommandExpired", device=command.device_id, command=command.id)
        work.tell(DeviceChanged(command.device_id, "expired", work.at))
