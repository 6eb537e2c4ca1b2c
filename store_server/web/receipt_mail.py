"""A receipt as a mail, to an address that is given for that and kept nowhere.

It goes out while the client waits: what the mail server did not take is said at once, and the
link, the code and the paper are still there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from store_server.ledger_ports import KeptReceipt
from store_server.mail.postman import Transport
from store_server.mail.transport import MailError, RefusedError, SmtpTransport
from store_server.settings import SmtpSettings
from store_server.web.problems import InvalidInputError, ProblemError
from store_server.web.receipt_desk import ReceiptDesk
from store_server.web.receipt_pages import Letter, letter

RETRY_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class ReceiptMail:
    desk: ReceiptDesk
    transport: Callable[[SmtpSettings], Transport] = SmtpTransport

    @property
    def ready(self) -> bool:
        return self.desk.settings.smtp.ready

    def send(self, kept: KeptReceipt, email: str, gift: bool = False) -> None:
        """Returns once the mail server has it. Inside of an application's context."""
        if not self.ready:
            raise ProblemError("this boutique sends no mail", slug="conflict")
        mail = self._written(kept, email, gift)
        line = self.transport(self.desk.settings.smtp)
        try:
            line.send(mail)
        except RefusedError as error:
            raise InvalidInputError("mail to this address is refused", field="email") from error
        except MailError as error:
            raise ProblemError(
                "the mail server does not take it now",
                slug="unavailable",
                retry_after_s=RETRY_AFTER_S,
            ) from error
        finally:
            line.close()

    def _written(self, kept: KeptReceipt, email: str, gift: bool) -> EmailMessage:
        opened, record = self.desk.opened(self.desk.links.name(kept.till, kept.number, gift))
        receipt = self.desk.read(opened, record, self.desk.language(opened))
        said = letter(receipt, self.desk.url(kept.till, kept.number, gift))
        mail = self._addressed(said, email)
        mail.set_content(said.text)
        mail.add_alternative(said.html, subtype="html")
        mail["Content-Language"] = receipt.language
        return mail

    def _addressed(self, said: Letter, email: str) -> EmailMessage:
        settings = self.desk.settings
        smtp = settings.smtp
        name = smtp.sender_name or f"{settings.brand_name} {settings.boutique_name}"
        mail = EmailMessage()
        mail["From"] = Address(name, addr_spec=smtp.from_address)
        try:
            mail["To"] = Address(addr_spec=email)
        except (MessageError, ValueError, IndexError) as error:  # IndexError: one lone quote
            raise InvalidInputError("this is no address of mail", field="email") from error
        if smtp.reply_to:
            mail["Reply-To"] = Address(addr_spec=smtp.reply_to)
        mail["Subject"] = said.subject
        mail["Date"] = format_datetime(self.desk.clock.now())
        mail["Message-ID"] = make_msgid(domain=smtp.from_address.rpartition("@")[2] or None)
        mail["Auto-Submitted"] = "auto-generated"
        return mail
