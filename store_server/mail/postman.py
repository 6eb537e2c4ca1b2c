"""The postman: one thread that puts waiting letters into words and hands them to the mail server.

What the server has taken is told to the bus, which writes it down. Where that cannot be written at
the moment it is told again before anything else is sent, so no letter whose acceptance was heard
goes out twice. Killed between the two, the letter goes out again under the same Message-ID.

A server that is away is tried again later, each time a little later; the letters wait. A letter
that the server will not take now is tried on for three days, and one that it refuses is given up.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, Protocol

from events.letters import still_true
from store_server.event_messages import DelayLetter, SettleLetter
from store_server.letter_ports import LetterState, Outgoing, Post
from store_server.mail.letterhead import Letterhead
from store_server.mail.message import UnwritableError, compose
from store_server.mail.transport import AwayError, NotNowError, RefusedError
from store_server.ports import Clock, StorageError

_LOGGER = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=3)
FIRST_RETRY_S, LONGEST_RETRY_S = 60.0, 3600.0  # of a letter that is not taken now
FIRST_AWAY_S, LONGEST_AWAY_S = 2.0, 300.0  # of the server
LOOKED_FOR_S = 30.0  # also without a word from the house

Ask = Callable[[Any], Any]


class Transport(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Returns once the server has taken it. Raises `mail.transport.MailError`."""

    def close(self) -> None: ...


class Postman:
    """`ask` puts a command to the bus and waits for its handler."""

    def __init__(
        self, post: Post, transport: Transport, head: Letterhead, ask: Ask, clock: Clock
    ) -> None:
        self._post = post
        self._transport = transport
        self._head = head
        self._ask = ask
        self._clock = clock
        self._untold: list[SettleLetter | DelayLetter] = []
        self._away_s = 0.0
        self._trouble = ""
        self._wake = threading.Event()
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    @property
    def trouble(self) -> str:
        """Why the mail server cannot be spoken to; empty where it can."""
        return self._trouble

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The letter in hand is finished; the others wait for the next start."""
        self._halt.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        else:
            self._transport.close()

    def hear(self, _event: object = None) -> None:
        """A letter was written."""
        self._wake.set()

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._halt.is_set():
            try:
                wait_s = self.round()
            except StorageError as error:
                _LOGGER.warning("letters could not be read: %s", error)
                wait_s = FIRST_AWAY_S
            except Exception:  # whatever it was, the other letters must not wait for it for good
                _LOGGER.exception("the postman stumbled")
                wait_s = LOOKED_FOR_S
            (self._halt if self._trouble else self._wake).wait(wait_s)
        self._transport.close()

    def round(self) -> float:
        """Send all that is due; answers after how many seconds to look again."""
        self._wake.clear()
        while not self._halt.is_set():
            if not self._tell():
                return FIRST_AWAY_S
            due = self._post.due(self._clock.now())
            if not due:
                break
            for outgoing in due:
                if self._halt.is_set() or not self._deliver(outgoing):
                    return self._away_s
                if not self._tell():
                    return FIRST_AWAY_S
        self._transport.close()
        return self._until_next()

    def _until_next(self) -> float:
        next_due = self._post.next_due()
        if next_due is None:
            return LOOKED_FOR_S
        return min(LOOKED_FOR_S, max(0.0, (next_due - self._clock.now()).total_seconds()))

    def _tell(self) -> bool:
        """Whether the house has written down all that became of letters."""
        while self._untold:
            try:
                self._ask(self._untold[0])
            except (StorageError, TimeoutError) as error:
                _LOGGER.warning("what became of a letter could not be written down: %s", error)
                return False
            self._untold.pop(0)
        return True

    def _deliver(self, outgoing: Outgoing) -> bool:
        """Whether the server can be spoken to."""
        letter, paper = outgoing.letter, outgoing.paper
        if not still_true(letter.kind, paper.guest.standing, paper.event.stage):
            self._settle(outgoing, LetterState.OVERTAKEN)
            return True
        if not paper.guest.email:
            self._settle(outgoing, LetterState.REFUSED, "the guest has no mail address any more")
            return True
        mail = self._put_into_words(outgoing)
        return mail is None or self._send(outgoing, mail)

    def _put_into_words(self, outgoing: Outgoing) -> EmailMessage | None:
        try:
            return compose(outgoing, self._head, self._clock.now())
        except UnwritableError as error:
            self._settle(outgoing, LetterState.REFUSED, str(error))
        except Exception:  # a letter that cannot be put into words keeps no other from going out
            _LOGGER.exception("letter %s could not be written", outgoing.letter.id)
            self._settle(outgoing, LetterState.REFUSED, "it could not be put into words")
        return None

    def _send(self, outgoing: Outgoing, mail: EmailMessage) -> bool:
        try:
            self._transport.send(mail)
        except AwayError as error:
            self._note_away(str(error))
            return False
        except NotNowError as error:
            self._delay(outgoing, str(error))
        except RefusedError as error:
            self._settle(outgoing, LetterState.REFUSED, str(error))
        else:
            self._settle(outgoing, LetterState.SENT)
        self._note_back()
        return True

    def _settle(self, outgoing: Outgoing, state: LetterState, trouble: str = "") -> None:
        self._untold.append(SettleLetter(outgoing.letter.id, state, trouble))

    def _delay(self, outgoing: Outgoing, trouble: str) -> None:
        letter, now = outgoing.letter, self._clock.now()
        if now - letter.written_at > GIVEN_UP_AFTER:
            self._settle(outgoing, LetterState.REFUSED, f"given up: {trouble}")
            return
        self._untold.append(DelayLetter(letter.id, now + _retry_in(letter.attempts), trouble))

    def _note_away(self, trouble: str) -> None:
        if not self._trouble:
            _LOGGER.warning("letters wait: %s", trouble)
        self._trouble = trouble
        self._away_s = min(LONGEST_AWAY_S, max(FIRST_AWAY_S, self._away_s * 2))

    def _note_back(self) -> None:
        if self._trouble:
            _LOGGER.warning("letters go out again")
        self._trouble, self._away_s = "", 0.0


def _retry_in(attempts: int) -> timedelta:
    return timedelta(seconds=min(LONGEST_RETRY_S, FIRST_RETRY_S * 2 ** min(attempts, 10)))
