"""A letter as a mail: text and page, the pass among them, and what a calendar takes in."""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from events import pass_picture
from events.calendar import Entry, Method
from events.guest import Standing
from events.letters import LetterKind
from store_server.handlers import passes
from store_server.letter_ports import Outgoing, Paper
from store_server.mail.letterhead import Letterhead
from store_server.mail.sheet import Sheet, plan_of, write

PICTURE = "pass@accueil"
EVENT_PICTURE = "event@accueil"
_PAGES = Environment(
    loader=PackageLoader("store_server.mail", ""), autoescape=True, undefined=StrictUndefined
)
_CALLS_OFF = frozenset({LetterKind.CANCELLED, LetterKind.WITHDRAWN})


class UnwritableError(ValueError):
    """This letter cannot be a mail, now or later: the guest's address is none."""


def compose(outgoing: Outgoing, head: Letterhead, at: datetime) -> EmailMessage:
    """Raises `UnwritableError`."""
    sheet = write(outgoing, head)
    mail = EmailMessage()
    _address(mail, outgoing, head, sheet, at)
    mail.set_content(as_text(sheet))
    mail.add_alternative(as_page(sheet, head, bool(outgoing.picture)), subtype="html")
    _, page = mail.iter_parts()
    if picture := _picture(outgoing.paper, sheet):
        _show(page, picture, "png", PICTURE, "pass.png")
    if outgoing.picture:
        _show(page, outgoing.picture, "jpeg", EVENT_PICTURE, "event.jpg")
    _attach_calendar(mail, outgoing, head, sheet, at)
    mail["Content-Language"] = sheet.words.language  # last: what is added takes such headers away
    return mail


def as_page(sheet: Sheet, head: Letterhead, pictured: bool = False) -> str:
    page = _PAGES.get_template("letter.html")
    return page.render(
        sheet=sheet,
        words=sheet.words,
        brand=head.brand,
        picture=PICTURE,
        event_picture=EVENT_PICTURE if pictured else "",
    )


def _show(page: MIMEPart, image: bytes, kind: str, name: str, filename: str) -> None:
    """Inside the mail itself: nothing is fetched when it is opened."""
    page.add_related(image, "image", kind, cid=f"<{name}>", filename=filename, disposition="inline")


def as_text(sheet: Sheet) -> str:
    """For who reads mail without pages; with the same in the same order."""
    words = sheet.words
    parts = [sheet.over, sheet.title, *sheet.paragraphs]
    parts.append("\n".join(f"{label}: {value}" for label, value in sheet.details))
    if sheet.shows_pass:
        parts.append(
            f"{words('pass_title')}\n{words('pass_live' if sheet.live_pass else 'pass_say')}"
        )
    if sheet.typed:
        parts.append(f"{words('pass_typed')}: {sheet.typed}")
    if sheet.button:
        parts.append("\n".join(sheet.button))
    parts.append(f"{words('sign')}\n{sheet.house}")
    if sheet.page:
        parts.append(f"-- \n{words('foot')}\n{sheet.page}")
    return "\n\n".join(part for part in parts if part) + "\n"


def calendar_entry(paper: Paper, head: Letterhead, sheet_place: str, title: str) -> Entry:
    plan = plan_of(paper)
    page = f"{head.url}/i/{paper.token}" if paper.token else ""
    return Entry(
        uid=f"{paper.event.id}.{paper.guest.id}@{head.domain}",
        sequence=paper.event.revision + paper.guest.revision,
        title=title,
        starts=plan.starts,
        ends=plan.ends,
        place=sheet_place,
        words=page,
        link=page,
        organiser=head.sender_name,
        organiser_address=head.sender or f"accueil@{head.domain}",
        guest=paper.guest.display_name,
        guest_address=paper.guest.email,
    )


def pass_text(paper: Paper) -> str:
    """What the code of the guest's pass holds; empty where they have none."""
    return passes.text(paper.granted, paper.event, paper.keys) if paper.granted else ""


def _address(
    mail: EmailMessage, outgoing: Outgoing, head: Letterhead, sheet: Sheet, at: datetime
) -> None:
    guest = outgoing.paper.guest
    try:
        mail["From"] = Address(_line(head.sender_name), addr_spec=head.sender)
        mail["To"] = Address(_line(guest.display_name), addr_spec=guest.email.strip())
        if head.reply_to:
            mail["Reply-To"] = Address(addr_spec=head.reply_to)
        mail["Subject"] = _line(sheet.subject)
    except (MessageError, ValueError, IndexError) as error:  # IndexError: an address of one quote
        raise UnwritableError("the guest's mail address is not one") from error
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{outgoing.letter.id}@{head.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note in return
    if sheet.page:
        mail["List-Unsubscribe"] = f"<{sheet.page}>"


def _line(text: str) -> str:
    """A header is one line, whatever somebody is called."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _picture(paper: Paper, sheet: Sheet) -> bytes:
    """None of a live pass: its code is of the moment, and a mail is not."""
    if not sheet.shows_pass or sheet.live_pass:
        return b""
    return pass_picture.png(pass_text(paper), module_px=10)


def _attach_calendar(
    mail: EmailMessage, outgoing: Outgoing, head: Letterhead, sheet: Sheet, at: datetime
) -> None:
    """A confirmed guest's calendar takes the event in; one that had it is told that it is off."""
    paper, kind = outgoing.paper, outgoing.letter.kind
    if kind in _CALLS_OFF and paper.had_pass:
        method = Method.CANCEL
    elif sheet.shows_pass and paper.guest.standing is Standing.CONFIRMED:
        method = Method.REQUEST
    else:
        return
    from events.calendar_file import calendar  # megabytes, for those who write letters

    made = calendar(calendar_entry(paper, head, sheet.place, sheet.title), method, head.zone, at)
    mail.add_alternative(made.decode(), subtype="calendar", params={"method": method.value})
    mail.add_attachment(made, "application", "ics", filename="event.ics")
