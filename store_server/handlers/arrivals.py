"""Visits: they begin, move, pause and end, whatever told us so; several sources make one visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from events.guest import Guest
from store_server.clock import new_id
from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.visit import Source, Visit, Whereabouts
from store_server.handlers.desk import Desk, Work
from store_server.handlers.signalling import Signalling
from store_server.messages import (
    ClientArrived,
    ClientMoved,
    ReportPresence,
    WhereaboutsChanged,
)
from store_server.ports import ConflictError

UNHEARD_VISIT_LASTS = timedelta(hours=3)  # told by a pass or a person, and no beacon ever heard
SAID_HERE = "client.said-here"


class Arrivals:
    """Holds the visits that have not ended, by client; the database is the truth."""

    def __init__(self, desk: Desk, signalling: Signalling, continues: timedelta) -> None:
        self._desk = desk
        self._signalling = signalling
        self._continues = continues
        self._open: dict[str, Visit] = {}

    def resume(self) -> tuple[Visit, ...]:
        """Read the open visits anew; answers those of clients who were here by their beacon."""
        with self._desk.store.look() as uow:
            self._open = {visit.client_id: visit for visit in uow.visits.open()}
        present = (Whereabouts.HERE, Whereabouts.NOT_KNOWN)
        return tuple(v for v in self._open.values() if v.heard and v.whereabouts in present)

    # ------------------------------------------------------------------ told by people and passes

    def report_presence(self, command: ReportPresence) -> str:
        """Refused where no consent for presence stands; answers the visit's id."""
        with self._desk.store.look() as uow:
            client = uow.clients.get(command.client_id)
            if not uow.consents.stands(client.id, Purpose.PRESENCE):
                raise ConflictError("there is no consent to note this client's presence; ask first")
        now = self._desk.clock.now()
        return self.arrive(client.id, command.source, command.zone, now, command.by_id)

    def guest_came(self, work: Work, guest: Guest, zone: str | None, at: datetime) -> None:
        """A guest was let in to an event: their host hears of it, and a client who may be
        recognised is here, in this same transaction."""
        visit = self._visit_of_guest(work, guest, zone, at)
        self._signalling.guest_came(work, guest, visit)

    def _visit_of_guest(
        self, work: Work, guest: Guest, zone: str | None, at: datetime
    ) -> Visit | None:
        if guest.client_id is None:
            return None
        client = work.uow.clients.get(guest.client_id)
        if not work.uow.consents.stands(client.id, Purpose.PRESENCE):
            return None
        visit = self._open.get(client.id)
        if visit and visit.whereabouts is Whereabouts.AWAY and self._too_late(visit, at):
            self._end(work, visit)
            visit = None
        if visit is None:
            begun = _visit(client.id, Source.PASS, zone, at)
            self._add(work, begun)
            return begun
        if visit.whereabouts is Whereabouts.HERE:
            return visit
        back = replace(visit, whereabouts=Whereabouts.HERE, left_at=None, last_known_at=at)
        self._note_change(work, back, at)
        return back

    # ------------------------------------------------------------------ told by presence

    def arrive(
        self,
        client_id: str,
        source: Source,
        zone: str | None,
        at: datetime,
        by_id: str | None = None,
    ) -> str:
        """Begin a visit and signal it, or go on with the one that is open; answers its id.

        `by_id` is who said so, where somebody did.
        """
        visit = self._open.get(client_id)
        heard = source is Source.BEACON
        if visit and visit.whereabouts is Whereabouts.AWAY and self._too_late(visit, at):
            self.close(visit)
            visit = None
        if visit is None:
            return self._begin(_visit(client_id, source, zone, at), by_id)
        if visit.whereabouts is Whereabouts.HERE and (visit.heard or not heard):
            return visit.id
        self._change(
            replace(
                visit,
                whereabouts=Whereabouts.HERE,
                zone=zone or visit.zone,
                left_at=None,
                last_known_at=at,
                heard=heard or (visit.heard and visit.whereabouts is not Whereabouts.AWAY),
            ),
            at,
            by_id,
        )
        return visit.id

    def move(self, client_id: str, zone: str | None, at: datetime) -> None:
        visit = self._open.get(client_id)
        if visit is None or visit.zone == zone:
            return
        moved = replace(visit, zone=zone, last_known_at=at)
        with self._desk.work() as work:
            self._save(work, moved)
            work.record("ClientMoved", at, visit=visit.id, client=client_id, zone=zone)
            self._signalling.show_whereabouts(work, visit.id)
            work.tell(ClientMoved(visit.id, client_id, at, zone))

    def lose_sight(self, of: Mapping[str, datetime]) -> None:
        """The gateways that would tell of these clients cannot be heard: say "not known", of all
        of them in one commit, and wait."""
        seen = [visit for client_id in of if (visit := self._open.get(client_id))]
        seen = [visit for visit in seen if visit.whereabouts is Whereabouts.HERE]
        if not seen:
            return
        with self._desk.work() as work:
            for visit in seen:
                unseen = replace(visit, whereabouts=Whereabouts.NOT_KNOWN)
                self._note_change(work, unseen, of[visit.client_id])
                self._signalling.show_whereabouts(work, visit.id)

    def find_again(self, client_id: str, at: datetime) -> None:
        visit = self._open.get(client_id)
        if visit and visit.whereabouts is Whereabouts.NOT_KNOWN:
            here = replace(visit, whereabouts=Whereabouts.HERE, last_known_at=at)
            self._change(here, at)

    def leave(self, client_id: str, at: datetime, by_id: str | None = None) -> None:
        """The client has gone; within twenty minutes they may come back to the same visit."""
        visit = self._open.get(client_id)
        if visit is None or visit.whereabouts is Whereabouts.AWAY:
            return
        gone = replace(visit, whereabouts=Whereabouts.AWAY, left_at=max(at, visit.arrived_at))
        with self._desk.work() as work:
            self._signalling.end(work, visit.id, State.LEFT)
            self._note_change(work, gone, at)
            if by_id:
                work.audit(by_id, "client.said-gone", client_id)

    def stop_listening_for(self, client_id: str) -> None:
        """Their last beacon here was taken off: silence can no longer tell that they left."""
        visit = self._open.get(client_id)
        if visit and visit.heard and visit.whereabouts is not Whereabouts.AWAY:
            self._change(replace(visit, heard=False), self._desk.clock.now())

    def stop_recognising(self, work: Work, client_id: str) -> None:
        """The consent is withdrawn: the visit ends here, and its signal everywhere."""
        visit = self._open.get(client_id)
        if visit is None:
            return
        self._signalling.end(work, visit.id, State.WITHDRAWN)
        ended = replace(visit, whereabouts=Whereabouts.ENDED, left_at=visit.left_at or work.at)
        self._note_change(work, ended, work.at)

    def forget(self, client_ids: Iterable[str]) -> None:
        """They were erased, here or by another process: their visits are in no table any more."""
        for client_id in client_ids:
            self._open.pop(client_id, None)

    def show_card(self, work: Work, client_id: str) -> None:
        """What is shown of a client has changed: show it to all who know of their signal."""
        visit = self._open.get(client_id)
        if visit is not None:
            self._signalling.show_whereabouts(work, visit.id)

    def unite(self, work: Work, kept_id: str, duplicate_id: str) -> None:
        """Before two clients become one: of two visits one ends, rather one that is away."""
        kept, duplicate = self._open.get(kept_id), self._open.get(duplicate_id)
        if kept is None or duplicate is None:
            return
        here = duplicate.whereabouts is not Whereabouts.AWAY
        self._end(work, kept if kept.whereabouts is Whereabouts.AWAY and here else duplicate)

    def rehome(self, duplicate_id: str, kept_id: str) -> None:
        """After two clients became one: a visit of the duplicate is the kept one's."""
        visit = self._open.pop(duplicate_id, None)
        if visit is not None:
            self._open[kept_id] = replace(visit, client_id=kept_id)

    def close(self, visit: Visit) -> None:
        """End a visit for good."""
        with self._desk.work() as work:
            self._end(work, visit)

    def tick(self) -> None:
        """End the visits of those who did not come back, and those nothing was heard of."""
        now = self._desk.clock.now()
        for visit in tuple(self._open.values()):
            gone = visit.whereabouts is Whereabouts.AWAY and self._too_late(visit, now)
            last_told = visit.last_known_at or visit.arrived_at
            forgotten = not visit.heard and now - last_told > UNHEARD_VISIT_LASTS
            if gone or forgotten:
                self.close(visit)

    # ------------------------------------------------------------------ how

    def _end(self, work: Work, visit: Visit) -> None:
        self._signalling.end(work, visit.id, State.LEFT)
        left_at = visit.left_at or work.at
        ended = replace(visit, whereabouts=Whereabouts.ENDED, left_at=left_at)
        self._note_change(work, ended, work.at)

    def _begin(self, visit: Visit, by_id: str | None) -> str:
        with self._desk.work() as work:
            client = work.uow.clients.get(visit.client_id)
            self._add(work, visit)
            if by_id:
                work.audit(by_id, SAID_HERE, client.id)
            self._signalling.raise_for(work, client, visit)
        return visit.id

    def _add(self, work: Work, visit: Visit) -> None:
        work.uow.visits.add(visit)
        work.after(lambda: self._keep(visit))
        facts = {"visit": visit.id, "client": visit.client_id, "source": visit.source}
        work.record("ClientArrived", visit.arrived_at, **facts)
        work.tell(
            ClientArrived(visit.id, visit.client_id, visit.arrived_at, visit.zone, visit.source)
        )

    def _change(self, visit: Visit, at: datetime, by_id: str | None = None) -> None:
        with self._desk.work() as work:
            self._note_change(work, visit, at)
            if by_id:
                work.audit(by_id, SAID_HERE, visit.client_id)
            self._signalling.show_whereabouts(work, visit.id)

    def _note_change(self, work: Work, visit: Visit, at: datetime) -> None:
        self._save(work, visit)
        work.record(
            "WhereaboutsChanged",
            at,
            visit=visit.id,
            client=visit.client_id,
            whereabouts=visit.whereabouts,
        )
        work.tell(WhereaboutsChanged(visit.id, visit.client_id, at, visit.whereabouts, visit.zone))

    def _save(self, work: Work, visit: Visit) -> None:
        work.uow.visits.save(visit)
        work.after(lambda: self._keep(visit))

    def _keep(self, visit: Visit) -> None:
        if visit.whereabouts is Whereabouts.ENDED:
            self._open.pop(visit.client_id, None)
        else:
            self._open[visit.client_id] = visit

    def _too_late(self, visit: Visit, at: datetime) -> bool:
        return visit.left_at is not None and at - visit.left_at > self._continues


def _visit(client_id: str, source: Source, zone: str | None, at: datetime) -> Visit:
    return Visit(
        id=new_id(),
        client_id=client_id,
        arrived_at=at,
        source=source,
        zone=zone,
        last_known_at=at,
        heard=source is Source.BEACON,
    )
