"""Admission as a state machine: whatever happens at the doors, in whatever order, adds up."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from events.comings import Way
from events.guest import Guest, Standing
from store_server.admission_messages import UndoShowing
from store_server.furnishing import furnish
from store_server.ports import ConflictError
from store_server.settings import Settings
from store_server.storage import open_storage
from tests.store_server.doors.evening import Evening, a_scan

GUESTS = 3
GATES = ("door-1", "door-2")


class Indoors(Evening):
    """Without screens: nobody asks them here, and each example opens the house anew."""

    def open(self) -> Evening:
        self.storage = open_storage(self.settings, self.clock)
        furnish(self.bus, self.storage, self.settings, self.clock)()
        return self

    def close(self) -> None:
        self.storage.close()


class AnyEvening(RuleBasedStateMachine):
    """What a careful host would know in their head, beside the house itself."""

    scans = Bundle("scans")
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="accueil-evening-"))
        file = shutil.copy(self.template, self.folder / "accueil.db")
        self.evening = Indoors(Settings(data_dir=self.folder, database_url=f"sqlite:///{file}"))
        self.evening.open()
        self.evening.plan()
        self.guests = [self.evening.guest(f"Guest {one}") for one in range(GUESTS)]
        self.codes = {guest.id: self.evening.pass_of(guest) for guest in self.guests}
        self.inside: set[str] = set()
        self.cancelled: set[str] = set()
        self.undone: set[str] = set()
        self.first: dict[str, tuple[Guest, str, Way, str, str]] = {}

    def teardown(self) -> None:
        self.evening.close()
        shutil.rmtree(self.folder)

    def guest_at(self, number: int) -> Guest:
        return self.guests[number]

    @rule(
        target=scans,
        number=st.integers(0, GUESTS - 1),
        gate=st.sampled_from(GATES),
        way=st.sampled_from(Way),
    )
    def shows(self, number: int, gate: str, way: Way) -> str:
        guest, scan = self.guest_at(number), a_scan()
        self.evening.clock.passes(5)  # no camera reads the same code twice here
        said = self.evening.verdict(self.codes[guest.id], scan_id=scan, gate=gate, way=way)
        assert said[0] == self.expected(guest, way), (said, way)
        if said[0] == "admitted":
            (self.inside.add if way is Way.IN else self.inside.discard)(guest.id)
        self.first[scan] = (guest, gate, way, *said)
        return scan

    def expected(self, guest: Guest, way: Way) -> str:
        inside = guest.id in self.inside
        if way is Way.OUT:
            return "admitted" if inside else "needs_attention"
        if guest.id in self.cancelled:
            return "refused"
        return "already" if inside else "admitted"

    @rule(scan=scans)
    def is_sent_again(self, scan: str) -> None:
        guest, gate, way, *said = self.first[scan]
        again = self.evening.show(self.codes[guest.id], scan_id=scan, gate=gate, way=way)
        decision = again.kept.decision
        assert again.again
        if scan in self.undone:
            assert decision.reason == "undone"
        else:
            assert [decision.verdict, decision.reason] == said

    @rule(scan=consumes(scans))
    def is_taken_back(self, scan: str) -> None:
        guest, gate, _way, verdict, _reason = self.first[scan]
        command = UndoShowing(self.evening.event.id, scan, gate, "nobody", manager=True)
        try:
            self.evening.bus.ask(command)
        except ConflictError:
            assert verdict != "admitted"
            return
        assert verdict == "admitted"
        self.undone.add(scan)
        self.recount(guest)

    def recount(self, guest: Guest) -> None:
        """Her steps once more, without those that were taken back."""
        self.inside.discard(guest.id)
        for scan, (who, _gate, way, verdict, _reason) in self.first.items():
            if who.id == guest.id and verdict == "admitted" and scan not in self.undone:
                (self.inside.add if way is Way.IN else self.inside.discard)(guest.id)

    @rule(number=st.integers(0, GUESTS - 1))
    def cancels(self, number: int) -> None:
        guest = self.guest_at(number)
        if guest.id not in self.cancelled:
            self.evening.change(guest, standing=Standing.CANCELLED)
            self.cancelled.add(guest.id)

    @rule()
    def the_power_fails(self) -> None:
        self.evening.restart()

    @invariant()
    def it_adds_up(self) -> None:
        assert self.evening.inside() == len(self.inside)
        assert len(self.evening.rows()) == len(self.first)


def test_whatever_happens_at_the_doors_adds_up(sqlite_template: Path) -> None:
    AnyEvening.template = sqlite_template
    run_state_machine_as_test(
        AnyEvening,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
