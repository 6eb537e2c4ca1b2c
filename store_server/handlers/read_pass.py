"""A client's pass, read by a scanner: the client is here."""

from __future__ import annotations

from store_server.domain.visit import Source
from store_server.handlers.arrivals import Arrivals
from store_server.messages import ReadPass, ReportPresence
from store_server.ports import ConflictError, Queries


class ReadClientPass:
    """A stranger's pass, and one without a consent, are nobody's: nothing is noted."""

    def __init__(self, arrivals: Arrivals, queries: Queries) -> None:
        self._arrivals = arrivals
        self._queries = queries

    def read(self, command: ReadPass) -> None:
        client_id = self._queries.client_by_pass(command.code)
        if client_id is None:
            return
        try:
            self._arrivals.report_presence(
                ReportPresence(client_id, Source.PASS, by_id=command.device_id)
            )
        except ConflictError:
            return
