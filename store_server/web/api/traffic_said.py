"""What a manager says of the traffic: capacities, doors, counts set right, alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from store_server.clock import new_id
from store_server.traffic_messages import (
    AcknowledgeAlert,
    CorrectCount,
    JudgeCounts,
    KeepAlertRule,
    KeepTrafficSettings,
    NameDoor,
    RemoveAlertRule,
    TellOccupancy,
)
from store_server.traffic_views import (
    AlertRuleView,
    AlertView,
    DoorView,
    DoubtView,
    ResetView,
    Role,
    Rule,
    TrafficSettings,
    TrafficSettingsView,
)
from store_server.web.api.inputs import Email, Name, Phrase, Zone
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Traffic set right", "What only people know: each word has a name on it.")

People = Annotated[int, Meta(ge=0, le=1_000_000)]
Capacity = Annotated[int, Meta(ge=1, le=100_000)]
SHOWN = 200


class SettingsGiven(Struct, forbid_unknown_fields=True):
    """What is left out is as if it had never been told."""

    legal_capacity: Capacity | None = None
    comfort_capacity: Capacity | None = None
    people_per_group: Annotated[float, Meta(ge=1, le=20)] = 1.0
    visitors_a_member: Annotated[float, Meta(ge=0.5, le=500)] = 8.0


class DoorGiven(Struct, forbid_unknown_fields=True):
    """`role`: a door of the boutique, the street before it, a way inside it, or staff alone.
    `without_staff`: its counter leaves out colleagues by itself, so that no badge does it again;
    from now on, for what a badge took out before stays so."""

    device_id: Annotated[str, Meta(min_length=1, max_length=128)]
    line: Annotated[str, Meta(max_length=128)]
    name: Name
    role: Role
    without_staff: bool = False


class Corrected(Struct, forbid_unknown_fields=True):
    count_id: Annotated[str, Meta(min_length=1, max_length=128)]
    people_in: People
    people_out: People
    reason: Phrase = ""


class Judged(Struct, forbid_unknown_fields=True):
    """`accepted`: they were as they were told; else they were nobody."""

    count_ids: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=128)]], Meta(min_length=1, max_length=200)
    ]
    accepted: bool
    reason: Phrase = ""


class DoubtsAsked(Struct, forbid_unknown_fields=True):
    """Of all devices, unless one is named."""

    device: Annotated[str, Meta(min_length=1, max_length=128)] | None = None


class Told(Struct, forbid_unknown_fields=True):
    people: People = 0
    reason: Phrase = ""


class RuleGiven(Struct, forbid_unknown_fields=True):
    """`limit`: people, or seconds of waiting for `vip_unanswered`; the others need none."""

    rule: Rule
    zone: Zone | None = None
    limit: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    push: bool = True
    mail: Email = ""
    active: bool = True


NEEDS_A_LIMIT = frozenset({"occupancy_over", "queue_over", "vip_unanswered"})


@RESOURCE.get("/traffic/settings", allow=MANAGER)
def read_traffic_settings(house: House) -> TrafficSettingsView:
    """How many the boutique holds, and how its figures are reckoned."""
    return house.traffic.queries.settings()


@RESOURCE.put("/traffic/settings", allow=MANAGER)
def keep_traffic_settings(house: House, who: SignedIn, body: SettingsGiven) -> TrafficSettingsView:
    """Say how many the boutique holds, and how its figures are reckoned."""
    legal, comfort = body.legal_capacity, body.comfort_capacity
    if legal is not None and comfort is not None and comfort > legal:
        raise InvalidInputError("more than the law allows", field="comfort_capacity")
    given = TrafficSettings(legal, comfort, body.people_per_group, body.visitors_a_member)
    house.ask(KeepTrafficSettings(given, by_id=who.id))
    return house.traffic.queries.settings()


@RESOURCE.get("/traffic/doors", allow=MANAGER)
def list_doors(house: House) -> Sequence[DoorView]:
    """Every line that counts, and what it stands for."""
    return house.traffic.queries.doors()


@RESOURCE.put("/traffic/doors", allow=MANAGER)
def name_door(house: House, who: SignedIn, body: DoorGiven) -> Sequence[DoorView]:
    """Name a line, and say what it stands for."""
    house.queries.device(body.device_id)
    house.ask(NameDoor(body.device_id, body.line, body.name, body.role, who.id, body.without_staff))
    return house.traffic.queries.doors()


@RESOURCE.get("/traffic/doubts", allow=MANAGER)
def list_doubts(house: House, query: DoubtsAsked) -> Sequence[DoubtView]:
    """Counts that are kept apart from every sum, with the reason, and those that were set right."""
    return house.traffic.queries.doubts(SHOWN, query.device)


@RESOURCE.post("/traffic/corrections", allow=MANAGER)
def correct_count(house: House, who: SignedIn, body: Corrected) -> Sequence[DoubtView]:
    """Say what a count was in truth. The count stays as it was told, and the sums move."""
    house.ask(
        CorrectCount(body.count_id, body.people_in, body.people_out, body.reason, by_id=who.id)
    )
    return house.traffic.queries.doubts(SHOWN)


@RESOURCE.post("/traffic/verdicts", allow=MANAGER)
def judge_counts(house: House, who: SignedIn, body: Judged) -> Sequence[DoubtView]:
    """Accept counts that are kept apart as they were told, or reject them: each a correction."""
    house.ask(JudgeCounts(tuple(body.count_ids), body.accepted, body.reason, by_id=who.id))
    return house.traffic.queries.doubts(SHOWN)


@RESOURCE.get("/traffic/occupancy", allow=MANAGER)
def list_resets(house: House) -> Sequence[ResetView]:
    """When somebody said how many were inside."""
    return house.traffic.queries.resets(SHOWN)


@RESOURCE.post("/traffic/occupancy", allow=MANAGER)
def tell_occupancy(house: House, who: SignedIn, body: Told) -> Sequence[ResetView]:
    """Say how many are inside now: none, where the boutique is known to be empty."""
    house.ask(TellOccupancy(body.people, body.reason, by_id=who.id))
    return house.traffic.queries.resets(SHOWN)


@RESOURCE.get("/traffic/alert-rules", allow=MANAGER)
def list_alert_rules(house: House) -> Sequence[AlertRuleView]:
    """What a manager wants to be told of."""
    return house.traffic.queries.rules()


@RESOURCE.post("/traffic/alert-rules", allow=MANAGER)
def add_alert_rule(house: House, who: SignedIn, body: RuleGiven) -> Sequence[AlertRuleView]:
    """Ask to be told of something."""
    house.ask(KeepAlertRule(_rule(new_id(), body), by_id=who.id))
    return house.traffic.queries.rules()


@RESOURCE.put("/traffic/alert-rules/{rule_id}", allow=MANAGER)
def amend_alert_rule(
    house: House, who: SignedIn, rule_id: str, body: RuleGiven
) -> Sequence[AlertRuleView]:
    """Change a rule, or have it rest."""
    house.ask(KeepAlertRule(_rule(rule_id, body), by_id=who.id))
    return house.traffic.queries.rules()


@RESOURCE.delete("/traffic/alert-rules/{rule_id}", allow=MANAGER)
def remove_alert_rule(house: House, who: SignedIn, rule_id: str) -> None:
    """Ask no more to be told of it; its alerts that stand end."""
    house.ask(RemoveAlertRule(rule_id, by_id=who.id))


@RESOURCE.get("/traffic/alerts", allow=MANAGER)
def list_traffic_alerts(house: House) -> Sequence[AlertView]:
    """The last alerts, with their ends, the newest first."""
    return house.traffic.queries.past_alerts(SHOWN)


@RESOURCE.post("/traffic/alerts/{alert_id}/acknowledge", allow=MANAGER)
def acknowledge_alert(house: House, who: SignedIn, alert_id: str) -> Sequence[AlertView]:
    """Say that somebody has seen to it."""
    house.ask(AcknowledgeAlert(alert_id, by_id=who.id))
    return house.traffic.queries.past_alerts(SHOWN)


def _rule(rule_id: str, body: RuleGiven) -> AlertRuleView:
    if body.rule in NEEDS_A_LIMIT and body.limit is None:
        raise InvalidInputError("say from how many on", field="limit")
    if body.zone is not None and body.rule != "queue_over":
        raise InvalidInputError("this is about the whole boutique", field="zone")
    return AlertRuleView(
        rule_id, body.rule, body.zone, body.limit, body.push, body.mail, body.active
    )
