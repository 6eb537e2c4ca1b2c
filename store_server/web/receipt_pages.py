"""A client's receipt: a page that needs no script, a PDF when it is asked for, a code to scan."""

from __future__ import annotations

import io
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from payments.paper_fonts import NoFontError
from payments.receipt import LANGUAGES, RIGHT_TO_LEFT, Receipt, ReceiptError, choose, plain, words
from store_server.ports import NotFoundError
from store_server.web.assets import Assets
from store_server.web.receipt_desk import PATH, ExpiredError, ReceiptDesk

LANGUAGE_NAMES = {
    "fr": "Français",
    "en": "English",
    "it": "Italiano",
    "zh": "中文",
    "ja": "日本語",
    "ar": "العربية",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A receipt as a mail: its subject, and the same told twice."""

    subject: str
    text: str
    html: str


@dataclass(slots=True)
class ReceiptPages:
    desk: ReceiptDesk
    assets: Assets

    def blueprint(self) -> Blueprint:
        pages = Blueprint("receipt_pages", __name__)
        pages.add_url_rule(f"{PATH}<name>", view_func=self.page)
        pages.add_url_rule(f"{PATH}<name>/paper.pdf", view_func=self.paper)
        pages.add_url_rule(f"{PATH}<name>/code.svg", view_func=self.code)
        return pages

    def page(self, name: str) -> Response:
        try:
            receipt = self._read(name)
        except (NotFoundError, ReceiptError):
            return self._closed("unknown", 404)
        except ExpiredError:
            return self._closed("expired", 410)
        body = render_template(
            "receipt.html",
            receipt=receipt,
            words=receipt.words,
            dir="rtl" if receipt.right_to_left else "ltr",
            languages=[(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES if tag != receipt.language],
            paper=f"{PATH}{name}/paper.pdf?lang={receipt.language}",
            has_paper=self.desk.has_paper(receipt.language),
            styles=self.assets.styles(),
        )
        return _private(Response(body, content_type="text/html; charset=utf-8"), receipt.language)

    def paper(self, name: str) -> Response:
        """Made when it is asked for, and never else: nothing is printed by itself."""
        try:
            receipt = self._read(name)
            sheet = self.desk.paper(receipt)
        except (NotFoundError, ReceiptError):
            return self._closed("unknown", 404)
        except ExpiredError:
            return self._closed("expired", 410)
        except NoFontError:
            return self._closed("no_paper", 404)
        response = _private(Response(sheet, content_type="application/pdf"), receipt.language)
        response.headers.set("Content-Disposition", "inline", filename=f"{receipt.language}.pdf")
        return response

    def code(self, name: str) -> Response:
        """The link as a code, for a phone held over another screen."""
        try:
            self.desk.opened(name)
        except (NotFoundError, ExpiredError):
            return self._closed("unknown", 404)
        import qrcode  # brings Pillow: megabytes, for who asks for a code
        from qrcode.image.svg import SvgPathImage

        drawn = qrcode.make(
            self.desk.settings.url + PATH + name, image_factory=SvgPathImage, border=4
        )
        out = io.BytesIO()
        drawn.save(out)
        return _private(Response(out.getvalue(), content_type="image/svg+xml"), "")

    def _read(self, name: str) -> Receipt:
        opened, record = self.desk.opened(name)
        language = self.desk.language(opened, request.args.get("lang", ""))
        return self.desk.read(opened, record, language)

    def _closed(self, why: str, status: int) -> Response:
        asked = [request.args.get("lang", ""), *request.accept_languages.values()]
        language = choose(next((tag for tag in asked if tag), self.desk.settings.language))
        body = render_template(
            "notice.html",
            lang=language,
            dir="rtl" if language in RIGHT_TO_LEFT else "ltr",
            brand=self.desk.settings.brand_name,
            title=words(language)["title"],
            text=words(language)[why],
            styles=self.assets.styles(),
        )
        response = Response(body, status=status, content_type="text/html; charset=utf-8")
        return _private(response, language)


def letter(receipt: Receipt, link: str) -> Letter:
    """Ready for a mail: no picture, no script, nothing that is fetched from anywhere.

    To be made inside of an application's context, where the templates are.
    """
    subject = receipt.words["subject"].format(seller=receipt.seller.name)
    html = render_template(
        "receipt_letter.html",
        receipt=receipt,
        words=receipt.words,
        dir="rtl" if receipt.right_to_left else "ltr",
        link=link,
    )
    return Letter(" ".join(subject.split()), plain(receipt, link), html)


def _private(response: Response, language: str) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Vary"] = "Accept-Language"
    if language:
        response.headers["Content-Language"] = language
    return response
