"""What an event costs: what was spent, and what is planned where no invoice has come."""

from __future__ import annotations

from events.budget import Cost, expected_minor, planned_minor

COSTS = [Cost("Traiteur", 250_000, 265_000), Cost("Fleurs", 40_000), Cost("Musique", 60_000, 0)]


def test_the_plan_is_the_sum_of_what_was_planned() -> None:
    assert planned_minor(COSTS) == 350_000


def test_an_invoice_takes_the_place_of_the_plan() -> None:
    assert expected_minor(COSTS) == 305_000
