"""Signals: the request to go and welcome, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from store_server.domain.signal import Outcome
from store_server.messages import (
    ClaimSignal,
    DeclineSignal,
    FinishSignal,
    HandOverSignal,
    StayWithClient,
    WelcomeClient,
)
from store_server.views import ClaimAnswer, SignalView
from store_server.web.api.inputs import Id, Text
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Signals", "Several may see a signal; exactly one claims it.")


class Tap(Struct, forbid_unknown_fields=True):
    tap_id: Annotated[Id, Meta(description="One a tap: a tap that is sent twice is one tap")]


class Finish(Struct, forbid_unknown_fields=True):
    outcome: Outcome | None = None
    note: Text = ""


class HandOver(Struct, forbid_unknown_fields=True):
    to_id: Annotated[Id, Meta(description="The colleague, who must be on shift")]
    note: Annotated[str, Meta(max_length=280)] = ""


class NotNow(Struct, forbid_unknown_fields=True):
    """With a reason, or for some minutes, after which it comes again."""

    reason: Annotated[str, Meta(max_length=280)] = ""
    snooze_min: Literal[0, 2, 5, 10] = 0


@RESOURCE.get("/signals", allow=FLOOR)
def list_signals(house: House, who: SignedIn) -> Sequence[SignalView]:
    """Live signals that you were told of or hold; a manager sees all."""
    signals = house.queries.signals_for(who.associate_id)
    for signal in signals:
        if signal.card is not None:
            house.audit(who.id, "card.listed", signal.card.client_id)
    return signals


@RESOURCE.get("/signals/{signal_id}", allow=FLOOR)
def read_signal(house: House, who: SignedIn, signal_id: str) -> SignalView:
    """One signal that you were told of."""
    signal = house.queries.signal_for(who.associate_id, signal_id)
    if signal.card is not None:
        house.audit(who.id, "card.read", signal.card.client_id)
    return signal


@RESOURCE.post("/signals/{signal_id}/claim", allow=FLOOR)
def claim_signal(house: House, who: SignedIn, signal_id: str, body: Tap) -> ClaimAnswer:
    """ "I take it". The first wins; everybody else learns who did."""
    answer: ClaimAnswer = house.ask(ClaimSignal(signal_id, who.associate_id, body.tap_id))
    return answer


@RESOURCE.post("/signals/{signal_id}/welcome", allow=FLOOR)
def welcome_client(house: House, who: SignedIn, signal_id: str) -> SignalView:
    """The client has been welcomed."""
    return _step(house, who, signal_id, WelcomeClient(signal_id, who.associate_id))


@RESOURCE.post("/signals/{signal_id}/with-client", allow=FLOOR)
def stay_with_client(house: House, who: SignedIn, signal_id: str) -> SignalView:
    """You are with the client from now on."""
    return _step(house, who, signal_id, StayWithClient(signal_id, who.associate_id))


@RESOURCE.post("/signals/{signal_id}/finish", allow=FLOOR)
def finish_signal(house: House, who: SignedIn, signal_id: str, body: Finish) -> SignalView:
    """Done, with what became of it and a word on how it went."""
    command = FinishSignal(signal_id, who.associate_id, body.outcome, body.note)
    return _step(house, who, signal_id, command)


@RESOURCE.post("/signals/{signal_id}/hand-over", allow=FLOOR)
def hand_over_signal(house: House, who: SignedIn, signal_id: str, body: HandOver) -> SignalView:
    """Ask a named colleague to take it."""
    command = HandOverSignal(signal_id, who.associate_id, body.to_id, body.note)
    return _step(house, who, signal_id, command)


@RESOURCE.post("/signals/{signal_id}/decline", allow=FLOOR)
def decline_signal(house: House, who: SignedIn, signal_id: str, body: NotNow) -> SignalView:
    """ "Not now": the next in line is told at once."""
    command = DeclineSignal(signal_id, who.associate_id, body.reason, body.snooze_min)
    return _step(house, who, signal_id, command)


def _step(house: House, who: SignedIn, signal_id: str, command: Any) -> SignalView:
    house.ask(command)
    return house.queries.signal_for(who.associate_id, signal_id)
