"""Bad input and attack at the doors: a clear refusal, nothing admitted, nothing leaked, counted."""

from __future__ import annotations

import random
import string

import pytest

from events import base45
from events.admission import Reason
from tests.store_server.doors.evening import Evening, a_scan

MOMENT = "One moment, please: a colleague is coming to you."
FOREIGN = {
    "wifi": "WIFI:T:WPA;S:Salon;P:a-password-of-somebody;;",
    "payment": "BCD\n002\n1\nSCT\nBICXXX\nSomebody\nDE00123456\nEUR10",
    "contact": "BEGIN:VCARD\nFN:Somebody\nTEL:+33123456789\nEND:VCARD",
    "secret": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
}


@pytest.mark.parametrize("kind", sorted(FOREIGN))
def test_what_is_nobodys_business_is_refused_and_not_kept(one_evening: Evening, kind: str) -> None:
    answer = one_evening.post_showing(code=FOREIGN[kind])
    assert (answer["verdict"], answer["reason"], answer["say"]) == ("refused", "unknown", MOMENT)
    (row,) = one_evening.rows()
    assert (bytes(row.code), row.code_size) == (b"", len(FOREIGN[kind]))


def test_ten_thousand_letters_are_refused_and_capped(one_evening: Evening) -> None:
    answer = one_evening.post_showing(code="A" * 10_000)
    assert answer["verdict"] == "refused"
    (row,) = one_evening.rows()
    assert (len(row.code), row.code_size) == (512, 10_000)


def test_a_swapped_signature_is_no_pass(one_evening: Evening) -> None:
    noor, ida = (one_evening.pass_of(one_evening.guest(name)) for name in ("Noor", "Ida"))
    claims, signature = base45.decode(noor)[:15], base45.decode(ida)[15:]
    swapped = base45.encode(claims + signature)
    assert one_evening.verdict(swapped) == ("refused", "bad_signature")
    assert one_evening.entered() == 0


def test_what_was_refused_is_counted_for_the_operator_for_a_day(one_evening: Evening) -> None:
    code = one_evening.pass_of(one_evening.guest())
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    for shown in (FOREIGN["wifi"], FOREIGN["secret"], forged, code):
        one_evening.show(shown)
    counted = one_evening.storage.door_queries.refusals()
    assert counted == {Reason.UNKNOWN: 2, Reason.BAD_SIGNATURE: 1}
    one_evening.clock.passes(25 * 3600)
    assert one_evening.storage.door_queries.refusals() == {}


def test_nobody_gets_in_by_changing_the_number_in_a_pass(one_evening: Evening) -> None:
    octets = bytearray(base45.decode(one_evening.pass_of(one_evening.guest())))
    for number in range(2, 40):
        octets[7:11] = number.to_bytes(4, "big")
        assert one_evening.verdict(base45.encode(bytes(octets)))[0] == "refused"
    assert one_evening.entered() == 0


def test_ids_that_are_guessed_admit_nobody_and_tell_nothing(one_evening: Evening) -> None:
    one_evening.guest("Noor")
    chance = random.Random(7)
    for _ in range(20):
        guessed = "".join(chance.choices(string.hexdigits, k=36))
        answer = one_evening.post_showing(guest_id=guessed)
        assert (answer["reason"], answer["guest"]) == ("unknown", None)
    kiosk = one_evening.door_kiosk.post(
        "/kiosk/showings", {"scan_id": a_scan(), "guest_id": "guessed"}
    )
    assert kiosk.status_code == 403


def test_a_guest_of_another_event_is_nobody_here(one_evening: Evening) -> None:
    elsewhere = one_evening.guest("Noor")
    one_evening.plan(titles={"en": "Another night"})
    assert one_evening.post_showing(guest_id=elsewhere.id)["reason"] == "unknown"


def test_a_name_in_html_is_a_name(one_evening: Evening) -> None:
    name = '<img src=x onerror="alert(1)">'
    code = one_evening.pass_of(one_evening.guest(name, family_name="=1+1"))
    answer = one_evening.post_showing(code=code)
    assert answer["guest"]["given_name"] == name
    assert one_evening.door_list(q="img")["guests"][0]["id"] == answer["guest"]["id"]


def test_two_guests_of_one_name_are_two_lines(one_evening: Evening) -> None:
    first, second = one_evening.guest("Wei"), one_evening.guest("Wei")
    found = one_evening.door_list(q="wei al sayed")["guests"]
    assert {one["id"] for one in found} == {first.id, second.id}
    one_evening.post_showing(guest_id=first.id)
    inside = one_evening.door_list(which="inside")["guests"]
    assert [one["id"] for one in inside] == [first.id]


@pytest.mark.parametrize("name", ["王小明", "محمد", "Σωκράτης", "Дарья", "Ōmura", "Nguyễn"])
def test_names_of_every_script_are_found_as_they_are_written(
    one_evening: Evening, name: str
) -> None:
    guest = one_evening.guest(name)
    assert [one["id"] for one in one_evening.door_list(q=name)["guests"]] == [guest.id]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scan_id": "short"}, "scan_id"),
        ({"scan_id": "x" * 65}, "scan_id"),
        ({"code": "x" * 16_385}, "code"),
        ({"way": "through"}, "way"),
        ({"guest_id": "both"}, "code"),
        ({"plus_one_name": "\x07"}, "plus_one_name"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_malformed_showing_says_which_field(
    one_evening: Evening, changed: dict[str, object], field: str
) -> None:
    body = {"scan_id": a_scan(), "code": "x"} | changed
    answer = one_evening.host.post(f"/events/{one_evening.event.id}/showings", body)
    assert answer.status_code == 422
    assert answer.json["field"] == field
    assert one_evening.rows() == []


def test_a_personal_link_is_a_pass_unless_the_pass_is_a_live_one(one_evening: Evening) -> None:
    guest = one_evening.guest(link="a-token-that-is-long")
    one_evening.pass_of(guest)
    answered = one_evening.show(None, invitation="a-token-that-is-long")
    assert answered.kept.decision.through
    assert one_evening.verdict(None, invitation="another") == ("refused", "unknown")
    one_evening.rules(live_pass=True)
    shown = one_evening.verdict(None, invitation="a-token-that-is-long", gate="door-2")
    assert shown == ("refused", "expired_code")
