"""A manager's alerts by mail: one when it begins, one when it ends.

What is to be told was kept with the alert, so it goes out after a restart, too, and while the mail
server is away it waits. An alert of yesterday is no news: it stands in the list of alerts, whatever
becomes of the mail. Killed between the server's yes and our note of it, a mail goes out again under
the same Message-ID, as letters do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from store_server.mail.letterhead import Letterhead
from store_server.mail.transport import MailError
from store_server.ports import Clock, StorageError
from store_server.traffic_messages import TrafficAlert
from store_server.traffic_ports import AlertBox, DueTelling
from store_server.traffic_views import AlertView

_LOGGER = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)  # then twice as long each time
LONGEST_WAIT = timedelta(minutes=10)
NEWS_FOR = timedelta(hours=6)

Say = Callable[[str], str]


class Transport(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Raises `MailError`."""

    def close(self) -> None: ...


class AlertPost:
    """`hear` is told on the bus; a thread of its own speaks to the mail server."""

    def __init__(
        self, transport: Transport, box: AlertBox, head: Letterhead, say: Say, clock: Clock
    ) -> None:
        self._transport = transport
        self._box = box
        self._head = head
        self._say = say
        self._clock = clock
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alert-post", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def hear(self, _event: TrafficAlert) -> None:
        self._woken.set()

    def look(self) -> None:
        """Send what is due, once each."""
        for one in self._box.due("mail", self._clock.now()):
            if self._closing.is_set():
                return
            self._tell(one)

    def _tell(self, due: DueTelling) -> None:
        now = self._clock.now()
        if now - due.written_at > NEWS_FOR:
            _LOGGER.error("an alert's mail was not taken")
            self._box.settle(due.telling, now)
            return
        try:
            self._transport.send(self._write(due))
        except MailError as error:
            _LOGGER.warning("an alert's mail has to wait: %s", error)
            wait = min(FIRST_RETRY * 2**due.tries, LONGEST_WAIT)
            self._box.put_off(due.telling, now + wait)
            return
        except (MessageError, ValueError, IndexError) as error:
            _LOGGER.warning("an alert's mail address is not one: %s", type(error).__name__)
        self._box.settle(due.telling, now)

    def _write(self, due: DueTelling) -> EmailMessage:
        alert, to = due.alert, due.telling.to
        mail = EmailMessage()
        mail["From"] = Address(self._head.sender_name, addr_spec=self._head.sender)
        mail["To"] = Address(addr_spec=to)
        subject = self._line(alert, due.telling.ended)
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self._clock.now())
        ended = "ended" if due.telling.ended else "raised"
        mail["Message-ID"] = f"<{alert.id}.{ended}@{self._head.domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note in return
        mail.set_content(f"{subject}\n")
        return mail

    def _line(self, alert: AlertView, ended: bool) -> str:
        """No client's name leaves the house in a mail that is not theirs."""
        named = "" if alert.rule == "vip_unanswered" else alert.subject_name
        words = [self._say(f"alert.{alert.rule}"), named, f"{alert.value:.0f}"]
        if alert.limit is not None:
            words.append(f"({self._say('alert.limit')} {alert.limit:.0f})")
        ends = f"{self._say('alert.ended')} · " if ended else ""
        return ends + " ".join(word for word in words if word)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._woken.clear()
            try:
                self.look()
            except StorageError as error:
                _LOGGER.warning("alerts' mails have to wait: %s", error)
            except Exception:  # a thread's outermost loop: the next alert may fare better
                _LOGGER.exception("an alert's mail stumbled")
            self._woken.wait(self._wait_s())
        self._transport.close()

    def _wait_s(self) -> float:
        try:
            due_at = self._box.next_due("mail")
        except StorageError:
            return FIRST_RETRY.total_seconds()
        if due_at is None:
            return LONGEST_WAIT.total_seconds()
        return max(0.1, (due_at - self._clock.now()).total_seconds())
