"""What a code is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store_server.domain import gs1
from store_server.domain.code import LONGEST_TOKEN, Code, CodeKind, Foreign, understand
from store_server.domain.epc import Tag, tag_of

HOME = "https://paris.maison.example"
GTIN = "04006381333931"
GS = "\x1d"


def what(data: str, symbology: str = "qr") -> Code:
    return understand(data, symbology, HOME)


@pytest.mark.parametrize(
    ("data", "kind", "token"),
    [
        ("pass:CLND-7Q4M", CodeKind.CLIENT_PASS, "CLND-7Q4M"),
        ("pass:CLND-7Q4M\r\n", CodeKind.CLIENT_PASS, "CLND-7Q4M"),
        ("event:v1.AbC_-9", CodeKind.EVENT_PASS, "v1.AbC_-9"),
        ("exit:v1.Zz9", CodeKind.EXIT_PASS, "v1.Zz9"),
        (f"{HOME}/i/7KQ2M", CodeKind.INVITATION, "7KQ2M"),
        (f"{HOME}/i/7KQ2M/?lang=fr#top", CodeKind.INVITATION, "7KQ2M"),
        ("]Q1pass:CLND-7Q4M", CodeKind.CLIENT_PASS, "CLND-7Q4M"),
    ],
)
def test_a_code_of_ours_says_what_it_is(data: str, kind: CodeKind, token: str) -> None:
    assert what(data) == Code(kind, token)


@pytest.mark.parametrize(
    "data",
    [
        "pass:",
        "pass:CLND 7Q4M",
        "pass:\x00",
        "pass:é",
        f"pass:{'x' * (LONGEST_TOKEN + 1)}",
        f"{HOME}/i/",
        "PASS:CLND-7Q4M",
    ],
)
def test_what_only_begins_like_one_of_ours_is_foreign(data: str) -> None:
    assert what(data).kind == CodeKind.FOREIGN


@pytest.mark.parametrize(
    "data",
    [
        "https://paris.maison.example.evil.example/i/7KQ2M",
        "https://lyon.maison.example/i/7KQ2M",
        "http://paris.maison.example/i/7KQ2M",
    ],
)
def test_an_invitation_to_another_house_is_a_link_like_others(data: str) -> None:
    assert what(data) == Code(CodeKind.FOREIGN, foreign=Foreign.LINK)


@pytest.mark.parametrize(
    ("data", "symbology"),
    [
        ("4006381333931", "ean13"),
        ("4006381333931", "unknown"),
        ("04006381333931", "itf14"),
        ("]E04006381333931", "unknown"),
    ],
)
def test_an_articles_number_is_made_fourteen_digits(data: str, symbology: str) -> None:
    assert what(data, symbology) == Code(CodeKind.ARTICLE, gtin=GTIN)


@pytest.mark.parametrize(
    ("data", "symbology", "gtin"),
    [
        ("96385074", "ean8", "00000096385074"),
        ("012345678905", "upca", "00012345678905"),
        ("01234505", "upce", "00012000003455"),
        ("01234531", "upce", "00012300000451"),
        ("01234543", "upce", "00012340000053"),
        ("04252614", "upce", "00042100005264"),
        ("01234565", "upce", "00012345000065"),
    ],
)
def test_shorter_numbers_are_articles_too(data: str, symbology: str, gtin: str) -> None:
    assert what(data, symbology) == Code(CodeKind.ARTICLE, gtin=gtin)


@pytest.mark.parametrize("data", ["4006381333932", "4006381333", "96385075", "00000000000001"])
def test_a_number_whose_check_digit_is_wrong_is_no_article(data: str) -> None:
    assert what(data, "ean13").kind == CodeKind.FOREIGN


def test_a_number_in_a_qr_code_is_no_article() -> None:
    assert what("4006381333931", "qr").kind == CodeKind.FOREIGN


@pytest.mark.parametrize(
    ("data", "symbology"),
    [
        (f"01{GTIN}10B-7{GS}21S-42", "gs1_datamatrix"),
        (f"{GS}01{GTIN}21S-42{GS}10B-7", "gs1_qr"),
        (f"]C101{GTIN}1726123110B-7{GS}21S-42", "unknown"),
        (f"(01){GTIN}(10)B-7(21)S-42", "unknown"),
        (f"01{GTIN}3103001250{GS}21S-42{GS}10B-7{GS}8008261122", "gs1_128"),
        (f"{HOME}/01/{GTIN}/10/B-7/21/S-42?17=261231", "qr"),
        (f"https://brand.example/p/shoes/01/{GTIN}/10/B-7/21/S-42", "qr"),
        ("https://id.example/01/4006381333931/10/B-7/21/S-42", "qr"),
        (f"https://id.example/01/{GTIN}?10=B-7&21=S-42", "qr"),
    ],
)
def test_element_strings_and_links_name_the_piece(data: str, symbology: str) -> None:
    assert what(data, symbology) == Code(CodeKind.ARTICLE, gtin=GTIN, serial="S-42", batch="B-7")


@pytest.mark.parametrize(
    ("data", "symbology"),
    [
        ("0104006381333930", "gs1_128"),
        ("10B-7", "gs1_128"),
        ("", "gs1_128"),
        ("https://id.example/01/04006381333930", "qr"),
        ("https://id.example/01/", "qr"),
        ("https://[::1/01/04006381333931", "qr"),
    ],
)
def test_elements_without_a_right_number_are_no_article(data: str, symbology: str) -> None:
    assert what(data, symbology).kind == CodeKind.FOREIGN


@pytest.mark.parametrize(
    "data",
    [
        "3074257bf7194e4000001a85",
        "3074257BF7194E4000001A85",
        "urn:epc:tag:sgtin-96:3.0614141.812345.6789",
        "urn:epc:id:sgtin:0614141.812345.6789",
    ],
)
def test_a_tag_names_its_article_and_piece(data: str) -> None:
    """The Tag Data Standard's own example."""
    assert what(data, "epc") == Code(CodeKind.TAG, gtin="80614141123458", serial="6789")


@pytest.mark.parametrize(
    "data",
    [
        "E28011606000020E8A58E4DB",  # a maker's own number
        "3074257BF7194E40",
        "307C257BF7194E4000001A85",  # partition 7 is none
        "3043FFFFFFFFFE4000001A85",  # a prefix of more digits than it may have
        "urn:epc:id:sscc:0614141.1234567890",
        "urn:epc:id:sgtin:061414.12345.6789",
    ],
)
def test_a_tag_that_names_no_article_is_a_tag_all_the_same(data: str) -> None:
    assert what(data, "epc") == Code(CodeKind.TAG)


@pytest.mark.parametrize(
    ("data", "foreign"),
    [
        ("WIFI:T:WPA;S=Guests;P:open sesame;;", Foreign.WIFI),
        ("BCD\n002\n1\nSCT\n\nMaison\nFR76", Foreign.PAYMENT),
        ("SPC\r\n0200\r\n1", Foreign.PAYMENT),
        ("00020101021129370016A000000677010111", Foreign.PAYMENT),
        ("upi://pay?pa=x@y", Foreign.PAYMENT),
        ("BEGIN:VCARD\nVERSION:3.0", Foreign.CONTACT),
        ("mailto:a@b.example", Foreign.CONTACT),
        ("BEGIN:VEVENT", Foreign.CALENDAR),
        ("otpauth://totp/x?secret=y", Foreign.SECRET),
        ("https://shop.example/", Foreign.LINK),
        ("HELLO", Foreign.OTHER),
        ("", Foreign.OTHER),
    ],
)
def test_of_a_foreign_code_only_what_it_seems_to_be_is_kept(data: str, foreign: Foreign) -> None:
    assert what(data) == Code(CodeKind.FOREIGN, foreign=foreign)


@given(data=st.text(max_size=200), symbology=st.sampled_from(["qr", "gs1_128", "ean13", "epc"]))
def test_any_text_is_something(data: str, symbology: str) -> None:
    assert isinstance(understand(data, symbology, HOME), Code)


@given(
    data=st.text(alphabet="0123456789()" + GS + "AZ/?=&:.", max_size=60),
    symbology=st.sampled_from(["qr", "gs1_128", "unknown", "upce", "epc"]),
)
def test_what_is_nearly_right_is_something_too(data: str, symbology: str) -> None:
    code = understand(data, symbology, HOME)
    assert code.gtin == "" or gs1.gtin(code.gtin) == code.gtin


@given(company=st.integers(0, 10**7 - 1), item=st.integers(0, 10**6 - 1), serial=st.integers(0))
def test_every_article_can_be_told_from_its_tag(company: int, item: int, serial: int) -> None:
    serial %= 1 << 38
    bits = 0x30 << 88 | 1 << 85 | 5 << 82 | company << 58 | item << 38 | serial
    urn = f"urn:epc:id:sgtin:{company:07d}.{item:06d}.{serial}"
    found = tag_of(f"{bits:024X}")
    assert isinstance(found, Tag)
    assert found == tag_of(urn)
    assert gs1.gtin(found.gtin) == found.gtin
