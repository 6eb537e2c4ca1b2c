"""What people are told of their data: their page, the one at the door, the sign, the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from store_server import messages as ask
from store_server.audit_ports import SEVERAL
from store_server.cli import run
from store_server.domain.processing import ACTIVITIES
from store_server.printing.typefaces import Typefaces
from store_server.privacy.register import register, table
from store_server.privacy.sign import address, sign_pdf
from store_server.privacy.words import LANGUAGES, said_days, words
from store_server.privacy_messages import EraseClient
from store_server.privacy_views import TRAIL
from store_server.settings import PrivacySettings, Settings
from store_server.storage.privacy.holdings import HOLDINGS, NOBODYS
from tests.store_server.doors.evening import Evening
from tests.store_server.privacy.marked import MARKS, Marked, found_in

DOCUMENT = Path(__file__).parents[3] / "docs" / "privacy.md"


def test_a_client_reads_and_takes_away_all_that_is_held(one_house: Evening) -> None:
    marked = Marked(one_house).settle_in()
    phone = one_house.client_phone(marked.client_id)
    held = phone.get("/my/held")
    assert held.status_code == 200
    unseen = {"digits", "photo", "photo in hex"}  # the photo is there in base64
    assert set(found_in(held.text.encode().decode("unicode_escape"))) >= set(MARKS) - unseen
    sections = {section["key"] for section in held.json["sections"]}
    assert sections >= {"book", "consents", "visits", "identities", "photo", "purchases", "trail"}
    assert "hash" not in held.text
    assert "7e7e7e" not in held.text  # a beacon's key is nobody's to read


def test_a_visit_is_told_with_the_name_of_its_zone(one_house: Evening) -> None:
    client = one_house.client("Ana")
    one_house.bus.ask(ask.AmendZone("salon", "Salon privé", None, by_id="test"))
    one_house.bus.ask(ask.ReportPresence(client, ask.Source.ASSOCIATE, "salon", by_id="test"))
    sections = one_house.client_phone(client).get("/my/held").json["sections"]
    (visits,) = [one["rows"] for one in sections if one["key"] == "visits"]
    (visit,) = [row for row in visits if row["what"] == "visits"]
    assert (visit["zone"], visit["zone_name"]) == ("salon", "Salon privé")


def test_a_client_asks_to_be_erased_and_may_stay_after_all(one_house: Evening) -> None:
    client = one_house.client("Ana")
    phone = one_house.client_phone(client)
    assert phone.get("/my/held").json["erasure_asked_at"] is None
    asked = phone.put("/my/erasure", {}).json
    assert (asked["asked_at"] is not None, asked["within_days"]) == (True, 1.0)
    assert phone.get("/my/held").json["erasure_asked_at"] == asked["asked_at"]
    assert phone.delete("/my/erasure").json["asked_at"] is None
    phone.put("/my/erasure", {})
    one_house.bus.ask(EraseClient(client))
    assert phone.get("/my/held").status_code == 401, "the page is closed with the file behind it"


def test_the_command_writes_what_is_held_for_its_owner_alone(
    one_house: Evening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(one_house.settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", one_house.settings.database_url)
    one_house.client("Ana")
    file = tmp_path / "ana.json"
    assert run(["privacy", "export", "Ana Durand", "-o", str(file)]) == 0
    assert '"Ana"' in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert run(["privacy", "export", "Ana Durand", "-o", str(file)]) == 1, "nothing is overwritten"
    assert run(["privacy", "export", "Nobody At All"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_at_the_door_says_every_purpose_and_period(
    one_house: Evening, language: str
) -> None:
    page = one_house.web.app.test_client().get(f"/privacy?lang={language}")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    said = words(language)
    for activity in ACTIVITIES:
        assert said[f"activity.{activity.key}"] in page.text
    assert said_days(395, said) in page.text
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.headers
    assert not re.findall(r'(?:src|href)="https?://', page.text), "nobody else hears of the visit"


def test_the_sign_leads_to_that_page(one_house: Evening) -> None:
    sheet = one_house.web.app.test_client().get("/privacy/sign.pdf")
    assert sheet.content_type == "application/pdf"
    assert sheet.data.startswith(b"%PDF")
    assert (
        address(replace(Settings(), public_url="https://b.example")) == "https://b.example/privacy"
    )


def lines(document: str) -> Iterator[str]:
    yield from (line for line in document.splitlines() if line.startswith("| **"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_has_every_purpose_table_and_period_of_the_code(language: str) -> None:
    document = register(Settings(), language)
    said = words(language)
    assert len(list(lines(document))) == len(ACTIVITIES)
    for holding in HOLDINGS:
        assert said[f"table.{holding.table.__tablename__}"] in document
    for group in set(NOBODYS.values()) - {"house"}:
        assert said[f"group.{group}"] in document
    for name, days in PrivacySettings().periods.items():
        assert said[f"period.{name}"].format(days=said_days(days, said)) in document


def test_the_register_follows_the_settings() -> None:
    settings = replace(Settings(), privacy=PrivacySettings(visits_days=14))
    assert "visits: 14 days" in register(settings, "en")
    assert "visites\u00a0: 14 jours" in register(settings, "fr")


def test_both_languages_say_the_same_things() -> None:
    assert set(words("fr")) == set(words("en"))
    assert all(words("fr").values())


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, "1 day"), (30, "30 days"), (90, "3 months"), (395, "13 months"), (1095, "3 years")],
)
def test_periods_are_said_as_people_say_them(days: float, expected: str) -> None:
    assert said_days(days, words("en")) == expected


def test_the_sign_fits_one_sheet_whatever_the_typefaces() -> None:
    made = sign_pdf(replace(Settings(), brand_name="Maison d\u2019\u00c9t\u00e9"), Typefaces(()))
    assert BytesIO(made).read().count(b"/Type /Page\n") == 1


def test_the_written_table_is_the_true_one() -> None:
    assert table(Settings(), "en") in DOCUMENT.read_text(encoding="utf-8"), (
        "run: accueil privacy register --language en, and take its table"
    )


def test_a_look_at_several_at_once_is_told_to_each_of_them(one_house: Evening) -> None:
    ana, lea = one_house.client("Ana"), one_house.client("Léa")
    trail = one_house.storage.accounts
    trail.audit("ines", "clients.searched", SEVERAL.join((ana, lea)), one_house.clock.now())
    trail.audit("ines", "card.read", lea, one_house.clock.now())
    told = one_house.storage.privacy_queries.held_of_client
    for client_id, looks in ((ana, ["clients.searched"]), (lea, ["clients.searched", "card.read"])):
        (section,) = [one for one in told(client_id).sections if one.key == TRAIL]
        seen = [row["type"] for row in section.rows if row["what"] == "audit"]
        assert [what for what in seen if what in ("clients.searched", "card.read")] == looks


def test_a_screen_that_was_away_hears_of_who_was_erased(one_house: Evening) -> None:
    gone = one_house.client("Gone")
    one_house.bus.ask(EraseClient(gone))
    assert list(one_house.storage.privacy_queries.erased_lately()) == [gone]
    one_house.clock.passes(timedelta(days=91).total_seconds())
    assert list(one_house.storage.privacy_queries.erased_lately()) == []
