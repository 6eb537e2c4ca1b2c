"""A client's photo: only with consent, small, and without what a camera writes beside it."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from werkzeug.test import TestResponse

from store_server import messages as ask
from store_server.domain.consent import Purpose
from tests.store_server.web.boutique import Boutique, Browser

WHERE = b"N48.8566 E2.3522"
ON_ITS_SIDE = 6  # the camera was turned


@pytest.fixture
def phone(boutique: Boutique) -> Browser:
    return boutique.person()


@pytest.fixture
def client_id(boutique: Boutique) -> str:
    client_id: str = boutique.client()
    boutique.bus.ask(ask.GiveConsent(client_id, Purpose.PHOTO, "signed", "1"))
    return client_id


def picture(width: int = 800, height: int = 600, suffix: str = ".jpg") -> bytes:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (40, 90, 200)
    _, encoded = cv2.imencode(suffix, pixels)
    return encoded.tobytes()


def with_exif(jpeg: bytes) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, ON_ITS_SIDE, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + WHERE
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def put(phone: Browser, client_id: str, image: bytes, media: str = "image/jpeg") -> TestResponse:
    return phone.put(f"/clients/{client_id}/photo", data=image, content_type=media)


def kept(phone: Browser, client_id: str) -> npt.NDArray[np.uint8]:
    shown = phone.get(f"/clients/{client_id}/photo")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    pixels = cv2.imdecode(np.frombuffer(shown.data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return np.asarray(pixels, dtype=np.uint8)


@pytest.mark.parametrize(
    ("suffix", "media"),
    [(".jpg", "image/jpeg"), (".png", "image/png"), (".webp", "image/webp")],
)
def test_a_photo_is_kept_small_whatever_its_kind(
    phone: Browser, client_id: str, suffix: str, media: str
) -> None:
    assert put(phone, client_id, picture(suffix=suffix), media).status_code == 204
    assert kept(phone, client_id).shape == (384, 512, 3)
    assert phone.get(f"/clients/{client_id}").json["photo_url"]


def test_a_small_photo_keeps_its_size(phone: Browser, client_id: str) -> None:
    put(phone, client_id, picture(90, 120))
    assert kept(phone, client_id).shape == (120, 90, 3)


def test_what_the_camera_wrote_beside_the_picture_is_dropped_and_the_picture_stands_upright(
    phone: Browser, client_id: str
) -> None:
    image = with_exif(picture(400, 300))
    assert WHERE in image
    put(phone, client_id, image)
    shown = phone.get(f"/clients/{client_id}/photo").data
    assert WHERE not in shown
    assert b"Exif" not in shown
    assert kept(phone, client_id).shape == (400, 300, 3)


def test_without_the_consent_no_photo_is_taken(boutique: Boutique, phone: Browser) -> None:
    answer = put(phone, boutique.client(), picture())
    assert answer.status_code == 409
    assert "consent" in answer.json["detail"]


def test_a_photo_goes_with_its_consent_and_does_not_come_back(
    phone: Browser, client_id: str
) -> None:
    put(phone, client_id, picture())
    phone.delete(f"/clients/{client_id}/consents/photo")
    assert phone.get(f"/clients/{client_id}/photo").status_code == 404
    phone.put(f"/clients/{client_id}/consents/photo", {"proof": "signed", "text_version": "1"})
    assert phone.get(f"/clients/{client_id}/photo").status_code == 404


def test_a_photo_can_be_removed_twice(boutique: Boutique, phone: Browser, client_id: str) -> None:
    put(phone, client_id, picture())
    for _ in range(2):
        assert phone.delete(f"/clients/{client_id}/photo").status_code == 204
    assert phone.get(f"/clients/{client_id}").json["photo_url"] is None
    kinds = [kind for kind in boutique.journal() if kind.startswith("Photo")]
    assert kinds == ["PhotoKept", "PhotoRemoved"]


def test_a_photo_beyond_two_mebibytes_is_told_the_limit(phone: Browser, client_id: str) -> None:
    answer = put(phone, client_id, b"\xff\xd8" + bytes(2 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.json["detail"] == "at most 2,097,152 bytes here"
    assert put(phone, client_id, picture(), "text/html").status_code == 415


def test_the_small_limit_is_told_elsewhere(phone: Browser) -> None:
    answer = phone.post("/clients", data=bytes(70_000), content_type="application/json")
    assert answer.json["detail"] == "at most 65,536 bytes here"


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG of few bytes that would take more memory than there is."""
    raw = bytearray(picture(8, 8, ".png"))
    struct.pack_into(">II", raw, 16, width, height)
    return bytes(raw)


VP8X = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff"


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (b"", "no JPEG"),
        (b"GIF89a", "no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG"),
        (b"\xff\xd8", "no JPEG"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 40, "no JPEG"),
        (b"\x89PNG\r\n\x1a\n", "no JPEG"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "no JPEG"),
        (b"RIFF\0\0\0\0WEBPnone", "no JPEG"),
        (picture()[:700], "damaged"),
        (claims_to_be(60_000, 60_000), "at most 16 million pixels"),
        (VP8X, "at most 16 million pixels"),
    ],
)
def test_what_is_no_picture_is_refused_and_named(
    phone: Browser, client_id: str, image: bytes, words: str
) -> None:
    answer = put(phone, client_id, image)
    assert answer.status_code == 422, answer.text
    assert answer.json["field"] == "photo"
    assert words in answer.json["detail"]
    assert phone.get(f"/clients/{client_id}/photo").status_code == 404
