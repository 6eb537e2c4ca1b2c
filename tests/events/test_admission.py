"""The worked cases of check-in, by their numbers, as far as the judgement alone decides them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.admission import (
    Answer,
    Decision,
    Evening,
    Flag,
    Issued,
    Override,
    Reason,
    Showing,
    Verdict,
)
from events.comings import Entry, Way, track
from events.passes import Flaw
from events.undo import UndoRefusedError, undo
from tests.events.evening import EVENT, OPENS, Paper, session

ADMITTED = (Verdict.ADMITTED, Reason.WELCOME)
HELENE = Override("Hélène", "she is a friend of the house")


@pytest.fixture
def paper() -> Paper:
    paper = Paper()
    paper.invite("ann")
    return paper


def verdict(decision: Decision) -> tuple[Verdict, Reason]:
    return decision.verdict, decision.reason


def test_c1_the_same_pass_twice_is_already_in_with_the_first_time_gate_and_person(
    paper: Paper,
) -> None:
    assert verdict(paper.show("s1")) == ADMITTED
    paper.after(seconds=4)
    again = paper.show("s2", gate="terrace", by="Yue")
    assert verdict(again) == (Verdict.ALREADY, Reason.ALREADY_REDEEMED)
    assert again.first == paper.rows[0]
    assert len(paper.rows) == 1


def test_c1_a_camera_that_reads_twice_shows_the_same_card(paper: Paper) -> None:
    paper.show("s1")
    paper.after(seconds=2)
    assert verdict(paper.show("s2")) == ADMITTED
    assert len(paper.rows) == 1
    assert paper.show("s3", gate="terrace").verdict is Verdict.ALREADY


def test_c3_a_scan_that_is_sent_again_gets_its_first_answer(paper: Paper) -> None:
    first = paper.show("s1")
    paper.after(hours=1)
    assert paper.show("s1") == first
    refused = paper.show("s2", event=1)
    assert paper.show("s2") == refused


def test_c4_a_guest_cancelled_after_entry_stays_in_and_is_flagged(paper: Paper) -> None:
    paper.show("s1")
    paper.change("ann", answer=Answer.CANCELLED)
    again = paper.show("s1")
    assert verdict(again) == ADMITTED
    assert again.flags == {Flag.CANCELLED_AFTER_ENTRY}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_c5_two_gates_without_a_network_are_two_rows_counted_once(
    paper: Paper, order: tuple[str, str]
) -> None:
    at = {"a": paper.now, "b": paper.now + timedelta(minutes=1)}
    decisions = {gate: paper.told_later(f"scan-{gate}", gate=gate, at=at[gate]) for gate in order}
    assert all(one.verdict is Verdict.ADMITTED for one in decisions.values())
    theirs = track(paper.entries("ann"), plus_one=False)
    assert (theirs.inside, len(paper.rows)) == (1, 2)
    assert theirs.last_in is not None
    assert theirs.last_in.gate == "a"
    assert [one.gate for one in theirs.conflicts] == ["b"]
    assert Flag.CONFLICT in decisions[order[1]].flags


def test_c6_who_was_let_in_with_a_revoked_pass_is_in_and_flagged(paper: Paper) -> None:
    paper.passes[1] = Issued(1, "ann", revoked_at=OPENS)
    told = paper.told_later("s1")
    assert told.through
    assert Flag.REVOKED_BEFORE_ENTRY in told.flags
    assert paper.inside(0) == 1


def test_c7_an_old_pass_is_called_revoked_and_the_new_one_admits(paper: Paper) -> None:
    paper.passes[1] = Issued(1, "ann", revoked_at=OPENS)
    paper.passes[2] = Issued(2, "ann")
    assert paper.show("s1", 1).reason is Reason.REVOKED
    assert verdict(paper.show("s2", 2)) == ADMITTED
    assert paper.show("s3", 1).reason is Reason.REVOKED


def test_c8_a_pass_for_something_else_is_refused_with_which(paper: Paper) -> None:
    paper.evening = Evening(EVENT, (session(1), session(2)))
    paper.invite("bea", 2, session=2)
    assert paper.show("s1", event=EVENT + 1).reason is Reason.WRONG_EVENT
    assert paper.show("s2", 2, session=1).reason is Reason.WRONG_SESSION
    assert verdict(paper.show("s3", 2, session=2)) == ADMITTED


@pytest.mark.parametrize("flaw", list(Flaw))
def test_c9_a_code_that_cannot_be_believed_is_refused_and_written_down(
    paper: Paper, flaw: Flaw
) -> None:
    refused = paper.show("s1", None, flaw=flaw)
    assert (refused.verdict, refused.reason.value) == (Verdict.REFUSED, flaw.value)
    assert paper.heard("s1") == refused
    assert verdict(paper.show("s2")) == ADMITTED


def test_c12_a_plus_one_too_many_is_refused_and_the_host_may_override(paper: Paper) -> None:
    paper.change("ann", plus_ones=1)
    paper.show("s1")
    assert verdict(paper.show("s2", plus_one=True)) == ADMITTED
    assert paper.show("s3", plus_one=True).reason is Reason.PLUS_ONE_OVER
    over = paper.show("s4", plus_one=True, override=HELENE)
    assert over.through
    assert over.flags == {Flag.OVERRIDDEN}
    assert over.override == HELENE
    assert paper.inside(0) == 3


def test_c12_a_plus_one_may_come_first_and_the_host_is_told(paper: Paper) -> None:
    paper.change("ann", plus_ones=1)
    assert paper.show("s1", plus_one=True).flags == {Flag.PLUS_ONE_FIRST}
    assert verdict(paper.show("s2")) == ADMITTED


def test_c12_a_name_is_asked_where_the_event_wants_one(paper: Paper) -> None:
    paper.change("ann", plus_ones=1)
    paper.evening = replace(paper.evening, plus_one_names=True)
    asked = paper.show("s1", plus_one=True, plus_one_name=" ")
    assert verdict(asked) == (Verdict.NEEDS_ATTENTION, Reason.NAME_WANTED)
    assert paper.show("s2", plus_one=True, plus_one_name="Léa").through


def test_c15_a_night_that_goes_back_an_hour_is_judged_by_its_moments() -> None:
    border = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Paris, for the first time
    paper = Paper(Evening(EVENT, (session(1, opens=border),)))
    paper.invite("ann", session=1)
    assert paper.show("s1", at=border - timedelta(minutes=1)).reason is Reason.TOO_EARLY
    assert paper.show("s2", at=border).through
    assert paper.show("s3", at=border + timedelta(hours=1), way=Way.OUT).reason is Reason.LEFT
    assert paper.inside(1) == 0


def test_c16_exit_and_re_entry_go_by_the_events_rule(paper: Paper) -> None:
    assert paper.show("s0", way=Way.OUT).reason is Reason.NOT_INSIDE
    paper.show("s1")
    paper.after(minutes=20)
    assert paper.show("s2", way=Way.OUT).reason is Reason.LEFT
    assert paper.inside(0) == 0
    assert verdict(paper.show("s3")) == ADMITTED
    paper.after(minutes=20)
    paper.show("s4", way=Way.OUT)
    paper.evening = replace(paper.evening, re_entry=False)
    assert paper.show("s5").reason is Reason.NO_RE_ENTRY


def test_c17_a_question_is_asked_at_the_door(paper: Paper) -> None:
    paper.evening = replace(paper.evening, questions=("allergies",))
    asked = paper.show("s1")
    assert (asked.verdict, asked.wanted) == (Verdict.NEEDS_ATTENTION, "allergies")
    assert not asked.through
    assert verdict(paper.show("s2", answers=frozenset({"allergies"}))) == ADMITTED


def test_c17_an_override_is_kept_with_who_and_why(paper: Paper) -> None:
    paper.evening = replace(paper.evening, questions=("allergies",))
    over = paper.show("s1", override=HELENE)
    assert over.through
    assert (over.reason, over.override) == (Reason.QUESTION, HELENE)


def test_c18_what_was_taken_back_stays_so_for_its_own_scan(paper: Paper) -> None:
    paper.show("s1")
    paper.take_back("s1")
    paper.after(minutes=5)
    assert verdict(paper.show("s2")) == ADMITTED
    late = paper.show("s1")
    assert verdict(late) == (Verdict.REFUSED, Reason.UNDONE)
    assert paper.inside(0) == 1


def test_c19_only_the_manager_takes_back_late_elsewhere_and_nobody_twice(paper: Paper) -> None:
    entry = paper.show("s1").entry
    assert entry is not None
    soon, late = paper.now + timedelta(seconds=60), paper.now + timedelta(minutes=15)
    undo(entry, "door", manager=False, now=soon)
    undo(entry, "terrace", manager=True, now=late)
    for gate, now in (("terrace", soon), ("door", late)):
        with pytest.raises(UndoRefusedError):
            undo(entry, gate, manager=False, now=now)
    with pytest.raises(UndoRefusedError, match="before"):
        undo(replace(entry, undone=True), "door", manager=True, now=soon)


def test_c20_a_hundred_scans_told_an_hour_late_are_each_there_once(paper: Paper) -> None:
    for number in range(2, 102):
        paper.invite(f"guest-{number}", number)
    scans = [(f"s{number}", number) for number in range(2, 102)]
    for scan_id, number in [*scans[:57], *scans]:
        told = paper.told_later(scan_id, number)
        assert told.flags == {Flag.LATE_NEWS}
    assert paper.inside(0) == len(paper.rows) == 100


@pytest.mark.parametrize("answer", [Answer.DECLINED, Answer.INVITED])
def test_c21_who_declined_and_comes_is_refused_softly_and_may_be_overridden(
    paper: Paper, answer: Answer
) -> None:
    paper.change("ann", answer=answer)
    assert paper.show("s1").reason is Reason.NOT_CONFIRMED
    assert paper.show("s2", override=HELENE).through
    assert paper.inside(0) == 1


def test_who_waits_for_a_place_is_told_that_it_is_full(paper: Paper) -> None:
    paper.change("ann", answer=Answer.WAITING)
    assert paper.show("s1").reason is Reason.FULL


def test_c23_a_pass_that_nobody_remembers_is_unknown(paper: Paper) -> None:
    forgotten = paper.show("s1", 99)
    assert verdict(forgotten) == (Verdict.REFUSED, Reason.UNKNOWN)
    assert forgotten.guest_id is None


def test_c24_a_guest_who_holds_a_place_comes_in_when_the_room_is_full(paper: Paper) -> None:
    paper.evening = Evening(EVENT, (session(capacity=1),))
    paper.invite("bea", 2)
    paper.show("s1")
    assert paper.show("s2", 2).flags == {Flag.OVER_CAPACITY}
    assert paper.inside(0) == 2


def test_c25_a_name_has_nothing_to_do_with_it(paper: Paper) -> None:
    assert verdict(paper.show("s1", None, guest_id="ann")) == ADMITTED


@pytest.mark.parametrize(
    ("guest", "evening", "showing", "reason"),
    [
        ({"answer": Answer.CANCELLED}, {}, {}, Reason.CANCELLED),
        ({}, {"cancelled": True}, {}, Reason.CANCELLED),
        ({"blocked": True}, {}, {}, Reason.BLOCKED),
        ({}, {}, {"at": OPENS - timedelta(seconds=1)}, Reason.TOO_EARLY),
        ({}, {}, {"at": OPENS + timedelta(hours=3)}, Reason.TOO_LATE),
        ({}, {"gates": frozenset({"terrace"})}, {}, Reason.WRONG_ZONE),
        # several at once: the first question of the order answers
        ({"blocked": True}, {"questions": ("a",)}, {"at": OPENS - timedelta(1)}, Reason.BLOCKED),
        ({"answer": Answer.DECLINED}, {}, {"at": OPENS - timedelta(1)}, Reason.NOT_CONFIRMED),
    ],
)
def test_each_refusal_has_its_reason(
    paper: Paper,
    guest: dict[str, Any],
    evening: dict[str, Any],
    showing: dict[str, Any],
    reason: Reason,
) -> None:
    paper.change("ann", **guest)
    paper.evening = replace(paper.evening, **evening)
    refused = paper.show("s1", **showing)
    assert verdict(refused) == (Verdict.REFUSED, reason)
    assert paper.rows == []


@pytest.mark.parametrize("flaw", [Flaw.UNKNOWN, Flaw.BAD_SIGNATURE])
def test_nobody_overrides_a_forgery(paper: Paper, flaw: Flaw) -> None:
    assert not paper.show("s1", None, flaw=flaw, override=HELENE).through


SCANS = st.lists(
    st.tuples(
        st.integers(0, 12),  # the scan's id: repeats are common
        st.sampled_from([1, 2, 3, 9]),  # the pass: 3 is revoked, 9 was never given
        st.sampled_from(["door", "terrace"]),
        st.sampled_from(list(Way)),
        st.booleans(),  # told later, by a gate that had no network
        st.integers(0, 90),  # minutes after the doors opened
    ),
    max_size=40,
)


@given(SCANS)
def test_whatever_is_shown_nobody_is_counted_twice_and_nothing_is_answered_in_two_ways(
    scans: list[tuple[int, int, str, Way, bool, int]],
) -> None:
    paper = Paper()
    paper.invite("ann", 1)
    paper.invite("bea", 2)
    paper.passes[3] = Issued(3, "bea", revoked_at=OPENS)
    answered: dict[str, object] = {}
    for scan, number, gate, way, late, minutes in scans:
        tell = paper.told_later if late else paper.show
        at = OPENS + timedelta(minutes=minutes)
        decision = tell(f"s{scan}", number, gate=gate, way=way, at=at)
        assert answered.setdefault(f"s{scan}", decision) == decision
        assert paper.inside(0) <= 2
    assert len({row.scan_id for row in paper.rows}) == len(paper.rows)


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_comings_add_up_the_same_in_whatever_order_they_are_told(
    order: list[int], outs: set[int]
) -> None:
    def told(numbers: list[int]) -> Paper:
        paper = Paper()
        paper.invite("ann")
        for number in numbers:
            way = Way.OUT if number in outs else Way.IN
            at = OPENS + timedelta(minutes=number)
            entry = paper.showing(f"s{number}", at=at, way=way)
            paper.rows.append(_entry_of(entry))
        return paper

    straight, shuffled = told(sorted(order)), told(list(order))
    assert track(straight.entries("ann"), False) == track(shuffled.entries("ann"), False)


def _entry_of(showing: Showing) -> Entry:
    return Entry(showing.scan_id, "ann", 0, showing.way, showing.gate, showing.by, showing.at)
