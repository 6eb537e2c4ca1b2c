"""A program of the brand's brings the catalogue by a key: scoped, hashed, revocable, audited."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from store_server.account_ports import Scope
from store_server.storage.engine import open_engine, reading
from tests.store_server.web.boutique import Boutique, Program

TIE = {
    "name": "Tie",
    "vat": "standard",
    "prices": [{"amount": "120.00", "currency": "EUR"}],
    "stock": 3,
}


def audited(boutique: Boutique) -> list[tuple[str, str]]:
    engine = open_engine(boutique.settings.database)
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT who, what FROM audit ORDER BY 1, 2")).all()
    engine.dispose()
    return [(row.who, row.what) for row in rows]


def made(boutique: Boutique, role: str = "manager", scope: str = "catalogue:write") -> Program:
    answer = boutique.person(role).post("/api-keys", {"name": "SAP Paris", "scope": scope})
    assert answer.status_code == 201
    return Program(boutique.web.app.test_client(), key=answer.json["key"])


@pytest.mark.parametrize("role", ["manager", "operator"])
def test_a_program_brings_an_article_and_reads_it(boutique: Boutique, role: str) -> None:
    program = made(boutique, role)
    rate = {"code": "standard", "valid_from": "2020-01-01", "rate": "20"}
    assert program.put("/vat-rates", rate).status_code == 200
    assert program.put("/articles/TIE-1", TIE).status_code == 200
    (article,) = program.get("/articles?q=tie").json
    assert (article["sku"], article["stock"]) == ("TIE-1", 3)
    csv = b"sku,name,vat,price EUR\nTIE-2,Bow tie,standard,90.00\n"
    answer = program.client.post(
        "/api/v1/articles/import?apply=true",
        data=csv,
        headers={"Authorization": f"Bearer {program.key}", "Content-Type": "text/csv"},
    )
    assert answer.json["done"] is True


def test_a_key_is_shown_once_and_kept_as_a_hash(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    key = manager.post("/api-keys", {"name": "SAP"}).json["key"]
    assert key.startswith("accueil_")
    (listed,) = manager.get("/api-keys").json
    assert listed["key"] == ""
    assert listed["last_used_at"] is None
    engine = open_engine(boutique.settings.database)
    with reading(engine) as connection:
        kept = str(connection.execute(text("SELECT * FROM api_keys")).all())
    engine.dispose()
    assert key not in kept
    assert Program(boutique.web.app.test_client(), key=key).get("/articles").status_code == 200
    assert manager.get("/api-keys").json[0]["last_used_at"] is not None


def test_a_key_that_may_read_changes_nothing(boutique: Boutique) -> None:
    reader = boutique.program(Scope.READ)
    assert reader.get("/vat-rates").status_code == 200
    assert reader.put("/articles/TIE-1", TIE).status_code == 403
    assert reader.get("/articles?q=tie").json == []


def test_a_key_opens_the_catalogue_and_nothing_else(boutique: Boutique) -> None:
    program = made(boutique)
    for path in ("/clients", "/baskets", "/api-keys", "/ledger", "/associates"):
        assert program.get(path).status_code == 401, path


def test_a_key_that_was_revoked_opens_nothing(boutique: Boutique) -> None:
    program = made(boutique)
    manager = boutique.person("manager", "Other")
    (listed,) = manager.get("/api-keys").json
    assert manager.delete(f"/api-keys/{listed['id']}").status_code == 204
    assert manager.delete(f"/api-keys/{listed['id']}").status_code == 404
    assert program.get("/articles").status_code == 401
    guessed = Program(boutique.web.app.test_client(), key="accueil_guessed")
    assert guessed.get("/articles").status_code == 401
    assert manager.get("/api-keys").json == []


def test_what_is_done_with_a_key_is_audited_by_its_number(boutique: Boutique) -> None:
    program = made(boutique)
    rate = {"code": "standard", "valid_from": "2020-01-01", "rate": "20"}
    program.put("/vat-rates", rate)
    program.put("/articles/TIE-1", TIE)
    done = audited(boutique)
    assert "key.made" in [what for _who, what in done]
    (key,) = boutique.storage.accounts.api_keys()
    by_key = [what for who, what in done if who == f"key:{key.id}"]
    assert by_key == ["article.saved", "rate.saved"]


def test_an_associate_gives_no_keys(boutique: Boutique) -> None:
    assert boutique.person().post("/api-keys", {"name": "mine"}).status_code == 403
