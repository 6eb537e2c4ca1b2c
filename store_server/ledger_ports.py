"""What the handlers and the doors need of the ledger; `ports` for everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from payments.books import Shelf
from payments.ledger import Record
from payments.totals import Totals


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """Which record is a basket's: of the sale itself, of a refund, or of a deposit.

    `part` is empty for the sale itself; else the refund's id, or that of the deposit's bill.
    """

    basket_id: str
    till: str
    number: int
    language: str
    part: str = ""
    deposit: bool = False

    @property
    def refund(self) -> bool:
        return bool(self.part) and not self.deposit


class Ledger(Protocol):
    """Inside a unit of work: records and their receipts are committed with what they tell of."""

    def shelf(self, till: str) -> Shelf: ...
    def note_receipt(self, receipt: KeptReceipt) -> None: ...
    def receipts_of(self, basket_id: str) -> Sequence[KeptReceipt]:
        """In the order in which they were written."""

    def receipt_of(self, basket_id: str, part: str = "") -> KeptReceipt | None: ...


class LedgerQueries(Protocol):
    """Reading, from any thread. Everything of one answer is of one moment."""

    def tills(self) -> Sequence[str]: ...
    def records(self, till: str, after: int = 0, until: int | None = None) -> Iterator[Record]:
        """In order, as they stand; numbers up to `until`, or all."""

    def record(self, till: str, number: int) -> Record:
        """Raises `NotFoundError`."""

    def last(self, till: str) -> Record | None: ...
    def running(self, till: str) -> tuple[Totals, ...]:
        """Sold since the last closing of a day."""

    def closings(self, till: str, kind: str, limit: int = 100) -> Sequence[Record]:
        """The newest first."""

    def number_at(self, till: str, day: str) -> int:
        """The number of the last record that was closed before this day: 0 before the first."""

    def receipts_of(self, basket_id: str) -> Sequence[KeptReceipt]:
        """Deposits, the sale, then what was refunded."""

    def language_of(self, till: str, number: int) -> str | None: ...

    def tax_free(self, till: str, number: int) -> bool:
        """Whether it is the record of a sale for which its client asked for tax-free."""
