"""The guest's pass by their personal link: as a page, as pictures, on paper, for their calendar.

No account and no script are needed for a plain pass. A live one is made anew on the phone every
thirty seconds; where the phone cannot (a page without TLS) the house is asked.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from flask import Blueprint, Request, Response, render_template, request

from events import pass_picture
from events.calendar import Method
from events.passes import live_key, live_text
from store_server.letter_ports import Paper
from store_server.mail.letterhead import LANGUAGES
from store_server.mail.message import calendar_entry, pass_text
from store_server.mail.sheet import details, place_of
from store_server.mail.wording import Words
from store_server.ports import Clock, NotFoundError
from store_server.web import tokens
from store_server.web.assets import Assets, Needs, NotBuiltError
from store_server.web.papers import Papers
from store_server.web.receipt_pages import LANGUAGE_NAMES
from store_server.web.throttle import Throttle

LONGEST_TOKEN = 64
APP = "pass"


class PassPage:
    def __init__(
        self,
        papers: Papers,
        assets: Assets,
        clock: Clock,
        address: Callable[[Request], str],
        failures: Throttle,
    ) -> None:
        self._post = papers.post
        self._head = papers.head
        self._assets = assets
        self._clock = clock
        self._address = address
        self._failures = failures

    def blueprint(self) -> Blueprint:
        pages = Blueprint("passes", __name__)
        for path, view in (
            ("", self.page),
            ("/now", self.now),
            ("/pass.png", self.picture),
            ("/pass.svg", self.drawing),
            ("/pass.pdf", self.paper),
            ("/event.ics", self.calendar),
        ):
            pages.add_url_rule(f"/p/<token>{path}", view.__name__, view_func=view)
        return pages

    def page(self, token: str) -> Response:
        """The pass itself; what it says is written here, so that no script is waited for."""
        paper = self._found(token)
        theirs = paper.guest.language if paper else _first_language(request)
        words = self._head.words(_asked_language(request) or theirs)
        body = render_template(
            "pass.html",
            words=words,
            languages=[(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES if tag != words.language],
            brand=self._head.brand,
            paper=paper,
            title=self._title(paper, words),
            details=details(paper, self._head, words) if paper else (),
            pass_text=pass_text(paper) if paper else "",
            live_key=_live_key(paper) if paper else "",
            now_ms=round(self._clock.now().timestamp() * 1000),
            needs=self._needs(),
        )
        answer = _answer(body, "text/html; charset=utf-8", 200 if paper else 404)
        answer.headers["Content-Language"] = words.language
        return answer

    def now(self, token: str) -> Response:
        """What a live pass shows at this moment."""
        paper = self._with_pass(token)
        text = pass_text(paper)
        if _is_live(paper):
            text = live_text(text, bytes.fromhex(_live_key(paper)), self._clock.now())
        return _answer(msgspec.json.encode({"text": text}), "application/json")

    def picture(self, token: str) -> Response:
        return _answer(pass_picture.png(self._still(token)), "image/png")

    def drawing(self, token: str) -> Response:
        return _answer(pass_picture.svg(self._still(token)), "image/svg+xml")

    def paper(self, token: str) -> Response:
        from store_server.mail.pass_sheet import pass_pdf  # megabytes, for who prints something

        self._still(token)
        paper = self._with_pass(token)
        words = self._head.words(paper.guest.language)
        return _answer(pass_pdf(paper, self._head, words), "application/pdf", name="pass.pdf")

    def calendar(self, token: str) -> Response:
        from events.calendar_file import calendar  # megabytes, for who asks for it

        paper = self._with_pass(token)
        words = self._head.words(paper.guest.language)
        place = place_of(paper, self._head)
        entry = calendar_entry(paper, self._head, place, self._title(paper, words))
        made = calendar(entry, Method.PUBLISH, self._head.zone, self._clock.now())
        return _answer(made, "text/calendar; charset=utf-8", name="event.ics")

    def _still(self, token: str) -> str:
        """The text of a pass that stays as it is. Raises `NotFoundError` for a live one."""
        paper = self._with_pass(token)
        if _is_live(paper):
            raise NotFoundError("this pass changes, and is shown on the phone only")
        return pass_text(paper)

    def _with_pass(self, token: str) -> Paper:
        paper = self._found(token)
        if paper is None or paper.granted is None:
            raise NotFoundError("there is no pass behind this link")
        return paper

    def _found(self, token: str) -> Paper | None:
        """Raises `TooManyError` for who guesses."""
        address = self._address(request)
        self._failures.check(address)
        known = tokens.fingerprint(token) if len(token) <= LONGEST_TOKEN else None
        paper = self._post.paper_by_link(known) if known else None
        if paper is None:
            self._failures.note(address)
        return paper

    def _title(self, paper: Paper | None, words: Words) -> str:
        if paper is None:
            return words("pass_gone")
        return paper.event.title(words.language, self._head.language)

    def _needs(self) -> Needs | None:
        """None where the screens are not built: a plain pass does without."""
        try:
            return self._assets.needs(APP)
        except NotBuiltError:
            return None


def _is_live(paper: Paper) -> bool:
    return paper.granted is not None and paper.granted.live


def _live_key(paper: Paper) -> str:
    """What this guest's phone, and no other, makes its codes of."""
    if paper.granted is None or not paper.granted.live:
        return ""
    return live_key(paper.live_secret, paper.granted.number).hex()


def _asked_language(asked: Request) -> str:
    """What the page before this one spoke, or was chosen here."""
    tag = asked.args.get("lang", "")
    return tag if tag in LANGUAGES else ""


def _first_language(asked: Request) -> str:
    return next(iter(asked.accept_languages.values()), "")


def _answer(body: str | bytes, content_type: str, status: int = 200, name: str = "") -> Response:
    answer = Response(body, status=status, content_type=content_type)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    if name:
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
