"""The boutique's rooms: what they are called, how many they hold, and the plan that shows them."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.device_messages import DeviceChanged, KeepFloorPlan
from store_server.device_ports import KeptPlan
from store_server.domain.floor_plan import read_plan
from store_server.handlers.desk import Desk
from store_server.messages import AmendZone

THE_PLAN = "floor-plan"


@dataclass(frozen=True, slots=True)
class KeepFloor:
    """Each method handles the command of its name."""

    desk: Desk

    def amend_zone(self, command: AmendZone) -> None:
        with self.desk.work() as work:
            work.uow.places.save_zone(command.zone, command.name, command.capacity)
            work.record("ZoneAmended", zone=command.zone, by=command.by_id)
            work.tell(DeviceChanged(command.zone, "amended", work.at))

    def keep_plan(self, command: KeepFloorPlan) -> None:
        """Raises `PlanRefusedError`."""
        plan = None if command.svg is None else read_plan(command.svg)
        with self.desk.work() as work:
            if plan is None:
                work.uow.floor_plans.drop()
            else:
                work.uow.floor_plans.keep(KeptPlan(plan.svg, plan.width, plan.height, work.at))
            work.record("FloorPlanChanged", own=plan is not None, by=command.by_id)
            work.audit(command.by_id, "floor-plan.changed", THE_PLAN)
