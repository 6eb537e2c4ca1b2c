"""A code that a scanner read goes to whoever cares, and the scanner hears what came of it.

Whoever cares is registered by the kind of code. What nobody is registered for gets an honest
verdict: that it is no pass, and what to do.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from store_server.domain.code import Code, CodeKind, Foreign, understand
from store_server.domain.scan_verdict import Verdict, Word
from store_server.handlers.desk import Desk, Work
from store_server.messages import ReadScan, ReadTogether, ScanRead
from store_server.origin import under
from store_server.ports import StorageError

AGAIN_S = 5.0  # the same code before the same scanner within it, with no id, is the same showing
REMEMBERED, REMEMBERED_S = 1_000, 3_600.0  # verdicts that are said again, and for how long

CodeReader = Callable[[Code, ReadScan], Verdict]
CodeJudge = Callable[[Work, Code, ReadScan], Verdict]

UNCLAIMED = {
    CodeKind.CLIENT_PASS: Verdict(Word.WAIT, "verdict.pass.unknown"),
    CodeKind.EXIT_PASS: Verdict(Word.STOP, "verdict.exit"),
    CodeKind.ARTICLE: Verdict(Word.WAIT, "verdict.article"),
    CodeKind.TAG: Verdict(Word.WAIT, "verdict.article"),
}


class ReadScans:
    """Each scan has its effect once, by the scanner's own id; one that comes again is answered
    again while its verdict is remembered."""

    def __init__(self, desk: Desk, own_url: str) -> None:
        self._desk = desk
        self._own_url = own_url
        self._readers: dict[CodeKind, CodeReader] = {}
        self._judges: dict[CodeKind, CodeJudge] = {}
        self._told: OrderedDict[tuple[str, str], tuple[float, ScanRead]] = OrderedDict()

    def reads(self, kind: CodeKind, reader: CodeReader) -> None:
        """Register who decides about a kind of code. The reader commits what it decides, and may
        be asked twice about one scan where the power fails before the scan is noted."""
        self._refuse_another(kind)
        self._readers[kind] = reader

    def judges(self, kind: CodeKind, judge: CodeJudge) -> None:
        """Register who decides about a kind of code in the very transaction that notes the scan:
        one commit for both, and for all whose codes are judged with it."""
        self._refuse_another(kind)
        self._judges[kind] = judge

    def _refuse_another(self, kind: CodeKind) -> None:
        if kind in self._readers or kind in self._judges:
            raise ValueError(f"two readers for {kind}")

    def read(self, command: ReadScan) -> None:
        (failure,) = self.read_together(ReadTogether((command,)))
        if failure is not None:
            raise failure

    def read_together(self, command: ReadTogether) -> list[Exception | None]:
        """One commit notes them all. One that fails does not take the others along.

        Raises `StorageError`; then all of them may come again.
        """
        try:
            return self._read(command.scans)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - one of them cannot be noted: which?
            if len(command.scans) == 1:
                return [error]
        return [self.read_together(ReadTogether((one,)))[0] for one in command.scans]

    def _read(self, scans: Sequence[ReadScan]) -> list[Exception | None]:
        failures: list[Exception | None] = [None] * len(scans)
        decided: list[tuple[ReadScan, Code, Verdict | None]] = []
        for place, scan, code in self._new(scans):
            if code.kind in self._judges:
                decided.append((scan, code, None))
                continue
            reader = self._readers.get(code.kind)
            try:
                with under(scan.origin):
                    verdict = reader(code, scan) if reader else unclaimed(code)
                decided.append((scan, code, verdict))
            except StorageError:
                raise
            except Exception as error:  # noqa: BLE001 - told to whoever waits for this scan
                failures[place] = error
        if decided:
            with self._desk.work() as work:
                for scan, code, decision in decided:
                    with under(scan.origin):
                        self._settle(work, scan, code, decision)
        return failures

    def _settle(self, work: Work, scan: ReadScan, code: Code, verdict: Verdict | None) -> None:
        """Note what was decided; without a verdict decide now, unless it had its effect before."""
        if verdict is None:
            if scan.scan_id is not None and work.uow.scans.known(scan.device_id, scan.scan_id):
                return
            verdict = self._judges[code.kind](work, code, scan)
        self._note(work, scan, code, verdict)

    def _note(self, work: Work, scan: ReadScan, code: Code, verdict: Verdict) -> None:
        read = ScanRead(scan.device_id, scan.dialect, scan.scan_id, code, verdict, work.at)
        if scan.scan_id is not None:
            work.uow.scans.note(scan.device_id, scan.scan_id, work.at)
        work.record("ScanRead", **_journaled(read))
        work.tell(read)
        work.after(lambda: self._remember(scan, read))

    def _new(self, scans: Sequence[ReadScan]) -> list[tuple[int, ReadScan, Code]]:
        """Those that had no effect yet, with their places; of two that are the same, the first.
        Where a scan is judged as it is noted, it is asked there whether it had."""
        unheard: dict[tuple[str, str], tuple[int, ReadScan, Code]] = {}
        for place, scan in enumerate(scans):
            if not self._answered_before(scan):
                code = understand(scan.data, scan.symbology, self._own_url)
                unheard.setdefault(_key(scan), (place, scan, code))
        asked = [
            (scan.device_id, scan.scan_id)
            for _, scan, code in unheard.values()
            if scan.scan_id is not None and code.kind not in self._judges
        ]
        known = self._known(asked) if asked else frozenset()
        return [one for one in unheard.values() if (one[1].device_id, one[1].scan_id) not in known]

    def _known(self, scans: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        with self._desk.store.look() as uow:
            return frozenset(one for one in scans if uow.scans.known(*one))

    def _answered_before(self, command: ReadScan) -> bool:
        """A tag that lies in the field is inventoried all the time: it is new once it was away."""
        key, now_s = _key(command), self._desk.clock.monotonic()
        at_s, read = self._told.get(key, (float("-inf"), None))
        if read is None or now_s - at_s >= (AGAIN_S if command.scan_id is None else REMEMBERED_S):
            return False
        self._told[key] = (now_s, read)
        self._told.move_to_end(key)
        self._desk.tell(replace(read, again=True))
        return True

    def _remember(self, command: ReadScan, read: ScanRead) -> None:
        self._told[_key(command)] = (self._desk.clock.monotonic(), read)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)


def unclaimed(code: Code) -> Verdict:
    """What a code is told that nobody in this house reads."""
    if code.kind is CodeKind.FOREIGN:
        return Verdict(Word.STOP, f"verdict.foreign.{code.foreign or Foreign.OTHER}")
    return UNCLAIMED[code.kind]


def _key(command: ReadScan) -> tuple[str, str]:
    """An id and a text never meet: the one stands behind `#`, the other behind `=`."""
    named = f"={command.data}" if command.scan_id is None else f"#{command.scan_id}"
    return command.device_id, named


def _journaled(read: ScanRead) -> dict[str, Any]:
    """Never what proves something, and nothing of what is not ours."""
    facts = {
        "device": read.device_id,
        "scan": read.scan_id,
        "code": read.code.kind,
        "verdict": read.verdict.word,
        "gtin": read.code.gtin,
        "serial": read.code.serial,
        "foreign": read.code.foreign,
    }
    return {name: str(value) for name, value in facts.items() if value}
