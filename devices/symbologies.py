"""The kinds of codes by one name each, however a scanner writes them.

AIM identifiers are those of ISO/IEC 15424, as the GS1 General Specifications list them: `]`, a
letter for the symbology, and a modifier that says among other things whether the data are GS1's.
"""

from __future__ import annotations

import re

UNKNOWN = "unknown"

_AIM = {
    "]C0": "code128",
    "]C1": "gs1_128",
    "]C2": "code128",
    "]C4": "isbt128",
    "]E0": "ean13",
    "]E3": "ean13",  # with an add-on
    "]E4": "ean8",
    "]I1": "itf14",
    "]Q3": "gs1_qr",
    "]Q4": "gs1_qr",
    "]Q5": "qr",
    "]d2": "gs1_datamatrix",
    "]d3": "gs1_datamatrix",
    "]e0": "gs1_databar",
    "]e1": "gs1_composite",
    "]e2": "gs1_composite",
    "]J1": "gs1_dotcode",
}
_AIM_FAMILIES = {
    "A": "code39",
    "C": "code128",
    "E": "ean13",
    "F": "codabar",
    "G": "code93",
    "I": "itf",
    "J": "dotcode",
    "L": "pdf417",
    "M": "msi",
    "Q": "qr",
    "U": "maxicode",
    "d": "datamatrix",
    "e": "gs1_databar",
    "h": "hanxin",
    "z": "aztec",
}
_AIM_ID = re.compile(r"\]([A-Za-z])([0-9A-Za-z])")

_SAME = {
    "code128gs1": "gs1_128",
    "ean128": "gs1_128",
    "gs1128": "gs1_128",
    "gs1ean128": "gs1_128",
    "ucc128": "gs1_128",
    "uccean128": "gs1_128",
    "qrcode": "qr",
    "qrcodemodel2": "qr",
    "gs1qr": "gs1_qr",
    "gs1qrcode": "gs1_qr",
    "microqrcode": "micro_qr",
    "microqr": "micro_qr",
    "datamatrix": "datamatrix",
    "gs1datamatrix": "gs1_datamatrix",
    "upce0": "upce",
    "upce1": "upce",
    "jan13": "ean13",
    "jan8": "ean8",
    "i2of5": "itf",
    "interleaved2of5": "itf",
    "int25": "itf",
    "micropdf": "micro_pdf417",
    "micropdf417": "micro_pdf417",
    "gs1databar": "gs1_databar",
    "gs1databarexp": "gs1_databar",
    "gs1databarexpanded": "gs1_databar",
    "gs1databarlim": "gs1_databar",
    "gs1databarlimited": "gs1_databar",
    "gs1databar14": "gs1_databar",
    "databar": "gs1_databar",
    "databarexpanded": "gs1_databar",
    "compositeab": "gs1_composite",
    "compositec": "gs1_composite",
    "ssccgs1128": "gs1_128",
    "bookland": "ean13",
    "isbn": "ean13",
    "undefined": UNKNOWN,
    "none": UNKNOWN,
    "null": UNKNOWN,
}
_PREFIXES = re.compile(r"^(?:(?:label|code)[-_ ]?type|codeid|sym(?:bology)?)[-_ ]", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^0-9a-z]+")
_LONGEST = 32

UPCA_DIGITS = 12


def of_aim(identifier: str, data: str = "") -> str:
    """The name behind an AIM identifier such as `]C1`.

    UPC-A is an EAN-13 that begins with a zero, and shares its identifier; the data tell.
    """
    found = _AIM_ID.match(identifier)
    if found is None:
        return UNKNOWN
    name = _AIM.get(found[0]) or _AIM_FAMILIES.get(found[1], UNKNOWN)
    return "upca" if name == "ean13" and len(data) == UPCA_DIGITS and data.isdigit() else name


def named(label: str) -> str:
    """The name behind what a vendor calls it: `LABEL-TYPE-EAN128`, `QR Code`, `CODE_39`, `]Q1`."""
    if _AIM_ID.fullmatch(label):
        return of_aim(label)
    plain = _PUNCTUATION.sub("", _PREFIXES.sub("", label.strip()).lower())
    return _SAME.get(plain, plain[:_LONGEST]) or UNKNOWN


def split_aim(text: str) -> tuple[str | None, str]:
    """The name and the data of what a scanner sent with the AIM identifier in front of it."""
    found = _AIM_ID.match(text)
    if found is None:
        return None, text
    data = text[found.end() :]
    name = of_aim(found[0], data)
    return (None, text) if name == UNKNOWN else (name, data)
