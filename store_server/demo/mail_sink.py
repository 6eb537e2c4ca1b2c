"""The demo's mail server: a real one on this machine, which keeps what it takes and sends nothing.

What came is kept in a folder, a file a letter, so that it is still there at the next start.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from store_server.demo.ports import next_free
from store_server.settings import SmtpSettings

HOST = "127.0.0.1"
FIRST_PORT = 2525
KEPT_AT_MOST = 500
SENDER = "soirees@maison.example"


@dataclass(frozen=True, slots=True)
class Arrived:
    name: str
    mail: EmailMessage


class MailSink:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = next_free(HOST, FIRST_PORT) or FIRST_PORT
        self._controller: Controller | None = None

    @property
    def settings(self) -> SmtpSettings:
        return SmtpSettings(host=HOST, port=self._port, security="none", sender=SENDER)

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._controller = Controller(self, hostname=HOST, port=self._port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def arrived(self) -> Sequence[Arrived]:
        """The newest first."""
        return [Arrived(file.stem, _read(file)) for file in reversed(self._files())]

    def letter(self, name: str) -> EmailMessage | None:
        file = next((one for one in self._files() if one.stem == name), None)
        return _read(file) if file else None

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
    ) -> str:
        content = envelope.original_content or b""
        (self._folder / f"{time.time_ns()}.eml").write_bytes(content)
        for old in self._files()[:-KEPT_AT_MOST]:
            old.unlink(missing_ok=True)
        return "250 kept"

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.eml"))


def _read(file: Path) -> EmailMessage:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what the default policy makes
    return mail
