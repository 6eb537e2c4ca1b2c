"""Handing mail to a server by SMTP.

MailError
  ├ AwayError      no connection, or it was lost: nothing was taken; the server is tried later
  ├ NotNowError    the server did not take this letter now, and may later
  └ RefusedError   it will not take this letter, however often it is tried
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from store_server.settings import SmtpSettings


class MailError(RuntimeError):
    """The text is for the operator, and names no guest."""


class AwayError(MailError):
    pass


class NotNowError(MailError):
    pass


class RefusedError(MailError):
    pass


class SmtpTransport:
    """One connection, opened when there is something to send. For one thread."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._line: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Returns once the server has taken it. Raises `MailError`."""
        line = self._open()
        with _in_our_words(self):
            line.send_message(mail)

    def check(self) -> None:
        """Connect, encrypt and sign in, and send nothing. Raises `MailError`."""
        self._open()
        self.close()

    def close(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.quit()
        except (smtplib.SMTPException, OSError):
            line.close()

    def _open(self) -> smtplib.SMTP:
        if self._line is not None and not _alive(self._line):
            self.close()
        if self._line is None:
            self._line = self._connect()
        return self._line

    def _connect(self) -> smtplib.SMTP:
        """Whatever fails here says nothing of any letter: they all wait."""
        try:
            return self._greet()
        except smtplib.SMTPAuthenticationError as error:
            raise AwayError(f"the server refuses our account ({error.smtp_code})") from error
        except smtplib.SMTPResponseException as error:
            raise AwayError(f"the server takes no connection now ({error.smtp_code})") from error
        except smtplib.SMTPException as error:
            raise AwayError(f"the server cannot be spoken to: {error}") from error
        except ssl.SSLError as error:
            raise AwayError(f"no encrypted connection: {error.reason or error}") from error
        except OSError as error:
            raise AwayError(f"no connection: {error.strerror or error}") from error

    def _greet(self) -> smtplib.SMTP:
        settings = self._settings
        where = (settings.host, settings.port)
        context = ssl.create_default_context()
        if settings.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, timeout=settings.timeout_s, context=context
            )
        else:
            line = smtplib.SMTP(*where, timeout=settings.timeout_s)
        try:
            if settings.security == "starttls":
                line.starttls(context=context)
            if settings.username:
                line.login(settings.username, settings.password)
        except (smtplib.SMTPException, OSError):
            line.close()
            raise
        return line


def _alive(line: smtplib.SMTP) -> bool:
    """Servers hang up on who is silent for minutes."""
    try:
        return line.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


@contextmanager
def _in_our_words(transport: SmtpTransport) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (550, b""))[0]
        raise _by_code(code, "the guest's address") from error
    except smtplib.SMTPSenderRefused as error:
        raise _by_code(error.smtp_code, "our address") from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code, "the letter") from error
    except smtplib.SMTPNotSupportedError as error:
        raise RefusedError(f"the server cannot do what this letter needs: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        transport.close()
        raise AwayError("the server hung up") from error


def _by_code(code: int, what: str) -> MailError:
    """4… is for now, 5… for good (RFC 5321, 4.2.1); the server's own text may name the guest."""
    if code in (421, 454):  # it is closing, or cannot check our account now
        return AwayError(f"the server is busy ({code})")
    if 400 <= code < 500:
        return NotNowError(f"the server does not take {what} now ({code})")
    return RefusedError(f"the server refuses {what} ({code})")
