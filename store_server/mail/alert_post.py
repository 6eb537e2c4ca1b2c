"""A manager's alerts by mail: one when it begins, one when it ends.

They wait in memory and are tried for some minutes: an alert of yesterday is no news. What happened
is in the list of alerts, whatever becomes of the mail.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from queue import SimpleQueue
from typing import Protocol

from store_server.mail.letterhead import Letterhead
from store_server.mail.transport import MailError
from store_server.ports import Clock
from store_server.traffic_messages import TrafficAlert
from store_server.traffic_views import AlertView

_LOGGER = logging.getLogger(__name__)

TRIES, FIRST_RETRY_S = 6, 5.0  # then twice as long each time

Say = Callable[[str], str]


class Transport(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Raises `MailError`."""

    def close(self) -> None: ...


class AlertPost:
    """`hear` is told on the bus; a thread of its own speaks to the mail server."""

    def __init__(self, transport: Transport, head: Letterhead, say: Say, clock: Clock) -> None:
        self._transport = transport
        self._head = head
        self._say = say
        self._clock = clock
        self._waiting: SimpleQueue[EmailMessage | None] = SimpleQueue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alert-post", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def hear(self, event: TrafficAlert) -> None:
        if not event.mail:
            return
        try:
            self._waiting.put(self._write(event.alert, event.mail))
        except (MessageError, ValueError, IndexError) as error:
            _LOGGER.warning("an alert's mail address is not one: %s", type(error).__name__)

    def _write(self, alert: AlertView, to: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = Address(self._head.sender_name, addr_spec=self._head.sender)
        mail["To"] = Address(addr_spec=to)
        subject = self._line(alert)
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self._clock.now())
        ended = "ended" if alert.ended_at else "raised"
        mail["Message-ID"] = f"<{alert.id}.{ended}@{self._head.domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note in return
        mail.set_content(f"{subject}\n")
        return mail

    def _line(self, alert: AlertView) -> str:
        """No client's name leaves the house in a mail that is not theirs."""
        named = "" if alert.rule == "vip_unanswered" else alert.subject_name
        words = [self._say(f"alert.{alert.rule}"), named, f"{alert.value:.0f}"]
        if alert.limit is not None:
            words.append(f"({self._say('alert.limit')} {alert.limit:.0f})")
        ends = f"{self._say('alert.ended')} · " if alert.ended_at else ""
        return ends + " ".join(word for word in words if word)

    def _run(self) -> None:
        while (mail := self._waiting.get()) is not None:
            try:
                self._send(mail)
            except Exception:  # a thread's outermost loop: the next alert may fare better
                _LOGGER.exception("an alert's mail stumbled")
        self._transport.close()

    def _send(self, mail: EmailMessage) -> None:
        wait_s = FIRST_RETRY_S
        for _ in range(TRIES):
            try:
                self._transport.send(mail)
                return
            except MailError as error:
                _LOGGER.warning("an alert's mail has to wait: %s", error)
            if self._closing.wait(wait_s):
                return
            wait_s *= 2
        _LOGGER.error("an alert's mail was not taken")
