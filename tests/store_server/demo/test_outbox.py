"""In the demo letters arrive at a real mail server, and a page shows them as guests see them."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store_server.demo.mail_sink import MailSink
from store_server.demo.outbox_page import OutboxPage
from store_server.mail.transport import SmtpTransport
from store_server.web.assets import Assets
from store_server.web.shields import shield


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    sink = MailSink(tmp_path / "outbox")
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def browser(sink: MailSink) -> FlaskClient:
    app = Flask("store_server.web", static_url_path="/static")
    app.register_blueprint(OutboxPage(sink, Assets.find(), "fr", "Maison").blueprint())
    shield(app, secure=False)
    return app.test_client()


def send(sink: MailSink, subject: str, page: str = "<p>Bonsoir</p>") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@maison.example", "noor@guests.example", subject
    mail.set_content("Bonsoir")
    mail.add_alternative(page, subtype="html")
    _, html = mail.iter_parts()
    html.add_related(b"\x89PNG", "image", "png", cid="<pass@accueil>")
    mail.add_attachment(b"BEGIN:VCALENDAR", "application", "ics", filename="event.ics")
    transport = SmtpTransport(sink.settings)
    transport.send(mail)
    transport.close()


def test_what_was_sent_is_shown_the_newest_first(sink: MailSink, browser: FlaskClient) -> None:
    send(sink, "Invitation")
    send(sink, "Rappel")
    page = browser.get("/outbox?lang=en").text
    assert page.index("Rappel") < page.index("Invitation")
    assert "Letters sent" in page
    assert "event.ics" in page


def test_an_empty_outbox_says_so(browser: FlaskClient) -> None:
    assert "Aucune lettre" in browser.get("/outbox", headers={"Accept-Language": "fr"}).text


def test_a_letter_is_drawn_with_the_pictures_inside_it(
    sink: MailSink, browser: FlaskClient
) -> None:
    send(sink, "Invitation", '<img src="cid:pass@accueil">')
    (arrived,) = sink.arrived()
    page = browser.get(f"/outbox/letters/{arrived.name}")
    source = page.text.split('src="')[1].split('"')[0]
    assert browser.get(source).data == b"\x89PNG"


def test_a_letter_may_bring_styles_and_may_run_nothing(
    sink: MailSink, browser: FlaskClient
) -> None:
    send(sink, "Invitation", "<script>alert(1)</script>")
    (arrived,) = sink.arrived()
    policy = browser.get(f"/outbox/letters/{arrived.name}").headers["Content-Security-Policy"]
    assert "sandbox allow-same-origin" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_markup_in_a_subject_stays_text(sink: MailSink, browser: FlaskClient) -> None:
    send(sink, "<b>fin</b>")
    assert "&lt;b&gt;fin&lt;/b&gt;" in browser.get("/outbox").text


def test_letters_are_still_there_after_a_restart(sink: MailSink, tmp_path: Path) -> None:
    send(sink, "Invitation")
    again = MailSink(tmp_path / "outbox")
    assert [str(one.mail["Subject"]) for one in again.arrived()] == ["Invitation"]
    assert again.letter("../secret.key") is None
