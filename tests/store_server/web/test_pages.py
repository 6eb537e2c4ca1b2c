"""The pages: in the right language, with nothing inline and nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store_server.app import ledger_desk, letterhead, selling_desk
from store_server.settings import Settings
from store_server.web import create_web
from store_server.web.papers import Papers
from tests.store_server.web.boutique import Boutique

APPS = ("associate", "dashboard", "kiosk", "client", "fastlane", "pair", "chooser")
PATHS = {
    "/": "chooser",
    "/pair": "pair",
    "/associate": "associate",
    "/associate/pair": "pair",
    "/dashboard": "dashboard",
    "/kiosk": "kiosk",
    "/client": "client",
    "/pay": "fastlane",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What a build of the screens leaves behind."""
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    manifest: dict[str, object] = {
        f"src/apps/{app}/main.ts": {
            "file": f"{app}-Ab12Cd34.js",
            "imports": ["_start.js"],
            "css": [f"{app}-Ab12Cd34.css"],
        }
        for app in APPS
    }
    manifest["_start.js"] = {"file": "start-Ab12Cd34.js", "css": ["start-Ab12Cd34.css"]}
    manifest["src/page.css"] = {"file": "page-Ab12Cd34.css"}
    (folder / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    (folder / "associate-Ab12Cd34.js").write_text("export {};")
    (folder / "sw.js").write_text("// short")
    (folder / "catalogue").mkdir()
    for language, words in (("fr", "Arrivées"), ("en", "Arrivals")):
        path = folder / "catalogue" / f"{language}.json"
        path.write_text(json.dumps({"associate.title": words}), encoding="utf-8")
    return folder


def application(boutique: Boutique, ui_dir: Path) -> Flask:
    storage = boutique.storage
    web = create_web(
        boutique.settings,
        boutique.bus,
        storage.queries,
        storage.device_queries,
        storage.event_queries,
        storage.door_queries,
        storage.guest_queries,
        storage.accounts,
        boutique.clock,
        ledger_desk(storage, boutique.settings),
        selling_desk(storage, boutique.settings),
        Papers(storage.post, letterhead(boutique.settings, ui_dir)),
        storage.traffic_queries,
        storage.alert_box,
        storage.audit_queries,
        storage.privacy_queries,
        ui_dir=ui_dir,
    )
    return web.app


@pytest.fixture
def client(boutique: Boutique, built: Path) -> Iterator[FlaskClient]:
    with application(boutique, built).test_client() as client:
        yield client


@pytest.mark.parametrize(("path", "app"), PATHS.items())
def test_each_page_mounts_its_element(client: FlaskClient, path: str, app: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert f"<accueil-{app} " in page.text
    assert f'src="/assets/{app}-Ab12Cd34.js"' in page.text
    assert 'href="/assets/page-Ab12Cd34.css"' in page.text
    assert 'data-brand-name="Maison"' in page.text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert re.findall(r"<script(?![^>]*src=)|<style|style=|\bon\w+=|https?://", page.text) == []
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_only_what_reads_codes_may_use_the_camera(client: FlaskClient) -> None:
    for path in PATHS:
        wanted = "camera=(self)" if path in ("/kiosk", "/associate", "/pay") else "camera=()"
        assert wanted in client.get(path).headers["Permissions-Policy"]


def test_only_the_reader_in_its_worker_may_run_webassembly(client: FlaskClient) -> None:
    for path in (*PATHS, "/assets/associate-Ab12Cd34.js"):
        with client.get(path) as page:
            assert "wasm-unsafe-eval" not in page.headers["Content-Security-Policy"]
    reader = client.get("/assets/reader.worker-Ab12Cd34.js")
    assert "script-src 'self' 'wasm-unsafe-eval'" in reader.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "accepts", "language", "title"),
    [
        ("/associate", "fr-CH, fr;q=0.9", "fr", "Arrivées"),
        ("/associate", "en-GB, en;q=0.8", "en", "Arrivals"),
        ("/associate", "zh, ja;q=0.8", "fr", "Arrivées"),
        ("/associate", "", "fr", "Arrivées"),
        ("/associate?lang=en", "fr", "en", "Arrivals"),
        ("/associate?lang=xx", "en", "en", "Arrivals"),
    ],
)
def test_the_page_is_in_the_readers_language(
    client: FlaskClient, path: str, accepts: str, language: str, title: str
) -> None:
    page = client.get(path, headers={"Accept-Language": accepts})
    assert f'<html lang="{language}" dir="ltr">' in page.text
    assert f"<title>{title}" in page.text
    assert page.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("path", "accepts", "opens"),
    [
        ("/kiosk", "ar", '<html lang="ar" dir="rtl">'),
        ("/client", "ja-JP", '<html lang="ja" dir="ltr">'),
        ("/pay", "it-IT", '<html lang="it" dir="ltr">'),
        ("/kiosk?lang=zh", "fr", '<html lang="zh" dir="ltr">'),
        ("/associate", "ar", '<html lang="fr" dir="ltr">'),
        ("/dashboard?lang=it", "en", '<html lang="en" dir="ltr">'),
    ],
)
def test_the_guests_pages_speak_six_languages_and_the_staffs_two(
    client: FlaskClient, path: str, accepts: str, opens: str
) -> None:
    page = client.get(path, headers={"Accept-Language": accepts})
    assert opens in page.text
    guests = path.startswith(("/kiosk", "/client", "/pay"))
    offered = "fr en it zh ja ar" if guests else "fr en"
    assert f'data-languages="{offered}"' in page.text


def test_a_language_that_was_asked_for_is_remembered(client: FlaskClient) -> None:
    client.get("/associate?lang=en")
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "fr"}).text


def test_names_cannot_break_out_of_the_page(
    boutique: Boutique, built: Path, settings: Settings
) -> None:
    object.__setattr__(boutique.settings, "brand_name", '"><script>alert(1)</script>')
    page = application(boutique, built).test_client().get("/associate")
    assert "<script>alert" not in page.text


def test_the_app_can_be_installed(client: FlaskClient) -> None:
    page = client.get("/associate?lang=en")
    assert 'rel="manifest" href="/manifest.webmanifest?lang=en"' in page.text
    manifest = client.get("/manifest.webmanifest?lang=en")
    assert manifest.content_type == "application/manifest+json"
    described = json.loads(manifest.text)
    assert (described["lang"], described["start_url"]) == ("en", "/associate")
    assert described["display"] == "standalone"
    for icon in described["icons"]:
        assert client.get(icon["src"], buffered=True).status_code == 200


def test_the_service_worker_may_see_every_page(client: FlaskClient) -> None:
    worker = client.get("/sw.js")
    assert worker.content_type == "text/javascript; charset=utf-8"
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.headers["Cache-Control"] == "no-cache"


def test_what_is_named_by_its_contents_is_kept_for_good(client: FlaskClient) -> None:
    kept = client.get("/assets/associate-Ab12Cd34.js", buffered=True)
    assert "immutable" in kept.headers["Cache-Control"]
    worker = client.get("/assets/sw.js", buffered=True)
    assert worker.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/assets/.vite/manifest.json", "/assets/../secret.key", "/assets/%2e%2e/secret.key"],
)
def test_no_other_file_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_screens_that_are_not_built_say_how_to(boutique: Boutique, tmp_path: Path) -> None:
    client = application(boutique, tmp_path / "nowhere").test_client()
    for path in (*PATHS, "/sw.js"):
        page = client.get(path)
        assert page.status_code == 503
        assert "make ui" in page.text
    assert client.get("/assets/x.js").status_code == 404


def test_screens_that_are_built_later_are_found(boutique: Boutique, built: Path) -> None:
    manifest = built / ".vite" / "manifest.json"
    kept = manifest.read_bytes()
    manifest.unlink()
    client = application(boutique, built).test_client()
    assert client.get("/associate").status_code == 503
    manifest.write_bytes(kept)
    assert client.get("/associate").status_code == 200


def test_a_person_at_a_wrong_address_reads_words_and_a_program_a_problem(
    boutique: Boutique,
) -> None:
    client = boutique.web.app.test_client()
    person = client.get(
        "/nonsense", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}
    )
    assert (person.status_code, person.mimetype) == (404, "text/html")
    assert "There is nothing here" in person.text
    for path, accept in (("/nonsense", "*/*"), ("/api/v1/nonsense", "text/html")):
        program = client.get(path, headers={"Accept": accept})
        assert (program.status_code, program.mimetype) == (404, "application/problem+json")
