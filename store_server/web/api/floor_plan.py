"""The plan on which devices are placed: the boutique's own, or one drawn from its zones."""

from __future__ import annotations

import hashlib
from typing import Annotated

from store_server.device_messages import KeepFloorPlan
from store_server.device_views import FloorPlanView
from store_server.domain.floor_plan import LARGEST_PLAN_BYTES, PlanRefusedError, draw_plan
from store_server.web.body import File
from store_server.web.callers import FLOOR, HOUSE, SignedIn
from store_server.web.house import House
from store_server.web.operations import PREFIX, Picture, Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Floor plan", "Shapes and words only: a plan refers to nothing outside itself.")

SVG = "image/svg+xml"
Plan = Annotated[bytes, File(media=(SVG,), largest_bytes=LARGEST_PLAN_BYTES)]


@RESOURCE.get("/floor-plan", allow=FLOOR | HOUSE)
def read_floor_plan(house: House) -> FloorPlanView:
    """Where the plan's picture is, and how it measures."""
    return _view(house)


@RESOURCE.get("/floor-plan/image", allow=FLOOR | HOUSE)
def read_floor_plan_image(house: House) -> Picture:
    """The plan itself, as SVG."""
    svg, _view_of_it = _plan(house)
    return Picture(svg.encode(), SVG)


@RESOURCE.put("/floor-plan", allow=HOUSE)
def keep_floor_plan(house: House, who: SignedIn, body: Plan) -> FloorPlanView:
    """Upload the boutique's own plan, as SVG of at most 256 KiB.

    Scripts, pictures, styles and everything that refers to the outside are refused.
    """
    try:
        house.ask(KeepFloorPlan(body.decode("utf-8"), by_id=who.id))
    except UnicodeDecodeError as error:
        raise InvalidInputError("not UTF-8", field="svg") from error
    except PlanRefusedError as error:
        raise InvalidInputError(str(error), field="svg") from error
    return _view(house)


@RESOURCE.delete("/floor-plan", allow=HOUSE)
def drop_floor_plan(house: House, who: SignedIn) -> None:
    """Go back to the plan that is drawn from the zones."""
    house.ask(KeepFloorPlan(None, by_id=who.id))


def _view(house: House) -> FloorPlanView:
    return _plan(house)[1]


def _plan(house: House) -> tuple[str, FloorPlanView]:
    kept = house.device_queries.kept_plan()
    plan = kept or draw_plan(house.device_queries.rooms())
    mark = hashlib.sha256(plan.svg.encode()).hexdigest()[:16]
    view = FloorPlanView(
        f"{PREFIX}/floor-plan/image?{mark}",
        own=kept is not None,
        width=plan.width,
        height=plan.height,
        changed_at=kept.changed_at if kept else None,
    )
    return plan.svg, view
