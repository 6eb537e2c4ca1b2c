"""The associates, and who of them is on shift."""

from __future__ import annotations

from store_server.clock import new_id
from store_server.domain.staff import Associate, Role
from store_server.handlers.desk import Desk
from store_server.handlers.signalling import Signalling
from store_server.messages import (
    AddAssociate,
    AmendAssociate,
    EndShift,
    IdentitiesChanged,
    ShiftChanged,
    StartShift,
)


class KeepStaff:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk, signalling: Signalling) -> None:
        self._desk = desk
        self._signalling = signalling

    def add(self, command: AddAssociate) -> str:
        associate = Associate(
            id=new_id(),
            display_name=command.display_name,
            role=Role(command.role),
            languages=command.languages,
        )
        with self._desk.work() as work:
            work.uow.staff.add(associate)
            work.record("AssociateAdded", associate=associate.id, by=command.by_id)
            work.tell(ShiftChanged(associate.id, False))
        return associate.id

    def amend(self, command: AmendAssociate) -> None:
        """Who leaves the team gives their badges back, and ends their shift."""
        leaves = command.fields.get("active") is False
        with self._desk.work() as work:
            work.uow.staff.get(command.associate_id)
            work.uow.staff.amend(command.associate_id, command.fields)
            work.record(
                "AssociateAmended",
                associate=command.associate_id,
                by=command.by_id,
                fields=sorted(command.fields),
            )
            work.tell(ShiftChanged(command.associate_id, False))
            if leaves and work.uow.badges.take_all_back(command.associate_id):
                work.tell(IdentitiesChanged(command.associate_id))
        if leaves:
            self.end_shift(EndShift(command.associate_id))

    def start_shift(self, command: StartShift) -> None:
        """Whoever waited for somebody to be told of hears of them now."""
        with self._desk.work() as work:
            work.uow.staff.get(command.associate_id)
            work.uow.staff.start_shift(command.associate_id, work.at)
            work.record("ShiftStarted", associate=command.associate_id)
            work.tell(ShiftChanged(command.associate_id, True))
        self._signalling.someone_came_on_shift()

    def end_shift(self, command: EndShift) -> None:
        with self._desk.work() as work:
            work.uow.staff.end_shift(command.associate_id, work.at)
            work.record("ShiftEnded", associate=command.associate_id)
            work.tell(ShiftChanged(command.associate_id, False))
        self._signalling.someone_left_shift(command.associate_id)
