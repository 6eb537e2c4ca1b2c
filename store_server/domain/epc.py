"""A radio tag's number: SGTIN-96 as the tag holds it, or as a URN (EPC Tag Data Standard 1.13)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from store_server.domain.gs1 import GTIN_DIGITS, check_digit

SGTIN_96 = 0x30
BITS = 96
SERIAL_BITS = 38
# Partition -> bits and digits of the company prefix; the item reference has the rest (14.5.1.1).
COMPANY = ((40, 12), (37, 11), (34, 10), (30, 9), (27, 8), (24, 7), (20, 6))
COMPANY_AND_ITEM_BITS, COMPANY_AND_ITEM_DIGITS = 44, 13

_URN = re.compile(
    r"urn:epc:(?:tag:sgtin-(?:96|198):[0-7]\.|id:sgtin:)(\d{6,12})\.(\d{1,7})\.([^.\s]{1,120})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """The article that a tag is sewn into: its GTIN of 14 digits, and which piece it is."""

    gtin: str
    serial: str


def tag_of(text: str) -> Tag | None:
    """None for a tag that holds anything else: a pallet's, a maker's own number."""
    if text.lower().startswith("urn:"):
        found = _URN.fullmatch(text)
        return _tag(found[1], found[2], found[3]) if found else None
    if len(text) != BITS // 4 or not re.fullmatch(r"[0-9A-Fa-f]+", text):
        return None
    return _of_bits(int(text, 16))


def _of_bits(number: int) -> Tag | None:
    header, partition = number >> BITS - 8, number >> BITS - 14 & 0b111
    if header != SGTIN_96 or partition >= len(COMPANY):
        return None
    company_bits, company_digits = COMPANY[partition]
    item_bits = COMPANY_AND_ITEM_BITS - company_bits
    company = number >> SERIAL_BITS + item_bits & (1 << company_bits) - 1
    item = number >> SERIAL_BITS & (1 << item_bits) - 1
    serial = number & (1 << SERIAL_BITS) - 1
    item_digits = COMPANY_AND_ITEM_DIGITS - company_digits
    if company >= 10**company_digits or item >= 10**item_digits:
        return None
    return _tag(f"{company:0{company_digits}d}", f"{item:0{item_digits}d}", str(serial))


def _tag(company: str, item: str, serial: str) -> Tag | None:
    """The item reference begins with the indicator, which in a GTIN comes first of all."""
    if len(company) + len(item) != COMPANY_AND_ITEM_DIGITS:
        return None
    digits = item[0] + company + item[1:]
    gtin = f"{digits}{check_digit(digits)}"
    return Tag(gtin, serial) if len(gtin) == GTIN_DIGITS else None
