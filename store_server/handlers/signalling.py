"""Who should know that a client has come, and who is next when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.guest import Guest
from store_server.clock import new_id
from store_server.domain import signal as signals
from store_server.domain.client import Approach, Client
from store_server.domain.signal import Signal, State
from store_server.domain.visit import Visit
from store_server.handlers.desk import Desk, Work
from store_server.settings import SignalSettings

Write = Callable[[Work, Signal], None]


class Signalling:
    """Keeps the live signals at hand, so that time can be let pass over them cheaply.

    The database is the truth; `resume` reads it, and each change comes back here after its commit.
    """

    def __init__(self, desk: Desk, settings: SignalSettings, zone: ZoneInfo) -> None:
        self._desk = desk
        self._settings = settings
        self._zone = zone
        self._live: dict[str, Signal] = {}

    @property
    def unanswered(self) -> timedelta:
        return timedelta(seconds=self._settings.unanswered_s)

    def resume(self) -> None:
        """Take up what was unfinished when the server stopped."""
        with self._desk.store.look() as uow:
            self._live = {signal.id: signal for signal in uow.signals.live()}

    def raise_for(
        self, work: Work, client: Client, visit: Visit | None, guest: Guest | None = None
    ) -> None:
        """Signal an arrival, unless the client wishes not to be approached.

        A guest of an event who may not be recognised otherwise has no visit, and one who is in no
        book is not a client either: `client` is then what is known of them from the guest list.
        """
        if not signals.may_be_raised(client):
            return
        signal = Signal(
            id=new_id(),
            client_id=client.id or None,
            visit_id=visit.id if visit else None,
            raised_at=work.at,
            changed_at=work.at,
            guest_id=guest.id if guest else None,
        )
        ids = {"client": signal.client_id, "visit": signal.visit_id, "guest": signal.guest_id}
        work.record("SignalRaised", None, signal=signal.id, **_given(ids))
        self._tell_next(work, signal, client, self._add)

    def guest_came(self, work: Work, guest: Guest, visit: Visit | None) -> None:
        """Their host hears of it: on the card that they have already, or on a new one.

        A guest who is nobody's client and has no host, nor has the event, comes in unannounced.
        """
        known = work.uow.signals.of_visit(visit.id) if visit else None
        known = known or work.uow.signals.of_guest(guest.id)
        if known is None or not known.state.live:
            whom = self._as_client(work, guest)
            if whom.id or whom.primary_associate_id:  # else nobody is their host, nor knows them
                self.raise_for(work, whom, visit, guest)
            return
        shown = replace(known, guest_id=guest.id, visit_id=known.visit_id or _id(visit))
        if shown != known:
            self.save(work, shown)
        self.show(work, shown)

    def guest_left(self, work: Work, guest_id: str) -> None:
        signal = work.uow.signals.of_guest(guest_id)
        if signal is not None and signal.state.live:
            self._end(work, signal, State.LEFT)

    def _as_client(self, work: Work, guest: Guest) -> Client:
        """Whom to tell of a guest: their host first, then as for any client."""
        host_id = guest.host_id or work.uow.events.get(guest.event_id).host_id
        if guest.client_id is None:
            return Client(
                id="",
                given_name=guest.given_name,
                family_name=guest.family_name,
                language=guest.language,
                primary_associate_id=host_id,
            )
        client = work.uow.clients.get(guest.client_id)
        if host_id is None or host_id == client.primary_associate_id:
            return client
        second = client.primary_associate_id or client.secondary_associate_id
        return replace(client, primary_associate_id=host_id, secondary_associate_id=second)

    def _whom(self, work: Work, signal: Signal) -> Client:
        if signal.guest_id is not None:
            return self._as_client(work, work.uow.guests.get(signal.guest_id))
        if signal.client_id is None:
            raise ValueError("a signal is for a client or for a guest")
        return work.uow.clients.get(signal.client_id)

    def change(
        self,
        signal_id: str,
        step: Callable[[Work, Signal], Signal],
        kind: str,
        by_id: str,
        **noted: Any,
    ) -> tuple[Signal, Signal]:
        """Apply somebody's step to a signal and show it to all who know; answers before and after.

        Nothing is written or told where the step changes nothing. `noted` goes to the journal.
        """
        with self._desk.work() as work:
            before = work.uow.signals.get(signal_id)
            after = step(work, before)
            if after != before:
                self.save(work, after)
                self.show(work, after, extra=before.claimed_by_id)
                work.record(
                    kind,
                    signal=signal_id,
                    client=after.client_id,
                    state=after.state,
                    by=by_id,
                    **noted,
                )
        return before, after

    def end(self, work: Work, visit_id: str, state: State) -> None:
        """The client left or took back the consent: the signal is over on every phone."""
        signal = work.uow.signals.of_visit(visit_id)
        if signal is not None and signal.state.live:
            self._end(work, signal, state)

    def _end(self, work: Work, signal: Signal, state: State) -> None:
        ended = signals.end(signal, state, work.at)
        self.save(work, ended)
        kind = "withdrawn" if state is State.WITHDRAWN else "changed"
        work.notice(kind, ended, self._knowing(ended))
        work.record("SignalEnded", signal=signal.id, state=state)

    def show_whereabouts(self, work: Work, visit_id: str) -> None:
        """Where the client is has changed: show it to all who know of the signal."""
        signal = work.uow.signals.of_visit(visit_id)
        if signal is not None and signal.state.live:
            self.show(work, signal)

    def show(self, work: Work, signal: Signal, extra: str | None = None) -> None:
        work.notice("changed", signal, self._knowing(signal, extra))

    def save(self, work: Work, signal: Signal) -> None:
        work.uow.signals.save(signal)
        work.after(lambda: self._keep(signal))

    def _add(self, work: Work, signal: Signal) -> None:
        work.uow.signals.add(signal)
        work.after(lambda: self._keep(signal))

    def someone_came_on_shift(self) -> None:
        """A signal that had nobody left to be told has somebody again."""
        waiting = [s for s in self._live.values() if s.state is State.OPEN and s.next_at is None]
        for signal in waiting:
            with self._desk.work() as work:
                fresh = work.uow.signals.get(signal.id)
                if fresh.state is State.OPEN and fresh.next_at is None:
                    self._tell_next(work, fresh, self._whom(work, fresh), self.save)

    def someone_left_shift(self, associate_id: str) -> None:
        """What they took and had not begun is open again, and the next in line is due."""
        for signal in tuple(self._live.values()):
            if signal.state is State.CLAIMED and signal.claimed_by_id == associate_id:
                self.change(
                    signal.id,
                    lambda work, held: signals.decline(held, associate_id, work.at, "off shift"),
                    "SignalGivenBack",
                    associate_id,
                )

    def tick(self) -> None:
        """Tell the next in line where nobody answered, and remind those who asked for it."""
        now = self._desk.clock.now()
        for signal in tuple(self._live.values()):
            if signal.state is not State.OPEN:
                continue
            if signal.next_at is not None and signal.next_at <= now:
                self._escalate(signal.id)
            if any(told.snoozed_until and told.snoozed_until <= now for told in signal.told):
                self._remind(signal.id)

    def _escalate(self, signal_id: str) -> None:
        with self._desk.work() as work:
            signal = work.uow.signals.get(signal_id)
            if signal.state is State.OPEN and signal.next_at and signal.next_at <= work.at:
                self._tell_next(work, signal, self._whom(work, signal), self.save)
            else:
                work.after(lambda: self._keep(signal))

    def _remind(self, signal_id: str) -> None:
        with self._desk.work() as work:
            signal = work.uow.signals.get(signal_id)
            on_shift = {one.id for one in work.uow.staff.everyone() if one.on_shift}
            for told in signal.told:
                if told.snoozed_until and told.snoozed_until <= work.at:
                    signal = signals.wake(signal, told.associate_id)
                    if told.associate_id in on_shift:
                        work.notice("reminder", signal, [told.associate_id])
            self.save(work, signal)

    def _tell_next(self, work: Work, signal: Signal, client: Client, write: Write) -> None:
        """`write` is `save`, or `_add` for one that is new."""
        associate = signals.next_to_tell(signal, client, work.uow.staff.everyone())
        if associate is None:
            write(work, signals.end_of_line(signal))
            if signal.handed_by_id is not None:  # nobody took over: it is the giver's again
                work.notice("reminder", signal, [signal.handed_by_id])
            return
        silent = client.approach is Approach.DISCREET or self._quiet(work.at)
        others = signal.told_ids
        told = signals.tell(replace(signal, silent=silent), associate.id, work.at, self.unanswered)
        write(work, told)
        work.notice("signal", told, [associate.id])
        work.notice("changed", told, others)
        work.record("AssociateTold", signal=signal.id, associate=associate.id)

    def _keep(self, signal: Signal) -> None:
        if signal.state.live:
            self._live[signal.id] = signal
        else:
            self._live.pop(signal.id, None)

    def _knowing(self, signal: Signal, extra: str | None = None) -> tuple[str, ...]:
        known = (*signal.told_ids, signal.claimed_by_id, extra)
        return tuple(dict.fromkeys(one for one in known if one))

    def _quiet(self, at: datetime) -> bool:
        """Whether sounds are muted now. A quiet hour may run over midnight."""
        if not (self._settings.quiet_from and self._settings.quiet_until):
            return False
        start = time.fromisoformat(self._settings.quiet_from)
        until = time.fromisoformat(self._settings.quiet_until)
        local = at.astimezone(self._zone).time()
        return start <= local < until if start <= until else local >= start or local < until


def _id(visit: Visit | None) -> str | None:
    return visit.id if visit else None


def _given(ids: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: one for name, one in ids.items() if one is not None}
