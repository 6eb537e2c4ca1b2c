"""The kinds of input that selling and paying take, with their limits, and how they are read."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payments.article import ArticleKind
from payments.money import Money
from payments.register import Delivery
from store_server.payment_messages import Payer
from store_server.web.api.inputs import Id, Language, Name, Phone, Phrase
from store_server.web.problems import InvalidInputError

_DIGITS = re.compile(r"\d(?:[ .-]?\d){12,}")

Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
Amount = Annotated[
    str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,3})?$", examples=["1250.00"], max_length=16)
]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["33.3333"])]
Quantity = Annotated[int, Meta(ge=1, le=99)]
Sku = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Gtin = Annotated[str, Meta(pattern=r"^[0-9]{0,14}$")]
Serial = Annotated[str, Meta(pattern=r"^[^\s]{1,64}$")]
Own = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{8,36}$", description="The device's own UUID")]
Scanned = Annotated[str, Meta(min_length=1, max_length=512)]


class Price(Struct, forbid_unknown_fields=True):
    amount: Amount
    currency: Currency


class ArticleInput(Struct, forbid_unknown_fields=True):
    """`stock` counts what has no numbers; pieces with numbers come in by their `serials`."""

    name: Name
    vat: Annotated[str, Meta(min_length=1, max_length=32)]
    kind: ArticleKind = ArticleKind.PLAIN
    gtin: Gtin = ""
    model: Phrase = ""
    options: Annotated[dict[Phrase, Phrase], Meta(max_length=12)] = {}
    prices: Annotated[tuple[Price, ...], Meta(max_length=40)] = ()
    stock: Annotated[int, Meta(ge=0, le=9_999_999)] = 0
    serials: Annotated[tuple[Serial, ...], Meta(max_length=1000)] = ()
    active: bool = True


class RateInput(Struct, forbid_unknown_fields=True):
    code: Annotated[str, Meta(pattern=r"^[a-z_]{1,32}$")]
    valid_from: date
    rate: Percent


class NewBasket(Struct, forbid_unknown_fields=True):
    """`id` is the device's own, so that a request sent twice opens one basket."""

    id: Own | None = None
    currency: Currency | None = None
    language: Language = "fr"
    client_id: Id | None = None
    exchange_of_id: Id | None = None


class NewBag(Struct, forbid_unknown_fields=True):
    language: Language = "fr"
    currency: Currency | None = None


class NewLine(Struct, forbid_unknown_fields=True):
    """By `article_id`, or by `code` as it was scanned. There is no amount to send."""

    article_id: Id | None = None
    code: Scanned | None = None
    symbology: Annotated[str, Meta(max_length=32)] = "unknown"
    serial: Serial | None = None
    quantity: Quantity = 1
    id: Own | None = None
    proposed: bool = False


class LineChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    quantity: Quantity | None = None
    gift: bool | None = None
    accepted: bool | None = None


class BasketChanges(Struct, forbid_unknown_fields=True):
    """`tax_free`: the client lives outside the EU and asks for it. No amount changes."""

    language: Language | UnsetType = UNSET
    gift_receipt: bool | UnsetType = UNSET
    tax_free: bool | UnsetType = UNSET
    client_id: Id | UnsetType | None = UNSET
    associate_id: Id | UnsetType | None = UNSET


class BagChanges(Struct, forbid_unknown_fields=True):
    language: Language | UnsetType = UNSET
    gift_receipt: bool | UnsetType = UNSET


class Lock(Struct, forbid_unknown_fields=True):
    """With a deposit only that is paid now: the piece is on order."""

    deposit: Amount | None = None


class PayerInput(Struct, forbid_unknown_fields=True):
    """`amount`, `percentage` or `lines`, as the bill is split."""

    name: Annotated[str, Meta(max_length=40)] = ""
    amount: Amount | None = None
    percentage: Percent | None = None
    lines: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()


class Split(Struct, forbid_unknown_fields=True):
    how: Literal["equal", "amount", "percentage", "article"]
    payers: Annotated[tuple[PayerInput, ...], Meta(min_length=2, max_length=12)]


class Pay(Struct, forbid_unknown_fields=True):
    """`share_id` may be another's: whoever pays it takes it over. Left out: one's own, or the
    only one."""

    share_id: Id | None = None
    means: Literal["page", "reader"] = "page"
    reader: Annotated[str, Meta(max_length=64)] = ""


class CashInput(Struct, forbid_unknown_fields=True):
    """`given` is what was put down; left out, exactly what is due. `share_id`: the only one."""

    share_id: Id | None = None
    given: Amount | None = None


class DrawerInput(Struct, forbid_unknown_fields=True):
    amount: Amount


class TopUpInput(Struct, forbid_unknown_fields=True):
    share_id: Id
    amount: Amount
    name: Annotated[str, Meta(max_length=40)] = ""


class RefundInput(Struct, forbid_unknown_fields=True):
    """An amount, or the pieces that came back (line to quantity), or neither: all of it."""

    amount: Amount | None = None
    lines: Annotated[dict[Id, Quantity], Meta(max_length=100)] = {}
    reason: Phrase = ""


class DeliveryInput(Struct, forbid_unknown_fields=True):
    slot_id: Id
    name: Name
    address: Annotated[str, Meta(min_length=5, max_length=500)]
    phone: Phone = ""
    gift_wrap: bool = False
    note: Annotated[str, Meta(max_length=500)] = ""


class SlotInput(Struct, forbid_unknown_fields=True):
    starts_at: datetime
    capacity: Annotated[int, Meta(ge=0, le=1000)]


class Shown(Struct, forbid_unknown_fields=True):
    """`tags` are the radio tags that were read in the bag, in hexadecimal or as URNs.

    `shown_at`: a guard without a network let it pass then, and tells of it now.
    """

    code: Scanned
    tags: Annotated[tuple[Annotated[str, Meta(max_length=128)], ...], Meta(max_length=255)] = ()
    shown_at: datetime | None = None


def money(amount: str, code: str, field: str = "amount") -> Money:
    try:
        return Money.parse(amount, code)
    except ValueError as error:
        raise InvalidInputError(str(error), field=field) from error


def no_card(text: str, field: str) -> str:
    """The text, where no card's number is in it: those are for the provider's own page alone."""
    for found in _DIGITS.findall(text):
        digits = [int(sign) for sign in found if sign.isdigit()]
        if 13 <= len(digits) <= 19 and _luhn(digits):
            raise InvalidInputError("a card's number is never written here", field=field)
    return text.strip()


def _luhn(digits: list[int]) -> bool:
    """ISO/IEC 7812: every second digit from the right counts double."""
    doubled = [digit * 2 if place % 2 else digit for place, digit in enumerate(digits[::-1])]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def payers(split: Split, code: str, hashes: list[str]) -> tuple[Payer, ...]:
    return tuple(
        Payer(
            name=no_card(one.name, "payers.name"),
            token_hash=hashed,
            amount=None if one.amount is None else money(one.amount, code, "payers.amount"),
            percentage=None if one.percentage is None else Fraction(one.percentage),
            lines=one.lines,
        )
        for one, hashed in zip(split.payers, hashes, strict=True)
    )


def delivery(basket_id: str, body: DeliveryInput) -> Delivery:
    return Delivery(
        basket_id=basket_id,
        slot_id=body.slot_id,
        name=no_card(body.name, "name"),
        address=no_card(body.address, "address"),
        phone=body.phone,
        gift_wrap=body.gift_wrap,
        note=no_card(body.note, "note"),
    )
