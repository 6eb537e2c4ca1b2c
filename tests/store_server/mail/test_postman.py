"""A letter goes out once, whatever the mail server, the database or the power do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from events.guest import Standing
from store_server import event_messages as ask
from store_server.letter_ports import LetterState
from store_server.mail.postman import GIVEN_UP_AFTER
from store_server.mail.transport import AwayError, SmtpTransport
from store_server.ports import BusyError, ConflictError
from store_server.settings import SmtpSettings
from tests.mail_server import HOST, MailServer
from tests.store_server.mail.conftest import PostOffice


def test_a_letter_is_sent_and_written_down_as_sent(office: PostOffice) -> None:
    letter_id = office.confirm(office.soiree.guest("Noor"))
    office.postman().round()
    (mail,) = office.server.taken
    assert mail["To"].addresses[0].addr_spec == "noor@guests.example"
    assert mail["Message-ID"] == f"<{letter_id}@maison.example>"
    assert office.letter(letter_id).state is LetterState.SENT


def test_nothing_is_sent_twice(office: PostOffice) -> None:
    office.confirm(office.soiree.guest())
    for _ in range(3):
        office.postman().round()
    assert len(office.server.taken) == 1


def test_letters_go_out_in_the_order_in_which_they_were_written(quick_office: PostOffice) -> None:
    office = quick_office
    for name in ("Ada", "Bea", "Cleo"):
        office.confirm(office.soiree.guest(name))
        office.shop.passes(1)
    office.postman().round()
    names = [mail["To"].addresses[0].display_name for mail in office.server.taken]
    assert [name.split()[0] for name in names] == ["Ada", "Bea", "Cleo"]


def test_while_the_server_is_away_letters_wait_and_then_go_out(office: PostOffice) -> None:
    office.server.stop()
    letter_id = office.confirm(office.soiree.guest())
    postman = office.postman()
    first, second = postman.round(), postman.round()
    assert 0 < first < second
    assert "no connection" in postman.trouble
    assert office.letter(letter_id).attempts == 0
    office.server.start()
    postman.round()
    assert postman.trouble == ""
    assert office.letter(letter_id).state is LetterState.SENT


def test_after_a_power_cut_the_letters_that_waited_go_out(office: PostOffice) -> None:
    office.server.stop()
    letter_id = office.confirm(office.soiree.guest())
    office.postman().round()
    office.shop.killed_and_restarted()
    office.server.start()
    office.postman().round()
    assert office.letter(letter_id).state is LetterState.SENT
    assert len(office.server.taken) == 1


def test_what_the_server_took_is_not_sent_again_while_the_house_cannot_write(
    quick_office: PostOffice,
) -> None:
    office = quick_office
    letter_id = office.confirm(office.soiree.guest())
    postman = office.postman()
    really, failures = postman._ask, [BusyError("locked"), TimeoutError(), BusyError("locked")]

    def sometimes(command: object) -> object:
        if failures:
            raise failures.pop()
        return really(command)

    postman._ask = sometimes
    for _ in range(4):
        postman.round()
    assert office.letter(letter_id).state is LetterState.SENT
    assert len(office.server.taken) == 1


def test_killed_before_it_was_written_down_it_goes_out_under_the_same_name(
    quick_office: PostOffice,
) -> None:
    """Nobody can know then whether it was taken; mailboxes fold such letters into one."""
    office = quick_office
    letter_id = office.confirm(office.soiree.guest())
    killed = office.postman()
    killed._ask = lambda _command: (_ for _ in ()).throw(BusyError("the power goes"))
    killed.round()
    office.postman().round()
    first, second = office.server.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert office.letter(letter_id).state is LetterState.SENT


def test_a_letter_that_is_not_taken_now_is_tried_later_and_keeps_no_other_waiting(
    office: PostOffice,
) -> None:
    office.server.to_recipient.append("450 mailbox busy")
    slow = office.confirm(office.soiree.guest("Ada"))
    office.shop.passes(1)
    office.confirm(office.soiree.guest("Bea"))
    office.postman().round()
    assert len(office.server.taken) == 1
    waiting = office.letter(slow)
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 1)
    assert waiting.due_at > office.shop.clock.now()
    assert "ada" not in waiting.trouble
    office.shop.clock.passed_s += 61
    office.postman().round()
    assert office.letter(slow).state is LetterState.SENT


def test_a_letter_is_tried_on_for_three_days(quick_office: PostOffice) -> None:
    office = quick_office
    letter_id = office.confirm(office.soiree.guest())
    tries = 0
    while office.letter(letter_id).state is LetterState.WAITING:
        office.server.to_letter[:] = ["451 later"]
        office.postman().round()
        tries += 1
        office.shop.clock.passed_s += 3601
    assert office.letter(letter_id).state is LetterState.REFUSED
    assert timedelta(hours=tries) >= GIVEN_UP_AFTER


@pytest.mark.parametrize(
    "answer", ["550 no such mailbox", "553 not an address", "554 we want none of it"]
)
def test_a_letter_that_is_refused_is_given_up_with_the_reason(
    quick_office: PostOffice, answer: str
) -> None:
    office = quick_office
    office.server.to_recipient.append(answer)
    letter_id = office.confirm(office.soiree.guest())
    office.postman().round()
    settled = office.letter(letter_id)
    assert settled.state is LetterState.REFUSED
    assert answer[:3] in settled.trouble


@pytest.mark.parametrize("address", ["nobody", "a@b@c", '"', "x@", "é\n@guests.example"])
def test_an_address_that_is_none_is_refused_and_the_next_letter_goes_out(
    quick_office: PostOffice, address: str
) -> None:
    office = quick_office
    wrong = office.confirm(office.soiree.guest("Ada", email=address))
    office.confirm(office.soiree.guest("Bea"))
    office.postman().round()
    assert office.letter(wrong).state is LetterState.REFUSED
    assert len(office.server.taken) == 1


def test_what_is_no_longer_true_is_not_sent(office: PostOffice) -> None:
    guest = office.soiree.guest()
    letter_id = office.confirm(guest)
    office.soiree.amend(guest, standing=Standing.CANCELLED)
    office.postman().round()
    assert office.server.taken == []
    assert office.letter(letter_id).state is LetterState.OVERTAKEN


def test_a_letter_to_a_forgotten_address_is_given_up(quick_office: PostOffice) -> None:
    office = quick_office
    guest = office.soiree.guest()
    letter_id = office.confirm(guest)
    office.soiree.amend(guest, email="")
    office.postman().round()
    assert office.letter(letter_id).state is LetterState.REFUSED


def test_a_letter_may_be_sent_again_by_hand_once_it_was_settled(office: PostOffice) -> None:
    letter_id = office.confirm(office.soiree.guest())
    with pytest.raises(ConflictError):
        office.shop.bus.ask(ask.SendAgain(letter_id))
    office.postman().round()
    office.shop.bus.ask(ask.SendAgain(letter_id))
    office.postman().round()
    first, second = office.server.taken
    assert first["Message-ID"] != second["Message-ID"]


def test_the_thread_sends_what_is_written_while_it_runs(quick_office: PostOffice) -> None:
    office = quick_office
    postman = office.postman()
    office.shop.bus.start()
    postman.start()
    try:
        for number in range(5):
            office.confirm(office.soiree.guest(f"Guest{number}"))
            postman.hear()
        office.server.wait_for(5)
    finally:
        postman.stop()
        office.shop.bus.stop()
    assert len({mail["Message-ID"] for mail in office.server.taken}) == 5


def test_an_account_is_used_and_a_wrong_one_makes_the_letters_wait(
    quick_office: PostOffice,
) -> None:
    office = quick_office
    guarded = MailServer(account=("events", "right")).start()
    smtp = replace(office.shop.settings.smtp, port=guarded.port, username="events")
    office.shop.settings = replace(office.shop.settings, smtp=replace(smtp, password="wrong"))
    letter_id = office.confirm(office.soiree.guest())
    try:
        stuck = office.postman()
        stuck.round()
        assert "refuses our account" in stuck.trouble
        assert office.letter(letter_id).state is LetterState.WAITING
        office.shop.settings = replace(office.shop.settings, smtp=replace(smtp, password="right"))
        office.postman().round()
    finally:
        guarded.stop()
    assert office.letter(letter_id).state is LetterState.SENT


def test_a_server_without_encryption_is_not_spoken_to_where_that_is_asked_for(
    server: MailServer,
) -> None:
    transport = SmtpTransport(SmtpSettings(HOST, server.port, sender="events@maison.example"))
    with pytest.raises(AwayError):
        transport.check()
