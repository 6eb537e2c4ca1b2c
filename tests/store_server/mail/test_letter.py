"""What a guest receives: in their language, with the pass, and with what a calendar takes in."""

from __future__ import annotations

import json
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import cv2
import numpy as np
import pytest
from icalendar import Calendar

from devices.vision.qr import QrReader
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.passes import Keyring, Pass
from events.programme import Stage
from store_server.event_ports import EventPicture
from store_server.mail.letterhead import LANGUAGES
from store_server.mail.message import compose
from tests.store_server.mail.conftest import PostOffice

LETTERS = Path(__file__).parents[3] / "kiosk_ui" / "catalogue" / "letters"


@pytest.fixture
def office(quick_office: PostOffice) -> PostOffice:
    return quick_office


def mail(office: PostOffice) -> EmailMessage:
    return compose(office.outgoing(), office.head, office.shop.clock.now())


def part(letter: EmailMessage, kind: str) -> EmailMessage:
    (found,) = [one for one in letter.walk() if one.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


def page(letter: EmailMessage) -> str:
    return str(part(letter, "text/html").get_content())


def text(letter: EmailMessage) -> str:
    return str(part(letter, "text/plain").get_content())


def entry(letter: EmailMessage) -> tuple[str, Calendar]:
    calendar = Calendar.from_ical(part(letter, "application/ics").get_content())
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def read(office: PostOffice, code: str) -> Pass:
    with office.shop.storage.store.begin() as uow:
        keys = uow.passes.keys()
    return Keyring(one.public for one in keys).read(code)[0]


def declined(office: PostOffice, guest: Guest) -> None:
    with office.soiree.desk.work() as work:
        work.uow.passes.revoke_of(guest.id, work.at)
    office.soiree.amend(guest, standing=Standing.CANCELLED)


def test_every_language_has_every_word() -> None:
    words = {tag: json.loads((LETTERS / f"{tag}.json").read_bytes()) for tag in LANGUAGES}
    for tag in LANGUAGES:
        assert words[tag].keys() == words["fr"].keys()
        for key, said in words[tag].items():
            assert said.strip()
            assert holes(said) == holes(words["fr"][key]), (tag, key)


def holes(said: str) -> set[str]:
    return {one.partition("}")[0] for one in said.split("{")[1:]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_whole_in_every_language(
    office: PostOffice, language: str, kind: LetterKind
) -> None:
    office.write(kind, office.soiree.guest(language=language))
    letter = mail(office)
    for said in (text(letter), page(letter), str(letter["Subject"])):
        assert "{" not in said.partition("</style>")[2] or "</style>" not in said
        assert f"{kind.value}." not in said
    assert letter["Content-Language"] == language
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page(letter)


def test_a_language_that_we_do_not_write_gets_the_boutiques(office: PostOffice) -> None:
    office.write(LetterKind.WAITING, office.soiree.guest(language="pt-BR"))
    assert "Toutes les places sont prises" in text(mail(office))


def test_the_pass_in_a_mail_is_read_back_from_its_picture(office: PostOffice) -> None:
    office.confirm(office.soiree.guest())
    picture = part(mail(office), "image/png").get_content()
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    (code,) = QrReader().read(pixels)
    assert read(office, code.data).event == office.soiree.event.number


def test_the_code_to_type_stands_in_both_of_a_mails_texts(office: PostOffice) -> None:
    office.confirm(office.soiree.guest())
    letter = mail(office)
    code = office.outgoing().paper.typed
    assert len(code) == 11
    assert code in text(letter)
    assert f">{code}<" in page(letter)


def test_the_picture_is_inside_the_mail_and_nothing_is_fetched(office: PostOffice) -> None:
    office.confirm(office.soiree.guest())
    letter = mail(office)
    cid = str(part(letter, "image/png")["Content-ID"]).strip("<>")
    assert f'src="cid:{cid}"' in page(letter)
    assert page(letter).count("src=") == 1
    assert "http://" not in page(letter).replace("https://boutique.example", "")


def test_an_invitation_shows_the_events_picture_and_no_other_letter_does(
    office: PostOffice,
) -> None:
    event = office.soiree.event
    with office.soiree.desk.work() as work:
        picture = EventPicture(b"\xff\xd8a picture", "image/jpeg", "mark")
        work.uow.event_pictures.keep(event.id, picture, work.at)
    office.write(LetterKind.INVITATION, office.soiree.guest(standing=Standing.INVITED))
    letter = mail(office)
    shown = part(letter, "image/jpeg")
    assert shown.get_content() == b"\xff\xd8a picture"
    assert f'src="cid:{str(shown["Content-ID"]).strip("<>")}"' in page(letter)
    office.confirm(office.soiree.guest("Ida"))
    sent = office.shop.storage.post.due(office.shop.clock.now())
    assert {one.letter.kind: bool(one.picture) for one in sent} == {
        LetterKind.INVITATION: True,
        LetterKind.CONFIRMED: False,
    }


def test_a_live_pass_is_not_in_the_mail_but_on_the_guests_page(office: PostOffice) -> None:
    office.soiree.change(rules=office.soiree.rules(live_pass=True))
    office.confirm(office.soiree.guest())
    letter = mail(office)
    kinds = {one.get_content_type() for one in letter.walk()}
    assert not kinds & {"image/png", "application/pdf"}
    assert "/p/" in page(letter)
    assert "trente secondes" in text(letter)


def test_a_confirmed_guests_calendar_takes_the_event_in(office: PostOffice) -> None:
    guest = office.soiree.guest()
    office.confirm(guest)
    method, event = entry(mail(office))
    assert method == "REQUEST"
    assert event["UID"] == f"{office.soiree.event.id}.{guest.id}@maison.example"
    assert event.start == office.soiree.event.starts
    assert str(event.start.tzinfo) == "Europe/Paris"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ORGANIZER"] == "mailto:events@maison.example"


def test_every_later_word_on_an_event_has_a_higher_sequence(office: PostOffice) -> None:
    guest = office.soiree.guest()
    office.confirm(guest)
    _, first = entry(mail(office))
    office.postman().round()
    office.soiree.change(ends=office.soiree.event.ends + timedelta(hours=1))
    office.write(LetterKind.MOVED, guest, before=office.soiree.event.starts.isoformat())
    method, moved = entry(mail(office))
    office.postman().round()
    declined(office, guest)
    office.write(LetterKind.WITHDRAWN, guest)
    ended, off = entry(mail(office))
    assert (method, ended) == ("REQUEST", "CANCEL")
    assert first["SEQUENCE"] < moved["SEQUENCE"] < off["SEQUENCE"]
    assert first["UID"] == moved["UID"] == off["UID"]
    assert off["STATUS"] == "CANCELLED"


def test_a_cancelled_event_leaves_the_calendars_that_had_it(office: PostOffice) -> None:
    office.confirm(office.soiree.guest("Ada"))
    office.postman().round()
    (ada,) = guests(office)
    office.soiree.change(stage=Stage.CANCELLED)
    office.write(LetterKind.CANCELLED, ada)
    assert entry(mail(office))[0] == "CANCEL"
    office.postman().round()
    office.write(LetterKind.CANCELLED, office.soiree.guest("Bea", standing=Standing.INVITED))
    kinds = {one.get_content_type() for one in mail(office).walk()}
    assert "application/ics" not in kinds


def guests(office: PostOffice) -> list[Guest]:
    with office.shop.storage.store.begin() as uow:
        return list(uow.guests.of_event(office.soiree.event.id))


def test_a_guest_of_a_session_is_told_that_sessions_time(office: PostOffice) -> None:
    from events.event import SessionPlan

    at, hour = office.soiree.event.starts, timedelta(hours=1)
    office.soiree.change(
        sessions=(
            SessionPlan(1, at, at + hour, 5),
            SessionPlan(2, at + 2 * hour, at + 3 * hour, 5),
        )
    )
    office.confirm(office.soiree.guest(session=2))
    letter = mail(office)
    assert entry(letter)[1].start == at + 2 * hour
    assert (at + 2 * hour).astimezone(ZoneInfo("Europe/Paris")).strftime("%H:%M") in text(letter)


def test_markup_in_a_name_or_a_title_stays_text(office: PostOffice) -> None:
    office.soiree.change(titles={"fr": "<b>Bal</b> & {brand}"})
    office.confirm(office.soiree.guest("<script>alert(1)</script>", email="eve@x.example"))
    letter = mail(office)
    assert "<script" not in page(letter)
    assert "&lt;b&gt;Bal&lt;/b&gt; &amp; {brand}" in page(letter)
    assert "<b>Bal</b> & {brand}" in str(letter["Subject"])


def test_a_name_cannot_add_a_header(office: PostOffice) -> None:
    office.confirm(office.soiree.guest("Eve\r\nBcc: all@guests.example", email="eve@x.example"))
    letter = mail(office)
    assert letter["Bcc"] is None
    assert len(letter["To"].addresses) == 1


@pytest.mark.parametrize(
    "name", ["李小龍", "نور", "さくら", "Żółć", "‮gnitrever", "🥂", 'O\'Neil "x"']
)
def test_names_in_every_script_are_written(office: PostOffice, name: str) -> None:
    office.confirm(office.soiree.guest(name, email="guest@x.example"))
    office.postman().round()
    (taken,) = office.server.taken
    assert name in text(taken)


def test_an_offer_says_until_when(office: PostOffice) -> None:
    until = office.shop.clock.now() + timedelta(hours=5)
    office.write(
        LetterKind.OFFER, office.soiree.guest(standing=Standing.OFFERED, offer_until=until)
    )
    assert "15:00" in text(mail(office))  # ten in the morning in Paris, and five hours


def test_the_night_of_the_change_is_told_with_its_offsets(office: PostOffice) -> None:
    starts = office.soiree.event.starts.replace(year=2026, month=10, day=24, hour=21)
    office.soiree.change(starts=starts, ends=starts + timedelta(hours=4, minutes=30))
    office.confirm(office.soiree.guest())
    letter = mail(office)
    assert "23:00 (UTC+2)" in text(letter)
    assert "02:30 (UTC+1)" in text(letter)
    _, event = entry(letter)
    assert event.end - event.start == timedelta(hours=4, minutes=30)
    assert event.end == office.soiree.event.ends
