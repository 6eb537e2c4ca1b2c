"""An event of the house on this very evening: guests who are asked, and come with a pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from events.event import Rules
from events.programme import Stage
from store_server.admission_views import DoorCounts, DoorGuest
from store_server.event_messages import AmendEvent, MoveEvent, PlanEvent
from store_server.guest_messages import AddGuest, InviteGuests, ShowLink
from store_server.handlers.passes import text
from tests.browser.boutique import Boutique
from tests.browser.screens import KIOSK, NewScreen, Screen

TITLE = "L'atelier du nez"
ON_A_BUSY_MACHINE_S = 25.0


@dataclass
class Soiree:
    """It begins in twenty minutes. Invitations are for before the doors open."""

    boutique: Boutique
    id: str
    rules: Rules

    @classmethod
    def planned(cls, boutique: Boutique, **rules: Any) -> Soiree:
        shut = Rules(doors_open_before_min=0, **rules)
        starts = datetime.now(UTC) + timedelta(minutes=20)
        fields = {
            "kind": "masterclass",
            "titles": {"fr": TITLE, "en": "The nose's workshop"},
            "starts": starts,
            "ends": starts + timedelta(hours=3),
            "capacity": 40,
            "rules": shut,
        }
        soiree = cls(boutique, boutique.bus.ask(PlanEvent(fields)), shut)
        boutique.bus.ask(MoveEvent(soiree.id, Stage.OPEN))
        return soiree

    def opens(self) -> None:
        """The doors, an hour before it begins."""
        rules = replace(self.rules, doors_open_before_min=60)
        self.boutique.bus.ask(AmendEvent(self.id, {"rules": rules}))

    def is_over(self) -> None:
        with self.boutique.house.storage.store.begin() as uow:
            event = uow.events.get(self.id)
            uow.events.save(replace(event, stage=Stage.OVER, ends=datetime.now(UTC)))
            uow.commit()

    def asks(self, given: str = "Inès", family: str = "Beaumont", **more: Any) -> str:
        """A guest on the list, who holds an invitation."""
        fields = {"given_name": given, "family_name": family, "language": "fr", **more}
        guest_id: str = self.boutique.bus.ask(AddGuest(self.id, fields))
        self.boutique.bus.ask(InviteGuests(self.id, (guest_id,)))
        return guest_id

    def link(self, guest_id: str) -> str:
        """The token of their personal link."""
        token: str = self.boutique.bus.ask(ShowLink(guest_id))
        return token

    def comes(self, guest_id: str, by: Screen, companions: Sequence[str] = ()) -> str:
        """They accept on their own phone; answers their pass."""
        address = f"{self.boutique.url}/api/v1/invitations/{self.link(guest_id)}/answer"
        answer = by.context.request.put(
            address, data={"coming": True, "companions": list(companions)}
        )
        assert answer.ok, answer.text()
        return self.pass_of(guest_id)

    def guest_with_pass(self, by: Screen, companions: Sequence[str] = (), **who: Any) -> str:
        return self.comes(self.asks(**who), by, companions)

    def pass_of(self, guest_id: str) -> str:
        with self.boutique.house.storage.store.begin() as uow:
            granted = uow.passes.standing_of(guest_id)
            assert granted is not None, "this guest holds no pass"
            return text(granted, uow.events.get(self.id), uow.passes.keys())

    # ------------------------------------------------------------------ what the house knows

    @property
    def counts(self) -> DoorCounts:
        return self._list().counts

    def inside(self) -> int:
        return self.counts.inside

    def line(self, guest_id: str) -> DoorGuest:
        return next(one for one in self._list().guests if one.id == guest_id)

    def showings(self) -> list[tuple[str, str]]:
        """Verdict and reason of all that was shown, the latest first."""
        shown = self.boutique.house.storage.door_queries.showings(self.id)
        return [(one.verdict, one.reason) for one in shown]

    def _list(self) -> Any:
        return self.boutique.house.storage.door_queries.list_of(self.id)


def kiosk_of(boutique: Boutique, new_screen: NewScreen, **how: object) -> Screen:
    """A kiosk that has read the evening, and waits for guests."""
    kiosk: Screen = new_screen(boutique, viewport=KIOSK, **how)
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.goto("/kiosk")
    kiosk.shows(TITLE, ON_A_BUSY_MACHINE_S)
    return kiosk
