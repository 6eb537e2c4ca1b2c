"""A code before a scanner: who hears of it, what is written down, and what the scanner shows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from store_server import messages as ask
from store_server.bus import Bus
from store_server.domain.code import Code, CodeKind, Foreign
from store_server.domain.scan_verdict import Verdict, Word
from store_server.furnishing import Outside, furnish
from store_server.handlers.desk import Desk, Work
from store_server.handlers.read_pass import UNKNOWN, WELCOME
from store_server.handlers.read_scan import AGAIN_S, REMEMBERED_S, UNCLAIMED, ReadScans, unclaimed
from store_server.ports import BusyError
from store_server.web.assets import Assets
from store_server.web.catalogue import LANGUAGES, Catalogue
from tests.store_server.handlers.conftest import OPENING as OPENED
from tests.store_server.handlers.conftest import Shop

PASS = "pass:ANN-1"
EPC = "3074257BF7194E4000001A85"


@dataclass
class Wire:
    """A broker's line that writes down what is said on it."""

    connected: bool = True
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, topic: str, payload: bytes) -> None:
        self.said.append((topic, json.loads(payload)))


@pytest.fixture
def wire(shop: Shop) -> Wire:
    """The shop, furnished anew with a line to its scanners and words in French."""
    wire = Wire()
    shop.bus = Bus()
    words = Catalogue(Assets.find().catalogue_folder, "fr")
    outside = Outside(line=wire, say=lambda key: words.say("fr", key))
    furnish(shop.bus, shop.storage, shop.settings, shop.clock, outside)()
    shop.bus.listen(ask.ScanRead, shop.told.append)
    return wire


def scan(shop: Shop, data: str, scan_id: str | None = "1", symbology: str = "qr") -> None:
    shop.bus.ask(ask.ReadScan(data, "till", symbology, scan_id, "canonical"))


def journal(shop: Shop, kind: str = "ScanRead") -> list[dict[str, Any]]:
    with shop.storage.store.begin() as uow:
        return [entry.payload for entry in uow.journal.after(0) if entry.kind == kind]


def known_client(shop: Shop) -> str:
    client_id = shop.client("Ann")
    shop.bus.ask(ask.EnrolIdentity(client_id, "pass", key="ANN-1"))
    return client_id


def test_a_clients_pass_is_an_arrival_and_its_scanner_says_welcome(shop: Shop, wire: Wire) -> None:
    client_id = known_client(shop)
    scan(shop, PASS)
    assert shop.visits() == [(client_id, "here")]
    ((topic, said),) = wire.said
    assert topic == "accueil/v1/paris-1/till/command"
    assert said.pop("id")
    assert said == {"do": "show", "scan": "1", "verdict": "welcome", "text": "Bienvenue."}
    assert journal(shop) == [
        {"device": "till", "scan": "1", "code": "client_pass", "verdict": "welcome"}
    ]


def test_a_pass_that_nobody_knows_is_told_to_wait_and_not_why(shop: Shop, wire: Wire) -> None:
    stranger = shop.client("Bea", consent=False)
    shop.bus.ask(ask.EnrolIdentity(stranger, "pass", key="BEA-1"))
    scan(shop, "pass:NOBODY", "1")
    scan(shop, "pass:BEA-1", "2")
    assert shop.visits() == []
    assert {(said["verdict"], said["text"]) for _, said in wire.said} == {
        ("wait", "Un instant : adressez-vous à un collègue.")
    }


@pytest.mark.parametrize(
    ("data", "symbology", "verdict", "facts"),
    [
        ("event:v1.Zz9", "qr", "wait", {"code": "event_pass"}),
        ("http://127.0.0.1:8080/i/7KQ2M", "qr", "wait", {"code": "invitation"}),
        ("exit:v1.Zz9", "qr", "stop", {"code": "exit_pass"}),
        ("4006381333931", "ean13", "wait", {"code": "article", "gtin": "04006381333931"}),
        (EPC, "epc", "wait", {"code": "tag", "gtin": "80614141123458", "serial": "6789"}),
        ("WIFI:S=Ann;P:sesame;;", "qr", "stop", {"code": "foreign", "foreign": "wifi"}),
    ],
)
def test_what_nobody_reads_yet_is_noted_without_what_it_holds(
    shop: Shop, wire: Wire, data: str, symbology: str, verdict: str, facts: dict[str, str]
) -> None:
    scan(shop, data, "1", symbology)
    assert [said["verdict"] for _, said in wire.said] == [verdict]
    assert journal(shop) == [{"device": "till", "scan": "1", "verdict": verdict, **facts}]


def test_a_scan_has_its_effect_once_also_after_a_power_cut(shop: Shop, wire: Wire) -> None:
    known_client(shop)
    for _ in range(3):
        scan(shop, PASS)
    assert len(journal(shop)) == 1
    assert len(shop.storage.queries.visits(open_only=False)) == 1
    assert {said["scan"] for _, said in wire.said} == {"1"}
    shop.killed_and_restarted()
    scan(shop, PASS)
    assert len(journal(shop)) == 1
    scan(shop, PASS, "2")
    assert len(journal(shop)) == 2


def test_a_scan_that_comes_again_is_answered_again(shop: Shop, wire: Wire) -> None:
    scan(shop, "event:v1.Zz9")
    scan(shop, "event:v1.Zz9")
    assert [said["verdict"] for _, said in wire.said] == ["wait", "wait"]
    assert [read.again for read in shop.told if isinstance(read, ask.ScanRead)] == [False, True]
    shop.clock.passed_s += REMEMBERED_S
    scan(shop, "event:v1.Zz9")
    assert len(wire.said) == 2


def test_a_tag_that_lies_in_the_field_is_one_scan_until_it_was_away(shop: Shop, wire: Wire) -> None:
    for _ in range(10):
        scan(shop, EPC, None, "epc")
        shop.clock.passed_s += AGAIN_S / 2
    assert len(journal(shop)) == 1
    shop.clock.passed_s += AGAIN_S
    scan(shop, EPC, None, "epc")
    assert len(journal(shop)) == 2
    assert wire.said == []


def test_another_makers_scanner_is_told_nothing(shop: Shop, wire: Wire) -> None:
    shop.bus.ask(ask.ReadScan(PASS, "zebra/fx-1", "qr", "1", "zebra"))
    assert wire.said == []
    assert len(journal(shop)) == 1


def test_whoever_cares_about_a_kind_of_code_decides(shop: Shop) -> None:
    asked: list[tuple[Code, str]] = []

    def admit(code: Code, command: ask.ReadScan) -> Verdict:
        asked.append((code, command.device_id))
        return Verdict(Word.WELCOME, "verdict.welcome")

    told: list[Any] = []
    scans = ReadScans(Desk(shop.storage.store, shop.clock, told.append), "https://here.example")
    scans.reads(CodeKind.EVENT_PASS, admit)
    scans.read(ask.ReadScan("event:v1.Zz9", "till", "qr", "1"))
    scans.read(ask.ReadScan("exit:v1.Zz9", "till", "qr", "2"))
    assert asked == [(Code(CodeKind.EVENT_PASS, "v1.Zz9"), "till")]
    verdicts = [read.verdict.word for read in told if isinstance(read, ask.ScanRead)]
    assert verdicts == [Word.WELCOME, Word.STOP]
    with pytest.raises(ValueError, match="two readers"):
        scans.reads(CodeKind.EVENT_PASS, admit)


def test_whoever_judges_a_code_does_so_in_the_transaction_that_notes_the_scan(shop: Shop) -> None:
    """A kill leaves both or neither; and a scan that had its effect before is not judged again."""
    judged: list[str] = []

    def judge(work: Work, _code: Code, command: ask.ReadScan) -> Verdict:
        judged.append(str(command.scan_id))
        work.record("Judged", scan=command.scan_id)
        if command.scan_id == "2":
            raise ZeroDivisionError
        return Verdict(Word.WELCOME, "verdict.welcome")

    def scanners() -> ReadScans:
        made = ReadScans(Desk(shop.storage.store, shop.clock, lambda _: None), "https://here.test")
        made.judges(CodeKind.EVENT_PASS, judge)
        return made

    first, second = scanners().read_together(together(("event:v1.Z", "1"), ("event:v1.Z", "2")))
    assert (first, type(second)) == (None, ZeroDivisionError)
    assert journal(shop, "Judged") == [{"scan": "1"}]
    assert [entry["scan"] for entry in journal(shop)] == ["1"]
    judged.clear()
    assert scanners().read_together(together(("event:v1.Z", "1"))) == [None]
    assert judged == []


def together(*named: tuple[str, str | None]) -> ask.ReadTogether:
    return ask.ReadTogether(
        tuple(ask.ReadScan(data, "till", "qr", scan_id, "canonical") for data, scan_id in named)
    )


def test_scans_that_come_together_are_each_noted_and_answered_once(shop: Shop, wire: Wire) -> None:
    client_id = known_client(shop)
    round_ = together((PASS, "1"), ("event:v1.Zz9", "2"), ("event:v1.Zz9", "2"), ("exit:x", "3"))
    for _ in range(2):
        assert shop.bus.ask(round_) == [None] * 4
    assert shop.visits() == [(client_id, "here")]
    assert [entry["scan"] for entry in journal(shop)] == ["1", "2", "3"]
    assert [said["scan"] for _, said in wire.said[:3]] == ["1", "2", "3"]


def test_one_that_fails_does_not_take_the_others_along(shop: Shop) -> None:
    def stumble(_code: Code, _command: ask.ReadScan) -> Verdict:
        raise ZeroDivisionError

    scans = ReadScans(Desk(shop.storage.store, shop.clock, lambda _: None), "https://here.example")
    scans.reads(CodeKind.EVENT_PASS, stumble)
    first, second, third = scans.read_together(
        together(("exit:x", "1"), ("event:v1.Zz9", "2"), ("exit:x", "3"))
    )
    assert (first, third) == (None, None)
    assert isinstance(second, ZeroDivisionError)
    assert [entry["scan"] for entry in journal(shop)] == ["1", "3"]


def test_one_that_cannot_be_noted_does_not_take_the_others_along(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = ReadScans._note

    def picky(self: ReadScans, work: Any, scan: ask.ReadScan, *rest: Any) -> None:
        if scan.scan_id == "2":
            raise ZeroDivisionError
        note(self, work, scan, *rest)

    monkeypatch.setattr(ReadScans, "_note", picky)
    first, second, third = shop.bus.ask(together(("exit:x", "1"), ("exit:y", "2"), ("exit:z", "3")))
    assert (first, third) == (None, None)
    assert isinstance(second, ZeroDivisionError)
    assert [entry["scan"] for entry in journal(shop)] == ["1", "3"]


def test_while_the_database_is_away_all_of_them_may_come_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(ReadScans, "_note", _busy)
        with pytest.raises(BusyError):
            shop.bus.ask(together(("exit:x", "1"), ("exit:y", "2")))
    assert shop.bus.ask(together(("exit:x", "1"), ("exit:y", "2"))) == [None, None]
    assert [entry["scan"] for entry in journal(shop)] == ["1", "2"]


def _busy(*_: object) -> None:
    raise BusyError("another writer")


def test_what_was_read_shows_in_no_log_of_a_message() -> None:
    assert "ANN-1" not in repr(ask.ReadScan(PASS, "till"))
    told = ask.ScanRead(
        "till", "canonical", "1", Code(CodeKind.CLIENT_PASS, "ANN-1"), WELCOME, OPENED
    )
    assert "ANN-1" not in repr(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_its_words_in_every_language(language: str) -> None:
    words = Catalogue(Assets.find().catalogue_folder, "fr")
    foreign = [unclaimed(Code(CodeKind.FOREIGN, foreign=kind)) for kind in Foreign]
    for verdict in (WELCOME, UNKNOWN, *UNCLAIMED.values(), *foreign):
        assert words.say(language, verdict.say) != verdict.say
