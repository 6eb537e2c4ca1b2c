"""`/outbox`, in the demo: the letters that went out, as their guests see them."""

from __future__ import annotations

from email.message import EmailMessage, Message

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from store_server.demo.mail_sink import MailSink
from store_server.mail.wording import Say
from store_server.web.assets import Assets
from store_server.web.catalogue import LANGUAGES, Catalogue

WORDS = ("title", "say", "empty", "as_text", "attached")


class OutboxPage:
    """A letter's page is shown in a frame without scripts: see `web.shields`."""

    def __init__(self, sink: MailSink, assets: Assets, language: str, brand: str) -> None:
        self._sink = sink
        self._catalogue = Catalogue(assets.catalogue_folder, language)
        self._styles = assets.styles()
        self._brand = brand

    def blueprint(self) -> Blueprint:
        pages = Blueprint("outbox", __name__, template_folder="templates")
        pages.add_url_rule("/outbox", "list", view_func=self.list)
        pages.add_url_rule("/outbox/letters/<name>", "letter", view_func=self.letter)
        pages.add_url_rule("/outbox/letters/<name>/<int:number>", "part", view_func=self.part)
        return pages

    def list(self) -> Response:
        language = self._catalogue.choose(
            [tag for tag in (request.args.get("lang"), *request.accept_languages.values()) if tag],
            LANGUAGES,
        )
        arrived = self._sink.arrived()
        chosen = next(
            (one for one in arrived if one.name == request.args.get("letter")),
            arrived[0] if arrived else None,
        )
        say: Say = self._catalogue.say
        body = render_template(
            "outbox.html",
            lang=language,
            brand=self._brand,
            words={word: say(language, f"outbox.{word}") for word in WORDS},
            arrived=arrived,
            chosen=chosen,
            attached=_attached(chosen.mail) if chosen else (),
            styles=self._styles,
            text=_body(chosen.mail, "plain") if chosen else "",
        )
        return _plain(Response(body, content_type="text/html; charset=utf-8"))

    def letter(self, name: str) -> Response:
        """As a mail program draws it: pictures come from inside the letter."""
        mail = self._found(name)
        page = _body(mail, "html")
        for number, part in enumerate(mail.walk()):
            if cid := str(part.get("Content-ID", "")).strip("<>"):
                page = page.replace(f"cid:{cid}", f"/outbox/letters/{name}/{number}")
        return _plain(Response(page, content_type="text/html; charset=utf-8"))

    def part(self, name: str, number: int) -> Response:
        part = _nth(self._found(name), number)
        if part is None or part.is_multipart():
            raise NotFound
        content = part.get_payload(decode=True)
        answer = Response(content if isinstance(content, bytes) else b"")
        answer.content_type = part.get_content_type()
        if part.get_filename():
            answer.headers.set("Content-Disposition", "attachment", filename=part.get_filename())
        return _plain(answer)

    def _found(self, name: str) -> EmailMessage:
        mail = self._sink.letter(name)
        if mail is None:
            raise NotFound
        return mail


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _attached(mail: EmailMessage) -> list[tuple[int, str]]:
    """Each one's number within the letter, and its name."""
    return [
        (number, name)
        for number, part in enumerate(mail.walk())
        if (name := part.get_filename()) and part.get_content_disposition() == "attachment"
    ]


def _nth(mail: EmailMessage, number: int) -> Message[str, str] | None:
    return next((part for at, part in enumerate(mail.walk()) if at == number), None)


def _plain(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
