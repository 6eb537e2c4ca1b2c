"""What the gate is held to, is what the house judges."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.events.shared_cases import CASES, FOLDER, written


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_the_gate_are_the_judgements_of_the_house(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(name)


def test_the_cases_meet_every_reason_that_a_gate_can_give() -> None:
    evenings = json.loads((FOLDER / "admission.json").read_text(encoding="utf-8"))
    met = Counter(one["reason"] for evening in evenings for one in evening["showings"])
    assert set(met) >= {
        *("welcome", "left", "already_redeemed", "wrong_event", "wrong_session", "too_early"),
        *("too_late", "revoked", "cancelled", "not_confirmed", "unknown", "bad_signature"),
        *("expired_code", "plus_one_over", "full", "blocked", "wrong_zone", "question"),
        *("name_wanted", "not_inside", "no_re_entry"),
    }
