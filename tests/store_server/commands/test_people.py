"""People and devices are kept from the command line, with no server running."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from store_server.cli import accueil
from store_server.commands.boutique import open_boutique


@pytest.fixture(autouse=True)
def _fresh_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def begun() -> None:
    with open_boutique():
        pass


def call(*words: str, typed: str = "") -> str:
    done = CliRunner().invoke(accueil, list(words), input=typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def add(name: str, *words: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(call("user", "add", name, "--json", *words))
    return answer


def people() -> list[dict[str, object]]:
    return [json.loads(line) for line in call("user", "list", "--json").splitlines()]


def test_somebody_is_added_with_a_code_for_the_phone() -> None:
    added = add("  Camille   Laurent ", "-r", "manager", "-l", "fr", "-l", "en")
    assert added["display_name"] == "Camille Laurent"
    assert len(str(added["code"])) == len("XXXX-XXXX")
    assert str(added["url"]).endswith(f"/pair#{added['code']}")
    assert [(one["role"], one["languages"]) for one in people()] == [("manager", ["fr", "en"])]


def test_adding_somebody_stands_in_the_journal_without_the_name() -> None:
    added = add("Camille", "--no-pair")
    with open_boutique() as boutique, boutique.store.begin() as uow:
        (entry,) = uow.journal.after(0)
    assert entry.kind == "AssociateAdded"
    assert entry.payload == {"associate": added["id"]}


def test_somebody_is_found_by_name_or_by_the_beginning_of_the_id() -> None:
    added = add("Matteo Valli", "--no-pair")
    by_name = json.loads(call("user", "pair", "matteo valli", "--json"))
    by_id = json.loads(call("user", "pair", str(added["id"])[:20], "--json"))
    assert by_name["code"] != by_id["code"]


def test_nobody_of_that_name_is_one_sentence() -> None:
    begun()
    done = CliRunner().invoke(accueil, ["user", "pair", "Nobody"])
    assert done.exit_code == 1
    assert "Nobody here is called 'Nobody'" in done.output


def test_a_code_is_also_shown_as_a_picture() -> None:
    add("Camille", "--no-pair")
    assert "█" in call("user", "pair", "Camille")


def test_a_pin_is_asked_for_and_never_shown() -> None:
    add("Camille", "--no-pair")
    shown = call("user", "pin", "Camille", typed="4711\n4711\n")
    assert "4711" not in shown
    assert people()[0]["pin"] is True
    call("user", "pin", "Camille", "--clear")
    assert people()[0]["pin"] is False


@pytest.mark.parametrize("pin", ["12", "abcd", "123456789", "١٢٣٤"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    add("Camille", "--no-pair")
    done = CliRunner().invoke(accueil, ["user", "pin", "Camille"], input=f"{pin}\n{pin}\n")
    assert done.exit_code == 2


def test_who_is_disabled_is_listed_no_more_and_may_come_back() -> None:
    added = add("Camille", "--no-pair")
    call("user", "disable", "Camille")
    assert people() == []
    call("user", "disable", str(added["id"]), "--undo")
    assert [one["id"] for one in people()] == [added["id"]]


def test_an_empty_boutique_says_what_to_do_next() -> None:
    begun()
    assert "accueil user add" in call("user", "list")
    assert "accueil doctor" in call("device", "list")


def test_a_device_is_named_placed_and_forgotten() -> None:
    call("device", "name", "salon-1", "Above the mirror")
    (device,) = (json.loads(line) for line in call("device", "list", "--json").splitlines())
    assert (device["id"], device["name"]) == ("salon-1", "Above the mirror")
    assert "salon-1" in call("device", "list")
    call("device", "forget", "salon-1")
    assert call("device", "list", "--json") == ""


def test_forgetting_what_was_never_there_is_one_sentence() -> None:
    done = CliRunner().invoke(accueil, ["device", "forget", "nothing"])
    assert done.exit_code == 1
    assert "accueil device list" in done.output


def test_what_the_command_line_does_to_people_is_in_the_audit() -> None:
    added = add("Camille", "-r", "host")
    call("user", "pin", "Camille", typed="2468\n2468\n")
    call("user", "disable", "Camille")
    call("user", "disable", str(added["id"]), "--undo")
    lines = [json.loads(line) for line in call("audit", "--json").splitlines()]
    assert [(one["who"]["id"], one["what"]) for one in reversed(lines)] == [
        ("command line", "associate.added"),
        ("command line", "pairing.associate"),
        ("command line", "pin.set"),
        ("command line", "associate.shut-out"),
        ("command line", "associate.let-in"),
    ]
    assert {one["whom"][0]["name"] for one in lines} == {"Camille"}
    assert "associate.let-in" in call("audit", "--what", "associate.let-in")
    assert "no such line" in call("audit", "--who", "Camille")
    assert "no such line" in call("audit", "--day", "2001-01-01")
    assert call("audit", "--whom", str(added["id"]), "--csv").count("\n") == 6
    assert "follows from the one before" in call("audit", "--check")


def keys() -> list[dict[str, object]]:
    return [json.loads(line) for line in call("apikey", "list", "--json").splitlines()]


def test_a_program_has_a_key_until_it_is_revoked() -> None:
    begun()
    assert "apikey add NAME" in call("apikey", "list")
    reads = json.loads(call("apikey", "add", "Warehouse", "--json"))
    writes = call("apikey", "add", " SAP  Paris ", "--write")
    assert "read and write" in writes
    assert reads["key"] not in call("apikey", "list")
    assert {one["name"]: one["scope"] for one in keys()} == {
        "SAP Paris": "catalogue:write",
        "Warehouse": "catalogue:read",
    }
    call("apikey", "revoke", "SAP Paris")
    assert [one["name"] for one in keys()] == ["Warehouse"]
    with pytest.raises(SystemExit):
        accueil(["apikey", "revoke", "SAP Paris"])


@pytest.mark.parametrize("look", [("user", "list"), ("device", "list"), ("audit",)])
def test_a_look_where_no_boutique_is_leaves_nothing_behind(
    look: tuple[str, ...], tmp_path: Path
) -> None:
    done = CliRunner().invoke(accueil, list(look))
    assert done.exit_code == 1
    assert "There is no boutique in .accueil yet" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_none_is_refused_by_its_name() -> None:
    done = CliRunner().invoke(accueil, ["user", "add", "Camille", "-l", "fr", "-l", "xx"])
    assert done.exit_code == 2
    assert "'xx' is no language" in done.stderr


def test_a_second_person_of_the_same_name_is_added_and_said() -> None:
    add("Hélène", "--no-pair")
    done = CliRunner().invoke(accueil, ["user", "add", "hélène", "--no-pair"])
    assert "Somebody else here is called hélène, too" in done.stderr
    assert len(people()) == 2
