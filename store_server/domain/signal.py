"""A signal: the request to an associate to go and welcome a client who has arrived.

Several associates may see it, one claims it. Every function takes the signal as it is and returns
it as it becomes; a step that the state does not allow raises `SignalStepError` and changes nothing.

    open -> claimed -> welcomed -> with_client -> done
      ^        |          |             |
      +--------+----------+-------------+   handed over, or given back ("not now")
    any live state -> left (the client went) | withdrawn (the consent did)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from store_server.domain.client import Approach, Client
from store_server.domain.staff import Associate, Role


class State(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    WELCOMED = "welcomed"
    WITH_CLIENT = "with_client"
    DONE = "done"
    LEFT = "left"
    WITHDRAWN = "withdrawn"

    @property
    def live(self) -> bool:
        return self not in (State.DONE, State.LEFT, State.WITHDRAWN)


class Outcome(StrEnum):
    """What became of a visit, in the words of whoever served it."""

    SOLD = "sold"
    PROMISED = "promised"  # ordered, set aside, or they will be called
    BROWSING = "browsing"
    SERVICE = "service"  # a repair, an alteration
    LEFT = "left"  # before there was time
    OTHER = "other"


class SignalStepError(RuntimeError):
    """The step is not open to this associate in this state; the text says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """Someone who was told, when, and what they answered, if anything."""

    associate_id: str
    at: datetime
    declined: bool = False
    reason: str = ""
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """For a client who has arrived, or for a guest at an event's door, or for one who is both."""

    id: str
    client_id: str | None
    visit_id: str | None
    raised_at: datetime
    changed_at: datetime
    state: State = State.OPEN
    told: tuple[Told, ...] = ()
    next_at: datetime | None = None  # when the next in line is told, unless someone claims it
    claimed_by_id: str | None = None
    claimed_at: datetime | None = None  # the first claim: what "seconds to claim" counts to
    welcomed_at: datetime | None = None
    silent: bool = False
    handed_by_id: str | None = None
    handover_note: str = ""
    outcome: Outcome | None = None
    outcome_note: str = ""
    guest_id: str | None = None

    @property
    def told_ids(self) -> tuple[str, ...]:
        return tuple(told.associate_id for told in self.told)


def line(client: Client, staff: Iterable[Associate]) -> list[Associate]:
    """Who should know of this client, the first to be told first.

    Primary associate -> secondary -> who speaks the client's language, least busy first ->
    manager on duty. Only those on shift.
    """
    on_shift = [associate for associate in staff if associate.on_shift and associate.active]
    by_id = {associate.id: associate for associate in on_shift}
    favourites = [
        by_id[associate_id]
        for associate_id in (client.primary_associate_id, client.secondary_associate_id)
        if associate_id in by_id
    ]
    spoken = set(client.languages) | {client.language}
    speakers = sorted(
        (
            associate
            for associate in on_shift
            if associate.role in (Role.ASSOCIATE, Role.HOST) and spoken & set(associate.languages)
        ),
        key=lambda associate: (
            client.language not in associate.languages,
            associate.engaged,
            associate.display_name,
        ),
    )
    managers = sorted(
        (associate for associate in on_shift if associate.role is Role.MANAGER),
        key=lambda associate: (associate.engaged, associate.display_name),
    )
    return list(
        {associate.id: associate for associate in favourites + speakers + managers}.values()
    )


def may_be_raised(client: Client) -> bool:
    return client.approach is not Approach.DO_NOT_APPROACH


def next_to_tell(signal: Signal, client: Client, staff: Sequence[Associate]) -> Associate | None:
    """The first in line who has not been told yet, or None where the line is at its end."""
    told = set(signal.told_ids)
    return next((associate for associate in line(client, staff) if associate.id not in told), None)


def tell(signal: Signal, associate_id: str, at: datetime, unanswered: timedelta) -> Signal:
    """Note that this associate is told now; the next one's turn comes after `unanswered`."""
    told = tuple(entry for entry in signal.told if entry.associate_id != associate_id)
    return replace(
        signal,
        told=(*told, Told(associate_id, at)),
        next_at=at + unanswered,
        changed_at=at,
    )


def end_of_line(signal: Signal) -> Signal:
    """Nobody is left to tell: wait for a claim, or for someone who comes on shift."""
    return replace(signal, next_at=None)


def claim(signal: Signal, associate_id: str, at: datetime) -> Signal:
    """Give the signal to the first who takes it. Whoever asks again, or later, changes nothing.

    Compare `claimed_by_id` of the answer to learn who has it.
    """
    if signal.state is not State.OPEN:
        return signal
    return replace(
        signal,
        state=State.CLAIMED,
        claimed_by_id=associate_id,
        claimed_at=signal.claimed_at or at,
        changed_at=at,
        next_at=None,
    )


def welcome(signal: Signal, associate_id: str, at: datetime) -> Signal:
    _held_by(signal, associate_id)
    if signal.state is not State.CLAIMED:
        return signal
    return replace(
        signal, state=State.WELCOMED, welcomed_at=signal.welcomed_at or at, changed_at=at
    )


def stay(signal: Signal, associate_id: str, at: datetime) -> Signal:
    """The associate is with the client from now on."""
    _held_by(signal, associate_id)
    return replace(
        signal,
        state=State.WITH_CLIENT,
        welcomed_at=signal.welcomed_at or at,
        changed_at=at,
    )


def finish(
    signal: Signal,
    associate_id: str,
    at: datetime,
    outcome: Outcome | None = None,
    note: str = "",
) -> Signal:
    _held_by(signal, associate_id)
    return replace(
        signal,
        state=State.DONE,
        outcome=outcome,
        outcome_note=note,
        changed_at=at,
        next_at=None,
    )


def hand_over(
    signal: Signal,
    associate_id: str,
    to: Associate,
    at: datetime,
    unanswered: timedelta,
    note: str = "",
) -> Signal:
    """Ask a named colleague to take it. It is open again, and theirs to claim."""
    _held_by(signal, associate_id)
    if not to.on_shift:
        raise SignalStepError("that colleague is not on shift")
    if to.id == associate_id:
        raise SignalStepError("a signal is handed over to somebody else")
    opened = replace(
        signal,
        state=State.OPEN,
        claimed_by_id=None,
        handed_by_id=associate_id,
        handover_note=note,
    )
    return tell(opened, to.id, at, unanswered)


def decline(
    signal: Signal,
    associate_id: str,
    at: datetime,
    reason: str = "",
    snooze: timedelta | None = None,
) -> Signal:
    """ "Not now". The next in line is due at once; a snooze brings it back to this one later."""
    if not signal.state.live:
        raise SignalStepError("the signal is over")
    if signal.claimed_by_id not in (None, associate_id):
        raise SignalStepError("a colleague has it")
    mine = next((told for told in signal.told if told.associate_id == associate_id), None)
    if mine is None and signal.claimed_by_id is None:
        raise SignalStepError("only who was told of it can say that")
    if mine and (mine.declined or mine.snoozed_until) and signal.claimed_by_id is None:
        return signal  # said before
    until = at + snooze if snooze else None
    answered = tuple(
        replace(entry, declined=until is None, reason=reason, snoozed_until=until)
        if entry.associate_id == associate_id
        else entry
        for entry in signal.told
    )
    return replace(
        signal,
        state=State.OPEN,
        claimed_by_id=None,
        told=answered,
        next_at=at,
        changed_at=at,
    )


def wake(signal: Signal, associate_id: str) -> Signal:
    """The snooze of this associate is over; they are reminded now."""
    woken = tuple(
        replace(entry, snoozed_until=None) if entry.associate_id == associate_id else entry
        for entry in signal.told
    )
    return replace(signal, told=woken)


def end(signal: Signal, state: State, at: datetime) -> Signal:
    """The client left, or took back the consent: over for everybody."""
    if not signal.state.live:
        return signal
    return replace(signal, state=state, changed_at=at, next_at=None)


def _held_by(signal: Signal, associate_id: str) -> None:
    if not signal.state.live:
        raise SignalStepError("the signal is over")
    if signal.claimed_by_id != associate_id:
        raise SignalStepError("only the one who took it can do that")
