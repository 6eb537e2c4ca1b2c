"""Worked cases that both judgements are held to: the house's in Python, the gate's in TypeScript.

`python -m tests.events.shared_cases` writes them anew, as the house judges; `test_shared_cases`
says whether they are still its judgements, and `kiosk_ui/tests/gate.test.ts` whether the gate's.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events import base45
from events.admission import Answer, Decision, Evening, Guest, Issued, Session
from events.comings import Way, track
from events.passes import Flaw, Keyring, Pass, PassError, Signer, check_live, live_key, live_text
from tests.events.evening import EVENT, OPENS, Paper

FOLDER = Path(__file__).parents[2] / "kiosk_ui" / "tests" / "cases"
SEED = 20261210
EVENINGS = 60
SHOWN_AN_EVENING = 10
GATES = ("door", "terrace")
SECRET = bytes(range(32))


def admissions() -> list[dict[str, Any]]:
    """Evenings with their showings, and what each showing is answered."""
    chance = random.Random(SEED)
    return [_played(_evening(chance), chance) for _ in range(EVENINGS)]


def _evening(chance: random.Random) -> Paper:
    sessions = [
        Session(number, opens, opens + timedelta(hours=1), opens + timedelta(hours=2), 100)
        for number in ((0,) if chance.random() < 0.6 else (1, 2))
        for opens in (OPENS + timedelta(minutes=45 * max(0, number - 1)),)
    ]
    evening = Evening(
        EVENT,
        tuple(sessions),
        gates=frozenset({"door"}) if chance.random() < 0.2 else frozenset(),
        re_entry=chance.random() < 0.5,
        cancelled=chance.random() < 0.06,
        plus_one_names=chance.random() < 0.4,
        questions=("allergies",) if chance.random() < 0.25 else (),
    )
    paper = Paper(evening)
    for number in (1, 2, 3):
        guest = Guest(
            f"guest-{number}",
            chance.choice(sessions).number,
            answer=chance.choice([Answer.CONFIRMED] * 8 + list(Answer)),
            plus_ones=chance.choice((0, 0, 1, 2)),
            blocked=chance.random() < 0.06,
            answered=frozenset({"allergies"}) if chance.random() < 0.5 else frozenset(),
        )
        paper.guests[guest.id] = guest
        revoked = OPENS if chance.random() < 0.1 else None
        paper.passes[number] = Issued(number, guest.id, revoked)
    return paper


def _played(paper: Paper, chance: random.Random) -> dict[str, Any]:
    told = {"evening": _told_evening(paper), "showings": []}
    paper.now = OPENS - timedelta(minutes=5)
    for place in range(SHOWN_AN_EVENING):
        paper.after(seconds=chance.choice((2, 30, 600, 1500)))
        scan_id = f"s{place}" if chance.random() < 0.93 else "s0"
        given = _given(chance)
        decision = paper.show(scan_id, **given)
        told["showings"].append(_told_showing(paper, scan_id, given, decision))
    return told


def _given(chance: random.Random) -> dict[str, Any]:
    given: dict[str, Any] = {"number": chance.choice((1, 1, 1, 1, 2, 2, 3, 9))}
    if chance.random() < 0.15:
        given = {"number": None, "guest_id": chance.choice(("guest-1", "guest-2", "nobody"))}
    if chance.random() < 0.05:
        given = {"number": None, "flaw": chance.choice(list(Flaw))}
    if chance.random() < 0.05:
        given["event"] = EVENT + 1
    if chance.random() < 0.1:
        given["session"] = chance.choice((1, 2))
    if chance.random() < 0.25:
        given |= {"plus_one": True, "plus_one_name": chance.choice(("", "Léa"))}
    if chance.random() < 0.2:
        given["answers"] = frozenset({"allergies"})
    if chance.random() < 0.25:
        given["way"] = Way.OUT
    return given | {"gate": chance.choice((*GATES, "door", "door"))}


def _told_evening(paper: Paper) -> dict[str, Any]:
    evening = paper.evening
    return {
        "number": evening.number,
        "sessions": [
            {"number": one.number, "opens": _ms(one.opens), "closes": _ms(one.closes)}
            for one in evening.sessions
        ],
        "gates": sorted(evening.gates),
        "reEntry": evening.re_entry,
        "cancelled": evening.cancelled,
        "plusOneNames": evening.plus_one_names,
        "questions": list(evening.questions),
        "guests": [
            {
                "id": guest.id,
                "session": guest.session,
                "answer": guest.answer.value,
                "plusOnes": guest.plus_ones,
                "blocked": guest.blocked,
                "answered": sorted(guest.answered),
            }
            for guest in paper.guests.values()
        ],
        "passes": [
            {"number": one.number, "guestId": one.guest_id, "revoked": one.revoked_at is not None}
            for one in paper.passes.values()
        ],
    }


_SPELT = {"guest_id": "guestId", "plus_one": "plusOne", "plus_one_name": "plusOneName"}


def _told_showing(
    paper: Paper, scan_id: str, given: dict[str, Any], decision: Decision
) -> dict[str, Any]:
    plain = {
        _SPELT.get(name, name): sorted(value) if isinstance(value, frozenset) else value
        for name, value in given.items()
        if value is not None
    }
    return {
        "showing": {"event": EVENT} | plain | {"scanId": scan_id, "at": _ms(paper.now)},
        "verdict": decision.verdict.value,
        "reason": decision.reason.value,
        "guestId": decision.guest_id,
        "through": decision.through,
        "first": decision.first.scan_id if decision.first else None,
        "wanted": decision.wanted,
    }


def gate_lists() -> list[dict[str, Any]]:
    """Evenings of which a gate took the list half-way: what it lacks is what happened before."""
    chance = random.Random(SEED + 1)
    return [_cut_off(_evening(chance), chance) for _ in range(EVENINGS)]


def _cut_off(paper: Paper, chance: random.Random) -> dict[str, Any]:
    paper.evening = replace(paper.evening, gates=frozenset())  # a gate has no list but its own
    paper.now = OPENS - timedelta(minutes=5)
    for place in range(SHOWN_AN_EVENING):
        paper.after(seconds=chance.choice((30, 600)))
        given = _given(chance)
        paper.show(f"before-{place}", **given)
        _keep_answers(paper, f"before-{place}", given)
    told: dict[str, Any] = {"evening": _told_evening(paper), "made": _ms(paper.now)}
    told["lines"] = [_line(paper, one) for one in paper.passes.values()]
    told["showings"] = []
    for place in range(SHOWN_AN_EVENING):
        paper.after(seconds=chance.choice((10, 30, 600)))
        given = _given(chance)
        decision = paper.show(f"after-{place}", **given)
        told["showings"].append(_told_showing(paper, f"after-{place}", given, decision))
    return told


def _keep_answers(paper: Paper, scan_id: str, given: dict[str, Any]) -> None:
    """Who is let in with an answer is not asked again."""
    decision = paper.said[scan_id]
    if decision.entry is not None and decision.guest_id is not None and "answers" in given:
        known = paper.guests[decision.guest_id].answered | given["answers"]
        paper.change(decision.guest_id, answered=known)


def _line(paper: Paper, issued: Issued) -> dict[str, Any]:
    """As `door_queries` writes it: `admission_views.GatePass` says what each letter is."""
    guest = paper.guests[issued.guest_id]
    alone, plus_ones = (track(paper.entries(guest.id), plus_one) for plus_one in (False, True))
    return {
        "n": issued.number,
        "g": guest.id,
        "s": guest.session,
        "r": issued.revoked_at is not None,
        "a": guest.answer.value,
        "p": guest.plus_ones,
        "b": guest.blocked,
        "f": "",
        "l": "fr",
        "q": sorted(guest.answered),
        "i": alone.inside > 0,
        "c": alone.came,
        "o": plus_ones.inside,
        "d": plus_ones.came,
    }


def passes() -> dict[str, Any]:
    """Passes and what is no pass, as shown at one moment, and what each is."""
    signers = [Signer(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in (1, 2)]
    stranger = Signer(Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32))
    at = datetime(2026, 12, 10, 18, 30, 7, tzinfo=UTC)
    keyring = Keyring(one.public for one in signers)
    return {
        "keys": [one.public.hex() for one in signers],
        "secret": SECRET.hex(),
        "at": _ms(at),
        "live": _live(signers[0], at),
        "shown": [
            {"text": text, **_read(keyring, text, at)} for text in _texts(signers, stranger, at)
        ],
    }


def _live(signer: Signer, at: datetime) -> dict[str, Any]:
    """What a guest's phone makes of its pass."""
    granted = Pass(EVENT, 0, 77, OPENS, OPENS + timedelta(hours=6), live=True)
    text, key = signer.sign(granted), live_key(SECRET, granted.number)
    return {"text": text, "key": key.hex(), "shown": live_text(text, key, at)}


def _texts(signers: list[Signer], stranger: Signer, at: datetime) -> Iterator[str]:
    granted = Pass(EVENT, 2, 4_000_000_001, OPENS, OPENS + timedelta(hours=6))
    plain = signers[0].sign(granted)
    yield plain
    yield signers[1].sign(replace(granted, number=7, session=0))
    yield signers[0].sign(replace(granted, valid_until=OPENS + timedelta(days=30)))
    yield stranger.sign(granted)
    live = signers[0].sign(replace(granted, live=True))
    yield live
    key = live_key(SECRET, granted.number)
    for seconds in (-61, -30, 0, 30, 61):
        yield live_text(live, key, at + timedelta(seconds=seconds))
    data = bytearray(base45.decode(plain))
    for place in (0, 1, 7, 14, 20, 78):
        changed = bytearray(data)
        changed[place] ^= 1
        yield base45.encode(bytes(changed))
    yield from (plain[:-3], plain + "00", plain.lower(), plain + "0" * 5000, "")
    yield from ("WIFI:T:WPA;S:Salon;P:secret;;", "pass:AUR-7K2M", "\x00", "🥂", ":::", "GGW", "A")


def _read(keyring: Keyring, text: str, at: datetime) -> dict[str, Any]:
    try:
        granted, code = keyring.read(text)
        check_live(granted, code, SECRET, at)
    except PassError as error:
        return {"flaw": error.flaw.value}
    return {
        "pass": {
            "event": granted.event,
            "session": granted.session,
            "number": granted.number,
            "validFrom": _ms(granted.valid_from),
            "validUntil": _ms(granted.valid_until),
            "live": granted.live,
        }
    }


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


CASES = {"admission": admissions, "gate_list": gate_lists, "passes": passes}


def written(name: str) -> str:
    return json.dumps(CASES[name](), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        (FOLDER / f"{case}.json").write_text(written(case), encoding="utf-8")
