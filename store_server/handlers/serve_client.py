"""What an associate does with a signal: take it, welcome, stay, finish, hand over, or not now."""

from __future__ import annotations

from datetime import timedelta

from store_server.domain import signal as signals
from store_server.domain.signal import Signal
from store_server.handlers.desk import Desk, Work
from store_server.handlers.signalling import Signalling
from store_server.messages import (
    ClaimSignal,
    DeclineSignal,
    FinishSignal,
    HandOverSignal,
    StayWithClient,
    WelcomeClient,
)
from store_server.views import ClaimAnswer


class ServeClient:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk, signalling: Signalling) -> None:
        self._desk = desk
        self._signalling = signalling

    def claim(self, command: ClaimSignal) -> ClaimAnswer:
        """The first wins, whoever taps in the same instant; a tap that is sent again wins again."""

        def step(work: Work, signal: Signal) -> Signal:
            first = work.uow.taps.first(command.tap_id, signal.id, command.associate_id, work.at)
            return signals.claim(signal, command.associate_id, work.at) if first else signal

        _, after = self._signalling.change(
            command.signal_id, step, "SignalClaimed", command.associate_id
        )
        return ClaimAnswer(
            won=after.claimed_by_id == command.associate_id,
            claimed_by=self._name(after.claimed_by_id),
            state=after.state,
        )

    def welcome(self, command: WelcomeClient) -> None:
        self._signalling.change(
            command.signal_id,
            lambda work, signal: signals.welcome(signal, command.associate_id, work.at),
            "ClientWelcomed",
            command.associate_id,
        )

    def stay(self, command: StayWithClient) -> None:
        self._signalling.change(
            command.signal_id,
            lambda work, signal: signals.stay(signal, command.associate_id, work.at),
            "ClientAccompanied",
            command.associate_id,
        )

    def finish(self, command: FinishSignal) -> None:
        self._signalling.change(
            command.signal_id,
            lambda work, signal: signals.finish(
                signal, command.associate_id, work.at, command.outcome, command.note
            ),
            "SignalFinished",
            command.associate_id,
            outcome=command.outcome,
        )

    def hand_over(self, command: HandOverSignal) -> None:
        def step(work: Work, signal: Signal) -> Signal:
            everyone = {associate.id: associate for associate in work.uow.staff.everyone()}
            colleague = everyone.get(command.to_id) or work.uow.staff.get(command.to_id)
            handed = signals.hand_over(
                signal,
                command.associate_id,
                colleague,
                work.at,
                self._signalling.unanswered,
                command.note,
            )
            work.notice("signal", handed, [colleague.id])
            return handed

        self._signalling.change(command.signal_id, step, "SignalHandedOver", command.associate_id)

    def decline(self, command: DeclineSignal) -> None:
        snooze = timedelta(minutes=command.snooze_min) if command.snooze_min else None
        self._signalling.change(
            command.signal_id,
            lambda work, signal: signals.decline(
                signal, command.associate_id, work.at, command.reason, snooze
            ),
            "SignalDeclined",
            command.associate_id,
        )

    def _name(self, associate_id: str | None) -> str | None:
        if associate_id is None:
            return None
        with self._desk.store.look() as uow:
            return uow.staff.get(associate_id).display_name
