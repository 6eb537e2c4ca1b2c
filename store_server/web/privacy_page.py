"""What stands behind the sign at the door: what is kept, why, until when. No script, no cookie."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template, request

from store_server.printing.typefaces import Typefaces
from store_server.privacy.register import entries, receivers, responsible
from store_server.privacy.words import LANGUAGES, words
from store_server.settings import Settings
from store_server.web.assets import Assets

NAMES = {"fr": "Français", "en": "English"}


@dataclass(slots=True)
class PrivacyPage:
    settings: Settings
    assets: Assets
    typefaces: Typefaces
    _sign: bytes = field(default=b"", repr=False)

    def blueprint(self) -> Blueprint:
        pages = Blueprint("privacy", __name__)
        pages.add_url_rule("/privacy", view_func=self.page)
        pages.add_url_rule("/privacy/sign.pdf", view_func=self.sign)
        return pages

    def page(self) -> Response:
        language = self._language()
        body = render_template(
            "privacy.html",
            lang=language,
            brand=self.settings.brand_name,
            words=words(language),
            entries=entries(self.settings, language),
            receivers=receivers(self.settings, language),
            responsible=responsible(self.settings),
            languages=[(tag, NAMES[tag]) for tag in LANGUAGES if tag != language],
            styles=self.assets.styles(),
        )
        response = Response(body, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        response.headers["Cache-Control"] = "no-cache"
        return response

    def sign(self) -> Response:
        """Drawn once: it says the same to everybody, and anybody may ask."""
        if not self._sign:
            from store_server.privacy.sign import sign_pdf  # megabytes, for who prints something

            self._sign = sign_pdf(self.settings, self.typefaces)
        response = Response(self._sign, content_type="application/pdf")
        response.headers.set("Content-Disposition", "inline", filename="sign.pdf")
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _language(self) -> str:
        asked = (request.args.get("lang", ""), *request.accept_languages.values())
        tags = (tag.split("-", 1)[0].lower() for tag in asked)
        return next((tag for tag in tags if tag in LANGUAGES), LANGUAGES[0])
