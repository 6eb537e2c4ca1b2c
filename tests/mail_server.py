"""A real SMTP server on this machine, which can be told to refuse, to hang up, or to be away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.services import free_port

HOST = "127.0.0.1"
WITHIN_S = 60.0


class MailServer:
    """`to_recipient` and `to_letter` are what it answers next, once each; then it takes all.

    `when_taken` runs after a letter was taken and before the client hears of it.
    """

    def __init__(self, account: tuple[str, str] | None = None) -> None:
        self.port = free_port()
        self.taken: list[EmailMessage] = []
        self.to_recipient: list[str] = []
        self.to_letter: list[str] = []
        self.when_taken: Callable[[], None] = lambda: None
        self._account = account
        self._changed = threading.Condition()
        self._controller: Controller | None = None

    def start(self) -> MailServer:
        asks = {} if self._account is None else self._asks_for_account()
        self._controller = Controller(self, hostname=HOST, port=self.port, **asks)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def wait_for(self, letters: int) -> list[EmailMessage]:
        """Until so many were taken; all of them."""
        deadline = time.monotonic() + WITHIN_S
        with self._changed:
            while len(self.taken) < letters:
                left = deadline - time.monotonic()
                assert left > 0, f"{len(self.taken)} of {letters} letters came"
                self._changed.wait(left)
            return list(self.taken)

    # ------------------------------------------------------------------ what aiosmtpd calls

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.to_letter:
            return self.to_letter.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        with self._changed:
            self.taken.append(mail)
            self._changed.notify_all()
        self.when_taken()
        return "250 OK"

    def _asks_for_account(self) -> dict[str, Any]:
        def known(server: SMTP, session: Session, envelope: Envelope, how: str, given: Any) -> Any:
            fits = (given.login.decode(), given.password.decode()) == self._account
            return AuthResult(success=fits, handled=False)

        return {"authenticator": known, "auth_require_tls": False}
