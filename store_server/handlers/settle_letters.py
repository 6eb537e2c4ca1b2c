"""What became of a letter: taken by the mail server, refused, overtaken, or to be tried later."""

from __future__ import annotations

from dataclasses import replace

from store_server.clock import new_id
from store_server.event_messages import DelayLetter, LetterWritten, SendAgain, SettleLetter
from store_server.handlers.desk import Desk
from store_server.letter_ports import Letter, LetterState
from store_server.ports import ConflictError


class SettleLetters:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, command: SettleLetter) -> None:
        """For good; told twice, the first stands."""
        with self._desk.work() as work:
            letter = work.uow.letters.get(command.letter_id)
            if letter.state is not LetterState.WAITING:
                return
            settled = replace(
                letter,
                state=LetterState(command.state),
                attempts=letter.attempts + 1,
                trouble=command.trouble,
                settled_at=work.at,
            )
            work.uow.letters.save(settled)
            work.record(
                "LetterSettled", letter=letter.id, state=settled.state, guest=letter.guest_id
            )

    def delay(self, command: DelayLetter) -> None:
        with self._desk.work() as work:
            letter = work.uow.letters.get(command.letter_id)
            if letter.state is LetterState.WAITING:
                work.uow.letters.save(
                    replace(
                        letter,
                        attempts=letter.attempts + 1,
                        due_at=command.until,
                        trouble=command.trouble,
                    )
                )

    def send_again(self, command: SendAgain) -> str:
        """Another letter of the same kind: mailboxes fold away what has the same name twice.

        Answers its id. Raises `ConflictError` for one that waits anyway.
        """
        with self._desk.work() as work:
            letter = work.uow.letters.get(command.letter_id)
            if letter.state is LetterState.WAITING:
                raise ConflictError("this letter is waiting to be sent")
            again = Letter(
                id=new_id(),
                kind=letter.kind,
                event_id=letter.event_id,
                guest_id=letter.guest_id,
                written_at=work.at,
                due_at=work.at,
                facts=letter.facts,
            )
            work.uow.letters.add(again)
            work.audit(command.by_id, "letter.sent-again", letter.guest_id)
            work.tell(LetterWritten(again.id))
        return again.id
