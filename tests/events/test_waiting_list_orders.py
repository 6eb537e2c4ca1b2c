"""Answers, cancellations and expiries in whatever order: nothing is ever promised twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events.answering import AnswerRefusedError, Wish, accept, decline, settle
from events.guest import Guest, Standing
from events.places import Waiting, in_turn
from events.programme import Stage
from tests.events.guest_lists import NOW, STARTS, a_guest, an_event

NAMES = tuple(f"guest-{number}" for number in range(7))
WHO = st.sampled_from(NAMES)


class Evening(RuleBasedStateMachine):
    """A list under its lock, as the handlers work with it: put in order, changed, put in order."""

    @initialize(capacity=st.integers(1, 4))
    def plan(self, capacity: int) -> None:
        self.now = NOW
        self.event = an_event(capacity=capacity, starts=STARTS, ends=STARTS + timedelta(hours=3))
        self.lines = {
            name: a_guest(name, plus_ones=2, priority=place % 3) for place, name in enumerate(NAMES)
        }

    @rule(name=WHO, companions=st.integers(0, 2))
    def accepts(self, name: str, companions: int) -> None:
        self.put_in_order()
        guest = self.lines[name]
        try:
            answered = accept(guest, Wish(("",) * companions), self.event, self.all, self.now)
        except AnswerRefusedError:
            answered = guest
        self.lines[name] = answered
        self.put_in_order()

    @rule(name=WHO)
    def says_no(self, name: str) -> None:
        self.put_in_order()
        try:
            self.lines[name] = decline(self.lines[name], self.event, self.now)
        except AnswerRefusedError:
            assert self.now >= self.event.ends
        self.put_in_order()

    @rule(minutes=st.sampled_from([1, 29, 61, 60 * 24, 60 * 24 * 5]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.put_in_order()

    @rule(more=st.integers(1, 2))
    def there_is_more_room(self, more: int) -> None:
        self.event = replace(self.event, capacity=self.event.capacity + more)
        self.put_in_order()

    @rule(stage=st.sampled_from([Stage.OPEN, Stage.CLOSED]))
    def is_closed_or_opened(self, stage: Stage) -> None:
        self.event = replace(self.event, stage=stage)
        self.put_in_order()

    @property
    def all(self) -> list[Guest]:
        return list(self.lines.values())

    def put_in_order(self) -> None:
        for changed in settle(self.event, self.all, self.now):
            before = self.lines[changed.id]
            assert before.standing in (Standing.WAITING, Standing.OFFERED)
            if changed.standing is Standing.OFFERED:
                assert self.now < self.event.starts, "promoted after the start"
                assert changed.offer_until is not None
                assert self.now < changed.offer_until <= self.now + (STARTS - self.now) / 2
            self.lines[changed.id] = changed
        assert settle(self.event, self.all, self.now) == [], "in order is in order"

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        if hasattr(self, "lines"):
            held = [
                one
                for one in self.all
                if one.standing is Standing.CONFIRMED or self.is_offered(one)
            ]
            assert sum(one.party for one in held) <= self.event.capacity

    @invariant()
    def who_waits_does_not_fit_or_it_has_begun(self) -> None:
        if not hasattr(self, "lines") or self.now >= self.event.starts:
            return
        free = self.event.capacity - sum(
            one.party
            for one in self.all
            if one.standing is Standing.CONFIRMED or self.is_offered(one)
        )
        waiting = [
            Waiting(one.id, one.party, one.priority, one.asked_at or NOW, one.missed)
            for one in self.all
            if one.standing is Standing.WAITING
        ]
        assert all(one.party > free for one in in_turn(waiting))

    def is_offered(self, guest: Guest) -> bool:
        until = guest.offer_until
        return guest.standing is Standing.OFFERED and until is not None and self.now < until


TestEvening = Evening.TestCase
TestEvening.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
