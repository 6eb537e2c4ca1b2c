"""What a code that somebody held before a scanner is: the one place where that is decided.

Ours say so themselves: `pass:` for a client, `event:` or a pass's own 119 letters for a guest,
`exit:` for a bag that is paid, and the boutique's own address for an invitation. Articles speak
GS1's language, in numbers, in element strings, in links and in radio tags. Everything else is
foreign, and what it seems to be is told so that a guard can say "that is your Wi-Fi". What it holds
is nobody's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from events.passes import looks_like_one
from store_server.domain import gs1
from store_server.domain.card_numbers import has_card_number
from store_server.domain.epc import Tag, tag_of

CLIENT_PREFIX, EVENT_PREFIX, EXIT_PREFIX = "pass:", "event:", "exit:"
INVITATION_PATH = "/i/"
LONGEST_TOKEN = 512
PASS_LENGTHS = (119, 125)  # letters of an event's pass; a live one is the longer

_AIM = re.compile(r"\][A-Za-z][0-9]")
_GS1_AIM = re.compile(r"\](?:C1|Q3|Q4|d2|d3|e[0-2]|J1)")
_TOKEN = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_TOKEN}}}")
_RETAIL = frozenset({"ean13", "ean8", "upca", "upce", "itf14", "unknown", "code128", "itf"})


class CodeKind(StrEnum):
    CLIENT_PASS = "client_pass"  # noqa: S105 - kinds, not passwords
    EVENT_PASS = "event_pass"  # noqa: S105
    INVITATION = "invitation"
    EXIT_PASS = "exit_pass"  # noqa: S105
    ARTICLE = "article"
    TAG = "tag"
    FOREIGN = "foreign"


class Foreign(StrEnum):
    """What a code that is not ours seems to be."""

    WIFI = "wifi"
    PAYMENT = "payment"
    CONTACT = "contact"
    CALENDAR = "calendar"
    SECRET = "secret"  # noqa: S105
    LINK = "link"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Code:
    """`token` is what an entitlement proves itself with; an article has a GTIN of 14 digits, and
    perhaps a serial number and a batch; of a foreign code nothing is kept but what it seems to be.
    """

    kind: CodeKind
    token: str = ""
    gtin: str = ""
    serial: str = ""
    batch: str = ""
    foreign: Foreign | None = None


def understand(data: str, symbology: str, own_url: str) -> Code:
    """`own_url` is where this boutique's pages are: an invitation to another house is foreign."""
    if (event_pass := pass_text(data)) is not None:
        return Code(CodeKind.EVENT_PASS, event_pass)
    text = data.strip(" \t\r\n")
    if symbology == "epc" or text.lower().startswith("urn:epc:"):
        return _tag(tag_of(text))
    elements = symbology.startswith("gs1_") or _GS1_AIM.match(text) is not None
    text = _AIM.sub("", text, count=1) if _AIM.match(text) else text
    return (
        _ours(text, own_url)
        or _article(text, symbology, elements)
        or Code(CodeKind.FOREIGN, foreign=_foreign(text))
    )


def pass_text(data: str) -> str | None:
    """The letters of an event's pass, if it is written like one; whose it is a keyring tells.

    The first letter may be a space, which some scanners and forms leave out.
    """
    text = data.strip("\t\r\n")
    text = _AIM.sub("", text, count=1).removeprefix(EVENT_PREFIX)
    for letters in (text, text.strip(), f" {text.strip()}"):
        if len(letters) in PASS_LENGTHS and looks_like_one(letters):
            return letters
    return None


def _ours(text: str, own_url: str) -> Code | None:
    for prefix, kind in (
        (CLIENT_PREFIX, CodeKind.CLIENT_PASS),
        (EVENT_PREFIX, CodeKind.EVENT_PASS),
        (EXIT_PREFIX, CodeKind.EXIT_PASS),
    ):
        if text.startswith(prefix):
            token = text.removeprefix(prefix)
            return Code(kind, token) if _TOKEN.fullmatch(token) else None
    invitation = own_url.rstrip("/") + INVITATION_PATH
    if text.startswith(invitation):
        token = text.removeprefix(invitation).partition("?")[0].partition("#")[0].rstrip("/")
        return Code(CodeKind.INVITATION, token) if _TOKEN.fullmatch(token) else None
    return None


def _article(text: str, symbology: str, elements: bool) -> Code | None:
    if text.isascii() and text.isdigit() and symbology in _RETAIL:
        gtin = gs1.gtin(text, symbology)
        return Code(CodeKind.ARTICLE, gtin=gtin) if gtin else None
    if elements or text.startswith(("(01)", gs1.SEPARATOR)):
        return _of_elements(gs1.elements(text))
    if text.startswith(("http://", "https://")):
        return _of_elements(_linked(text))
    return None


def _of_elements(elements: Mapping[str, str]) -> Code | None:
    gtin = gs1.gtin(elements.get(gs1.GTIN, ""))
    if not gtin:
        return None
    serial, batch = elements.get(gs1.SERIAL, ""), elements.get(gs1.BATCH, "")
    return Code(CodeKind.ARTICLE, gtin=gtin, serial=serial, batch=batch)


def _linked(text: str) -> dict[str, str]:
    """A GS1 Digital Link: pairs of an identifier and its value in the path, more in the query."""
    try:
        link = urlsplit(text)
    except ValueError:  # an address that is none
        return {}
    steps = link.path.strip("/").split("/")
    if gs1.GTIN not in steps:
        return {}
    first = steps.index(gs1.GTIN)
    pairs = zip(steps[first::2], steps[first + 1 :: 2], strict=False)
    found = {name: unquote(value) for name, value in pairs}
    return dict(parse_qsl(link.query)) | found


def _tag(tag: Tag | None) -> Code:
    if tag is None:
        return Code(CodeKind.TAG)
    return Code(CodeKind.TAG, gtin=tag.gtin, serial=tag.serial)


_FOREIGN = (
    (Foreign.WIFI, re.compile(r"WIFI:", re.IGNORECASE)),
    (
        Foreign.PAYMENT,  # SEPA, Switzerland, EMVCo, UPI, currencies of the net
        re.compile(
            r"BCD\r?\n00|SPC\r?\n0|000201|upi:|SPD\*|bitcoin:|ethereum:|lightning:|monero:|payto:",
            re.IGNORECASE,
        ),
    ),
    (
        Foreign.CONTACT,
        re.compile(r"BEGIN:VCARD|MECARD:|BIZCARD:|tel:|mailto:|MATMSG:|sms(?:to)?:", re.IGNORECASE),
    ),
    (Foreign.CALENDAR, re.compile(r"BEGIN:V(?:EVENT|CALENDAR)", re.IGNORECASE)),
    (Foreign.SECRET, re.compile(r"otpauth(?:-migration)?:|HC1:|FIDO:/", re.IGNORECASE)),
    (Foreign.LINK, re.compile(r"[a-z][a-z0-9+.-]*://|www\.|geo:", re.IGNORECASE)),
)


def is_nobodys_business(text: str) -> bool:
    """Whether it holds what its owner would not want kept: a password, an account, an address."""
    foreign = _foreign(text.strip()) not in (Foreign.LINK, Foreign.OTHER)
    return foreign or has_card_number(text)


def _foreign(text: str) -> Foreign:
    return next((kind for kind, begins in _FOREIGN if begins.match(text)), Foreign.OTHER)
