"""The ledger as the doors see it: read, exported, and its archives signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from payments import archive
from payments.books import read_closing
from payments.ledger import Record, verify
from payments.receipt_links import ReceiptLinks
from store_server.ledger_ports import LedgerQueries
from store_server.ledger_views import ClosingView, LedgerCheckView, LedgerView

ARCHIVES = "ledger archives"  # what the key that signs them is derived for


@dataclass(frozen=True, slots=True)
class LedgerDesk:
    """`secret` is 32 bytes that no other boutique has; every archive's signature is made of it."""

    queries: LedgerQueries
    till: str
    secret: bytes = field(repr=False)
    receipt_links: ReceiptLinks

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)

    @property
    def fingerprint(self) -> str:
        return archive.fingerprint(archive.public(self.key))

    def check(self, at: datetime, at_most: int) -> LedgerCheckView:
        """Verify the newest records; what is older is for `accueil ledger verify`."""
        last = self.queries.last(self.till)
        total = 0 if last is None else last.number
        first = max(1, total - at_most + 1)
        before = None if first == 1 else self.queries.record(self.till, first - 1)
        flaw = next(verify(self.queries.records(self.till, first - 1, total), before), None)
        moment = at.isoformat(timespec="seconds")
        view = LedgerCheckView(self.till, first, total - first + 1, moment)
        return view if flaw is None else replace(view, flaw=flaw.number, what=flaw.what)

    def standing(self) -> LedgerView:
        last = self.queries.last(self.till)
        if last is None:
            return LedgerView(self.till, 0, "", None, self.fingerprint)
        return LedgerView(self.till, last.number, last.seal, last.at, self.fingerprint)


def closing_view(record: Record, names: Mapping[str, str]) -> ClosingView:
    closing = read_closing(record)
    met = {one.by for total in closing.totals for one in total.associates}
    return ClosingView(
        closing.till,
        record.number,
        record.kind,
        closing.of,
        record.at,
        closing.first,
        closing.last,
        closing.totals,
        closing.grand,
        record.seal,
        {by: names[by] for by in sorted(met) if by in names},
    )
