"""A client's pass, read by a scanner: the client is here."""

from __future__ import annotations

from store_server.domain.code import Code
from store_server.domain.scan_verdict import Verdict, Word
from store_server.domain.visit import Source
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Desk
from store_server.messages import ReadPass, ReadScan, ReportPresence
from store_server.ports import ConflictError, Queries

WELCOME = Verdict(Word.WELCOME, "verdict.welcome")
UNKNOWN = Verdict(Word.WAIT, "verdict.pass.unknown")


class ReadClientPass:
    """A stranger's pass, and one without a consent, are nobody's: nothing is noted.

    The arrival is committed before the scan is: killed between the two, the scan comes again and
    finds the visit open.
    """

    def __init__(self, desk: Desk, arrivals: Arrivals, queries: Queries) -> None:
        self._desk = desk
        self._arrivals = arrivals
        self._queries = queries

    def decide(self, code: Code, scan: ReadScan) -> Verdict:
        """Of a pass that is known the client is greeted, of any other nobody learns why not."""
        known = self.read(ReadPass(code.token, scan.device_id))
        return WELCOME if known else UNKNOWN

    def read(self, command: ReadPass) -> bool:
        """Whether it is the pass of a client whom we may know."""
        if self._known(command):
            return True
        client_id = self._queries.client_by_pass(command.code)
        if client_id is None:
            return False
        try:
            self._arrivals.report_presence(
                ReportPresence(client_id, Source.PASS, by_id=command.device_id)
            )
        except ConflictError:
            return False
        if command.scan_id is not None:
            with self._desk.work() as work:
                work.uow.scans.note(command.device_id, command.scan_id, work.at)
        return True

    def _known(self, command: ReadPass) -> bool:
        if command.scan_id is None:
            return False
        with self._desk.store.look() as uow:
            return uow.scans.known(command.device_id, command.scan_id)
