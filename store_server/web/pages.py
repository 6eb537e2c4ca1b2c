"""The pages: server-rendered, each with one custom element that does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

import msgspec
from flask import Blueprint, Response, render_template, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from store_server.settings import Settings
from store_server.web.assets import Assets, NotBuiltError
from store_server.web.catalogue import GUEST_LANGUAGES, LANGUAGES, Catalogue, direction
from store_server.web.problems import refusal
from store_server.web.squeezed import Squeezed

LANGUAGE_COOKIE = "accueil_lang"
YEAR_S = 365 * 24 * 3600

PAGES = (
    ("/", "chooser"),
    ("/pair", "pair"),
    ("/associate/pair", "pair"),
    ("/associate", "associate"),
    ("/dashboard", "dashboard"),
    ("/kiosk", "kiosk"),
    ("/client", "client"),
    ("/pay", "fastlane"),  # what follows # says which bag; without, one is begun
    ("/i/<token>", "invitation"),
    ("/f/<token>", "invitation"),  # the same page, from the link in our thanks
)

GUEST_PAGES = frozenset({"kiosk", "client", "invitation", "fastlane"})


class Pages:
    def __init__(self, settings: Settings, assets: Assets) -> None:
        self._settings = settings
        self._assets = assets
        self._catalogue = Catalogue(assets.catalogue_folder, settings.language)
        self._squeezed = Squeezed()
        self._secure = settings.url.startswith("https:")

    def blueprint(self) -> Blueprint:
        pages = Blueprint("pages", __name__)
        for path, app in PAGES:
            pages.add_url_rule(
                path,
                endpoint=f"{app}_{path.strip('/').replace('/', '_')}",
                view_func=self.page,
                defaults={"app": app},
            )
        pages.app_errorhandler(NotFound)(self.nowhere)
        pages.add_url_rule("/manifest.webmanifest", view_func=self.manifest)
        pages.add_url_rule("/sw.js", view_func=self.service_worker)
        pages.add_url_rule("/assets/<path:path>", view_func=self.asset)
        return pages

    def page(self, app: str, token: str = "") -> Response:  # noqa: ARG002 - the page reads it
        offered = GUEST_LANGUAGES if app in GUEST_PAGES else LANGUAGES
        language = self._language(offered)
        try:
            needs = self._assets.needs(app)
        except NotBuiltError as error:
            return self._not_built(error)
        say = self._catalogue.say
        body = render_template(
            "page.html",
            app=app,
            element=f"accueil-{app}",
            needs=needs,
            lang=language,
            dir=direction(language),
            languages=offered,
            settings=self._settings,
            title=f"{say(language, f'{app}.title', 'Accueil')} · {self._settings.brand_name}",
            no_script=say(
                language, "page.noscript", "Accueil needs JavaScript, served from here only."
            ),
        )
        response = Response(body, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Content-Language"] = language
        if request.args.get("lang") in offered:
            response.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=YEAR_S,
                samesite="Lax",
                secure=self._secure,
                httponly=False,  # the screens change it when a language is tapped
            )
        return response

    def nowhere(self, error: NotFound) -> Response:
        """A person who has lost their way reads words; a program reads a problem."""
        wanted = request.accept_mimetypes.best_match(("application/json", "text/html"))
        if wanted != "text/html" or request.path.startswith("/api/"):
            return refusal(error)
        language = self._language(GUEST_LANGUAGES)
        say = self._catalogue.say
        body = render_template(
            "notice.html",
            lang=language,
            dir=direction(language),
            brand=self._settings.brand_name,
            title=say(language, "page.nowhere", "There is nothing here"),
            text=say(language, "page.nowhere_more"),
            home=say(language, "page.nowhere_home", "/"),
            styles=self._assets.styles(),
        )
        response = Response(body, status=404, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response

    def manifest(self) -> Response:
        """The app as a phone installs it, in the language of the page that links here."""
        language = self._language()
        say = self._catalogue.say
        name = self._settings.brand_name
        described = {
            "id": "/associate",
            "name": f"{name} {self._settings.boutique_name}",
            "short_name": name,
            "description": say(language, "manifest.description", "Accueil"),
            "lang": language,
            "dir": direction(language),
            "start_url": "/associate",
            "scope": "/",
            "display": "standalone",
            "orientation": "any",
            "background_color": "#f6f3ee",
            "theme_color": "#f6f3ee",
            "icons": [
                {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png"},
                {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png"},
                {
                    "src": "/static/icon-maskable-512.png",
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        }
        response = Response(
            msgspec.json.encode(described), content_type="application/manifest+json"
        )
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response

    def service_worker(self) -> Response:
        worker = self._assets.service_worker
        if not worker.is_file():
            return self._not_built(NotBuiltError("the screens are not built yet: run `make ui`"))
        response = Response(worker.read_bytes(), content_type="text/javascript; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Service-Worker-Allowed"] = "/"
        return response

    def asset(self, path: str) -> Response:
        if any(part.startswith(".") for part in path.split("/")):
            raise NotFound
        response = self._squeezed_asset(path) or send_from_directory(
            self._assets.folder.resolve(), path
        )
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR_S}, immutable" if self._assets.is_hashed(path) else "no-cache"
        )
        return response

    def _squeezed_asset(self, path: str) -> Response | None:
        file = safe_join(str(self._assets.folder.resolve()), path)
        if file is None or not request.accept_encodings.quality("gzip"):
            return None
        squeezed = self._squeezed.of(Path(file))
        if squeezed is None:
            return None
        response = Response(squeezed, mimetype=guess_type(file)[0])
        response.headers["Content-Encoding"] = "gzip"
        return response

    def _language(self, offered: Sequence[str] = LANGUAGES) -> str:
        asked = (
            request.args.get("lang"),
            request.cookies.get(LANGUAGE_COOKIE),
            *request.accept_languages.values(),
        )
        return self._catalogue.choose([tag for tag in asked if tag], offered)

    def _not_built(self, error: NotBuiltError) -> Response:
        body = render_template("not_built.html", reason=str(error))
        response = Response(body, status=503, content_type="text/html; charset=utf-8")
        response.headers["Retry-After"] = "30"
        response.headers["Cache-Control"] = "no-store"
        return response
