"""What the doors say of the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from payments.totals import Grand, Totals


class LedgerView(Struct, frozen=True):
    """How far the till's ledger has come. `key` is the fingerprint that archives are signed by."""

    till: str
    records: int
    seal: str
    at: str | None
    key: str


class ReportView(Struct, frozen=True):
    """X: what was sold since the last closing. `names` are the associates', by their numbers."""

    till: str
    at: str
    totals: tuple[Totals, ...]
    names: Mapping[str, str]


class ClosingView(Struct, frozen=True):
    """Z: a day, month or year as it was closed. `of` names it; `first` and `last` are numbers."""

    till: str
    number: int
    kind: str
    of: str
    at: str
    first: int
    last: int
    totals: tuple[Totals, ...]
    grand: tuple[Grand, ...]
    seal: str
    names: Mapping[str, str]


class LedgerCheckView(Struct, frozen=True):
    """Whether each record is as it was written, from number `first` on. `flaw` is the first that
    is not, and `what` is wrong with it."""

    till: str
    first: int
    records: int
    at: str
    flaw: int | None = None
    what: str = ""


class ReceiptLinkView(Struct, frozen=True):
    """`url` opens the receipt, `gift_url` the same without prices; the code is theirs in SVG.

    `by_mail`: whether this house can send it.
    """

    till: str
    number: int
    refund: bool
    language: str
    url: str
    code_url: str
    paper_url: str
    gift_url: str
    gift_code_url: str
    by_mail: bool = False
    deposit: bool = False
