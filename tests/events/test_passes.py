"""A pass is believed only as it was signed, and shows nothing of whom it was given to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import qrcode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M

from events import base45
from events.passes import (
    EPOCH,
    LONGEST_VALIDITY,
    Flaw,
    Keyring,
    Pass,
    PassError,
    Signer,
    check_live,
    live_key,
    live_text,
    looks_like_one,
)

FROM = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
GRANTED = Pass(event=70_001, session=2, number=4_000_000_001, valid_from=FROM,
               valid_until=FROM + timedelta(hours=5))  # fmt: skip
OURS = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
THEIRS = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
DOOR = Keyring([OURS.public])
SECRET = b"s" * 32


def flaw_of(text: str, door: Keyring = DOOR) -> Flaw:
    with pytest.raises(PassError) as caught:
        door.read(text)
    return caught.value.flaw


@given(
    event=st.integers(0, 2**24 - 1),
    session=st.integers(0, 255),
    number=st.integers(0, 2**32 - 1),
    minutes=st.integers(0, 2**24 - 1),
    span=st.one_of(
        st.integers(1, 191).map(lambda quarters: timedelta(minutes=15 * quarters)),
        st.integers(2, 65).map(lambda days: timedelta(days=days)),
    ),
    live=st.booleans(),
)
def test_what_was_signed_is_read(
    event: int, session: int, number: int, minutes: int, span: timedelta, live: bool
) -> None:
    begins = EPOCH + timedelta(minutes=minutes)
    granted = Pass(event, session, number, begins, begins + span, live)
    assert DOOR.read(OURS.sign(granted)) == (granted, b"")


def test_it_is_small_enough_for_a_cracked_phone() -> None:
    text = OURS.sign(GRANTED)
    assert len(text) == 119
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    assert code.modules_count == 37


def test_a_live_one_with_its_code_is_hardly_larger() -> None:
    """125 letters are 83 bytes; a QR code of such letters packs two of them into eleven bits."""
    text = live_text(OURS.sign(LIVING), live_key(SECRET, LIVING.number), FROM)
    assert (len(base45.decode(OURS.sign(GRANTED))), len(base45.decode(text))) == (79, 83)
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    assert (len(text), code.modules_count) == (125, 41)


def test_one_bit_changed_anywhere_is_no_pass() -> None:
    data = base45.decode(OURS.sign(GRANTED))
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        assert flaw_of(base45.encode(bytes(changed))) in (Flaw.BAD_SIGNATURE, Flaw.UNKNOWN)


def test_a_pass_cut_short_or_grown_is_none() -> None:
    text = OURS.sign(GRANTED)
    for length in range(len(text)):
        assert flaw_of(text[:length]) is Flaw.UNKNOWN
    assert flaw_of(text + "000") is Flaw.UNKNOWN


@given(st.one_of(st.text(max_size=300), st.binary(max_size=200).map(base45.encode)))
def test_no_text_makes_the_door_fail(text: str) -> None:
    assert flaw_of(text) in (Flaw.UNKNOWN, Flaw.BAD_SIGNATURE)


@pytest.mark.parametrize(
    "text",
    [
        "WIFI:T:WPA;S=maison;P:x;;",
        "https://example.invalid/menu",
        "\x00" * 119,
        "💎" * 119,
        "0" * 5_000,
        "",
    ],
)
def test_what_is_held_up_by_mistake_is_not_ours(text: str) -> None:
    assert flaw_of(text) is Flaw.UNKNOWN
    assert not looks_like_one(text)


def test_a_retired_key_is_still_believed_and_another_maisons_is_not() -> None:
    text = OURS.sign(GRANTED)
    assert Keyring([THEIRS.public, OURS.public]).read(text)[0] == GRANTED
    with pytest.raises(PassError) as caught:
        DOOR.read(THEIRS.sign(GRANTED))
    assert caught.value.flaw is Flaw.BAD_SIGNATURE
    assert caught.value.key_id is not None
    assert looks_like_one(THEIRS.sign(GRANTED))


@given(minutes=st.integers(1, 65 * 24 * 60))
def test_no_pass_ends_before_it_was_promised_to(minutes: int) -> None:
    until = FROM + timedelta(minutes=minutes)
    read, _ = DOOR.read(OURS.sign(Pass(1, 0, 1, FROM, until)))
    assert until <= read.valid_until < until + timedelta(days=1)


def test_a_pass_valid_for_too_long_is_not_signed() -> None:
    with pytest.raises(ValueError, match="valid for"):
        OURS.sign(Pass(1, 0, 1, FROM, FROM + LONGEST_VALIDITY + timedelta(minutes=1)))
    with pytest.raises(ValueError, match="valid for"):
        OURS.sign(Pass(1, 0, 1, FROM, FROM))


LIVING = Pass(9, 0, 77, FROM, FROM + timedelta(hours=2), live=True)


def shown(at: datetime) -> tuple[Pass, bytes]:
    return DOOR.read(live_text(OURS.sign(LIVING), live_key(SECRET, LIVING.number), at))


@pytest.mark.parametrize("seconds", [0, 29, 31, 59, -29])
def test_a_live_pass_is_believed_with_the_code_of_the_moment(seconds: int) -> None:
    check_live(*shown(FROM), SECRET, FROM + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [75, -75, 3600])
def test_a_screenshot_of_a_live_pass_is_refused_after_its_window(seconds: int) -> None:
    with pytest.raises(PassError) as caught:
        check_live(*shown(FROM), SECRET, FROM + timedelta(seconds=seconds))
    assert caught.value.flaw is Flaw.EXPIRED_CODE


def test_a_live_pass_without_its_code_or_with_a_friends_is_refused() -> None:
    granted, code = DOOR.read(OURS.sign(LIVING))
    friends = live_text(OURS.sign(LIVING), live_key(SECRET, 78), FROM)
    for shows in (code, DOOR.read(friends)[1]):
        with pytest.raises(PassError):
            check_live(granted, shows, SECRET, FROM)


def test_a_plain_pass_needs_no_code() -> None:
    check_live(*DOOR.read(OURS.sign(GRANTED)), SECRET, FROM)
