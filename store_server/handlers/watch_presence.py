"""From what is heard of beacons to who is here: one tracker, and nothing of its verdicts lost."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from itertools import islice, takewhile

from store_server import origin
from store_server.domain.presence import (
    Away,
    Here,
    KnownAgain,
    Moved,
    Presence,
    Unknown,
    Verdict,
)
from store_server.domain.visit import Source, Whereabouts
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Desk
from store_server.handlers.watch_badges import WatchBadges
from store_server.messages import (
    FloorChanged,
    IdentitiesChanged,
    NoteBroker,
    NoteClock,
    NoteGateway,
    ObserveSightings,
    ReportDeparture,
)
from store_server.ports import StorageError

_LOGGER = logging.getLogger(__name__)

# Whoever walks in slowly may wait a tenth of a second; who stands at the door is never made to.
# To settle weighs all that was heard of somebody: after each batch, that costs more than twice as
# much as to take the sightings in.
SETTLE_EVERY_S = 0.1


class WatchPresence:
    """Gathers a client's identities into one presence, and settles verdicts in their order.

    A verdict that the database cannot take waits and is tried again at the next tick: the tracker
    has moved on, and would not give it twice.
    """

    def __init__(
        self, desk: Desk, presence: Presence, arrivals: Arrivals, badges: WatchBadges
    ) -> None:
        self._desk = desk
        self._presence = presence
        self._arrivals = arrivals
        self._badges = badges
        self._worn: set[str] = set()
        self._client_of: dict[str, str] = {}
        self._here: dict[str, set[str]] = {}  # client -> their identities that are present
        self._unknown: set[str] = set()  # identities of which nothing can be heard
        self._unsettled: deque[tuple[str, Verdict]] = deque()  # with what each began with
        self._failing = False
        self._settled_s = float("-inf")

    def resume(self) -> None:
        """After a start: nobody has left and nobody has arrived."""
        self.read_identities()
        now_s = self._desk.clock.monotonic()
        with self._desk.store.look() as uow:
            places = uow.places.zones_of_devices()
        for gateway_id, zone in places.items():
            self._presence.place(gateway_id, zone)
        owned: dict[str, list[str]] = {}
        for identity_id, client_id in self._client_of.items():
            owned.setdefault(client_id, []).append(identity_id)
        for visit in self._arrivals.resume():
            if visit.client_id not in owned:  # stopped between two commits
                self._arrivals.stop_listening_for(visit.client_id)
            for identity_id in owned.get(visit.client_id, ()):
                self._presence.restore(
                    identity_id, visit.zone, now_s, visit.whereabouts is Whereabouts.HERE
                )
                self._here.setdefault(visit.client_id, set()).add(identity_id)
        for badge in self._badges.read():
            if badge.here_zone is not None:
                self._presence.restore(badge.beacon.id, badge.here_zone, now_s)

    def read_identities(self, _event: IdentitiesChanged | None = None) -> None:
        """Learn whose beacons may be recognised, and forget at once those that may not."""
        with self._desk.store.look() as uow:
            known = uow.identities.recognisable()
        before = self._client_of
        self._client_of = {identity.id: identity.client_id for identity in known}
        for identity in known:
            if identity.interval_s is not None and identity.id not in before:
                self._presence.know_interval(identity.id, identity.interval_s)
        for identity_id, client_id in before.items():
            owner = self._client_of.get(identity_id)
            if owner is None:
                self._presence.forget(identity_id)
            if owner != client_id:
                self._rehome(identity_id, client_id, owner)
        self._read_badges()

    def _read_badges(self) -> None:
        worn = {one.beacon.id: one.beacon for one in self._badges.read()}
        for badge_id in self._worn - worn.keys():
            self._presence.forget(badge_id)
        for badge_id in worn.keys() - self._worn:
            interval_s = worn[badge_id].interval_s
            if interval_s is not None:
                self._presence.know_interval(badge_id, interval_s)
        self._worn = set(worn)

    def observe(self, command: ObserveSightings) -> None:
        observe = self._presence.observe
        for heard in command.sightings:
            if verdicts := observe(heard):
                self._unsettled.extend((heard.origin, verdict) for verdict in verdicts)
        now_s = self._desk.clock.monotonic()
        if now_s - self._settled_s >= SETTLE_EVERY_S:
            self._settled_s = now_s
            self._await(self._presence.settle(now_s))
        self._settle()

    def note_gateway(self, command: NoteGateway) -> None:
        self._await(
            self._presence.note_gateway(
                command.gateway_id, command.at_s, command.online, street=command.street
            )
        )
        self._settle()

    def note_broker(self, command: NoteBroker) -> None:
        self._await(self._presence.note_broker(command.online, command.at_s))
        self._settle()
        self._desk.tell(FloorChanged(self._desk.clock.now()))

    def note_clock(self, command: NoteClock) -> None:
        self._await(self._presence.note_clock(command.gateway_id, command.settled, command.discard))
        self._settle()

    def place(self, gateway_id: str, zone: str | None) -> None:
        self._presence.place(gateway_id, zone)

    def report_departure(self, command: ReportDeparture) -> None:
        """Someone says that the client has gone. A beacon that is heard all the same knows better:
        it brings them back to the same visit, and signals nobody."""
        self._arrivals.leave(command.client_id, self._desk.clock.now(), command.by_id)
        for identity_id in self._here.pop(command.client_id, set()):
            self._presence.forget(identity_id)
            self._unknown.discard(identity_id)

    def tick(self) -> None:
        self._await(self._presence.tick(self._desk.clock.monotonic()))
        self._settle()

    def _await(self, verdicts: Iterable[Verdict]) -> None:
        self._unsettled.extend((origin.current(), verdict) for verdict in verdicts)

    def _settle(self) -> None:
        alone = 0  # so many are acted on one by one, for they could not be together
        while self._unsettled:
            began, together = self._next(1 if alone else len(self._unsettled))
            try:
                with origin.under(began):
                    self._apply(together)
            except StorageError:
                if not self._failing:
                    _LOGGER.exception("verdicts wait: they cannot be written down")
                self._failing = True
                return
            except Exception:  # of this one alone: the next must not wait for it
                if len(together) > 1:
                    alone = len(together)
                    continue
                _LOGGER.exception("a verdict could not be acted on")
            for _ in together:
                self._unsettled.popleft()
            alone = max(0, alone - len(together))
            self._failing = False

    def _next(self, at_most: int) -> tuple[str, list[Verdict]]:
        """What comes next, and what it began with. Those of whom a dead gateway says nothing any
        more are one burst, and one commit; any other verdict stands by itself."""
        began, first = self._unsettled[0]
        if not isinstance(first, Unknown):
            return began, [first]
        burst = takewhile(
            lambda one: one[0] == began and isinstance(one[1], Unknown), self._unsettled
        )
        return began, [verdict for _, verdict in islice(burst, at_most)]

    def _apply(self, together: list[Verdict]) -> None:
        match together:
            case [Unknown(), *_]:
                self._lost(together)
            case [verdict]:
                self._apply_one(verdict)

    def _apply_one(self, verdict: Verdict) -> None:
        identity_id = verdict.identity_id
        client_id = self._client_of.get(identity_id)
        if client_id is None:
            self._apply_to_badge(verdict)
            return
        match verdict:
            case Here(zone=zone, at_s=at_s):
                self._arrivals.arrive(client_id, Source.BEACON, zone, self._desk.wall(at_s))
                self._here.setdefault(client_id, set()).add(identity_id)
            case Moved(zone=zone, at_s=at_s):
                self._arrivals.move(client_id, zone, self._desk.wall(at_s))
            case Away(last_heard_s=last_heard_s):
                self._gone(client_id, identity_id, self._desk.wall(last_heard_s))
            case KnownAgain(at_s=at_s):
                self._arrivals.find_again(client_id, self._desk.wall(at_s))
                self._unknown.discard(identity_id)

    def _apply_to_badge(self, verdict: Verdict) -> None:
        """A colleague's, or nobody's that we may know."""
        badge_id = verdict.identity_id
        if not self._badges.knows(badge_id):
            return
        match verdict:
            case Here(zone=zone, at_s=at_s):
                self._badges.came(badge_id, zone, self._desk.wall(at_s))
            case Moved(zone=zone):
                self._badges.moved(badge_id, zone)
            case Away(last_heard_s=last_heard_s):
                self._badges.left(badge_id, self._desk.wall(last_heard_s))
                self._learn_interval(badge_id)

    def _learn_interval(self, identity_id: str) -> None:
        interval_s = self._presence.interval_s(identity_id)
        if interval_s is not None:
            with self._desk.work() as work:
                work.uow.identities.learn_interval(identity_id, interval_s)

    def _gone(self, client_id: str, identity_id: str, at: datetime) -> None:
        if not self._here.get(client_id, set()) - {identity_id}:
            self._arrivals.leave(client_id, at)
        self._here.get(client_id, set()).discard(identity_id)
        self._unknown.discard(identity_id)
        if (rest := self._here.get(client_id)) and rest <= self._unknown:
            self._arrivals.lose_sight({client_id: at})
        self._learn_interval(identity_id)

    def _lost(self, together: list[Verdict]) -> None:
        """A client is not known once none of their identities is."""
        unknown = self._unknown.copy()
        lost: dict[str, datetime] = {}
        for verdict in together:
            client_id = self._client_of.get(verdict.identity_id)
            if client_id is not None and isinstance(verdict, Unknown):
                unknown.add(verdict.identity_id)
                if self._here.get(client_id, set()) <= unknown:
                    lost.setdefault(client_id, self._desk.wall(verdict.at_s))
        self._arrivals.lose_sight(lost)
        self._unknown = unknown

    def _rehome(self, identity_id: str, before: str, after: str | None) -> None:
        """The identity belongs to another client now (a merge), or to nobody we may know."""
        present = self._here.get(before, set())
        if identity_id in present:
            present.discard(identity_id)
            if after is not None:
                self._here.setdefault(after, set()).add(identity_id)
            elif not present:
                self._arrivals.stop_listening_for(before)
        if after is None:
            self._unknown.discard(identity_id)
