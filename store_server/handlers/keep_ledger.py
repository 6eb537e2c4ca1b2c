"""What was paid and given back is written in the ledger, in the transaction that makes it so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from payments import entry as entries
from payments.books import Books, read_entry
from payments.ledger import Record
from payments.sale import Deposit, Refunded, Sale
from store_server.handlers.desk import Desk, Work
from store_server.ledger_ports import KeptReceipt
from store_server.payment_messages import CloseLedger
from store_server.ports import ConflictError, StorageError


class KeepLedger:
    """One till's ledger. `sold` and `refunded` belong to their caller's transaction."""

    def __init__(self, desk: Desk, till: str, zone: ZoneInfo) -> None:
        self._desk = desk
        self._till = till
        self._zone = zone
        self._looked_on: date | None = None

    def sold(self, work: Work, sale: Sale) -> KeptReceipt:
        """Once for each basket, however often it is told."""
        kept = work.uow.ledger.receipt_of(sale.basket_id)
        if kept is not None:
            return kept
        entry = entries.of_sale(sale, self._deposits(work, sale.basket_id))
        record = self._books(work).write(entries.SALE, entry, sale.at)
        return self._note(work, record, KeptReceipt(sale.basket_id, "", 0, sale.language))

    def deposited(self, work: Work, deposit: Deposit) -> KeptReceipt:
        """Once for each deposit, when it is taken."""
        kept = work.uow.ledger.receipt_of(deposit.basket_id, deposit.deposit_id)
        if kept is not None:
            return kept
        record = self._books(work).write(entries.DEPOSIT, entries.of_deposit(deposit), deposit.at)
        receipt = KeptReceipt(
            deposit.basket_id, "", 0, deposit.language, deposit.deposit_id, deposit=True
        )
        return self._note(work, record, receipt)

    def refunded(self, work: Work, refund: Refunded) -> KeptReceipt:
        """Once for each refund, of the sale or of a deposit before it. Raises `ConflictError`
        where neither is in this ledger."""
        ledger = work.uow.ledger
        kept = ledger.receipt_of(refund.basket_id, refund.refund_id)
        if kept is not None:
            return kept
        sale = ledger.receipt_of(refund.basket_id)
        if sale is None and refund.paid.deposit_id:
            sale = ledger.receipt_of(refund.basket_id, refund.paid.deposit_id)
        if sale is None:
            raise ConflictError("the ledger holds no sale that this could be refunded from")
        entry = entries.of_refund(refund, _entry_of(work, sale), sale.number)
        record = self._books(work).write(entries.REFUND, entry, refund.at)
        receipt = KeptReceipt(refund.basket_id, "", 0, sale.language, refund.refund_id)
        return self._note(work, record, receipt)

    def close(self, command: CloseLedger) -> list[int]:
        """Close what has ended, and the day as it stands; answers the closings' numbers."""
        with self._desk.work() as work:
            books = self._books(work)
            made = books.close_ended(work.at) + books.close_day(work.at)
            self._tell(work, made)
            if command.by_id is not None:
                work.audit(command.by_id, "ledger.close", self._till)
        return [record.number for record in made]

    def tick(self) -> None:
        """Close by the clock what has ended, also where nobody sells any more."""
        today = self._desk.clock.now().astimezone(self._zone).date()
        if today == self._looked_on:
            return
        try:
            with self._desk.work() as work:
                self._tell(work, self._books(work).close_ended(work.at))
        except StorageError:
            return  # the next look is soon
        self._looked_on = today

    def _books(self, work: Work) -> Books:
        return Books(work.uow.ledger.shelf(self._till), self._till, self._zone)

    def _deposits(self, work: Work, basket_id: str) -> list[entries.Before]:
        return [
            entries.Before(one.part, one.number, _entry_of(work, one))
            for one in work.uow.ledger.receipts_of(basket_id)
            if one.deposit
        ]

    def _note(self, work: Work, record: Record, receipt: KeptReceipt) -> KeptReceipt:
        kept = replace(receipt, till=self._till, number=record.number)
        work.uow.ledger.note_receipt(kept)
        work.record("LedgerWritten", till=self._till, number=record.number, seal=record.seal)
        return kept

    def _tell(self, work: Work, made: list[Record]) -> None:
        for record in made:
            work.record("LedgerClosed", till=self._till, number=record.number, seal=record.seal)


def _entry_of(work: Work, receipt: KeptReceipt) -> entries.Entry:
    record = next(iter(work.uow.ledger.shelf(receipt.till).after(receipt.number - 1)))
    return read_entry(record)
