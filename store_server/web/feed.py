"""Each phone's place in its associate's feed: every line once, in order, nothing left out.

One thread calls `work`; whatever happens elsewhere (a line was written, a phone resumed, a line
was acknowledged) is put on a queue and returns at once. A phone holds a cursor of its own, so a
slow one delays nobody and no gap can form: what is sent is always what follows the cursor.

A line comes as it stood at its commit, and is sent so where it is the next. All else is read from
the database, as it stands by then: what was missed, and also what waits behind another line, so
that nobody is called for what the other line took back.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from store_server.messages import FeedLine
from store_server.ports import Clock, Queries, StorageError
from store_server.views import Notice
from store_server.web.wire import Ready, Reset

_LOGGER = logging.getLogger(__name__)

PENDING_AT_MOST = 1024  # lines that a phone may leave unacknowledged
STALLED_AFTER_S = 5.0
REPLAYED_AT_MOST = 500  # a longer gap is answered with a snapshot
PAGE = 200


class Line(Protocol):
    """The way to one phone."""

    def send(self, sid: str, name: str, message: Any, acked: Callable[[], None] | None) -> None: ...
    def cut(self, sid: str, reason: str) -> None: ...


@dataclass(slots=True)
class Phone:
    """`cursor` is the last line that was sent; None before the phone said where it is."""

    sid: str
    associate_id: str
    cursor: int | None = None
    pending: deque[int] = field(default_factory=deque)
    full_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    lines: Sequence[FeedLine]


@dataclass(frozen=True, slots=True)
class _Resumed:
    sid: str
    after: int


@dataclass(frozen=True, slots=True)
class _Acked:
    sid: str
    seq: int


class Feed:
    """`delivered(associate_id, seq)` hears that a phone has every line up to `seq`, and
    `shown(associate_id, client_id)` that it shows this client's card. Both return at once.
    """

    def __init__(
        self,
        queries: Queries,
        line: Line,
        clock: Clock,
        delivered: Callable[[str, int], None],
        shown: Callable[[str, str], None],
    ) -> None:
        self._queries = queries
        self._line = line
        self._clock = clock
        self._delivered = delivered
        self._shown = shown
        self._phones: dict[str, Phone] = {}
        self._queue: SimpleQueue[_Written | _Resumed | _Acked | None] = SimpleQueue()
        self._owed: dict[str, int | None] = {}  # phones whose lines could not be read; `after`

    # ------------------------------------------------------------------ from any thread

    def join(self, sid: str, associate_id: str) -> None:
        self._phones[sid] = Phone(sid, associate_id)

    def leave(self, sid: str) -> None:
        self._phones.pop(sid, None)

    def written(self, lines: Sequence[FeedLine]) -> None:
        self._queue.put(_Written(lines))

    def resume(self, sid: str, after: int) -> None:
        self._queue.put(_Resumed(sid, after))

    def close(self) -> None:
        self._queue.put(None)

    # ------------------------------------------------------------------ on the sender's thread

    def work(self, wait_s: float | None = None) -> bool:
        """Do what is waiting, after waiting at most `wait_s` for something; False when closed."""
        try:
            first = self._queue.get(timeout=wait_s) if wait_s else self._queue.get_nowait()
        except Empty:
            self._settle_debts()
            return True
        written: dict[str, list[Notice]] = {}
        while True:
            match first:
                case None:
                    return False
                case _Written(lines=lines):
                    for line in lines:
                        written.setdefault(line.associate_id, []).append(line.notice)
                case _Resumed(sid=sid, after=after):
                    self._resume(sid, after)
                case _Acked(sid=sid, seq=seq):
                    self._note_acknowledged(sid, seq)
            if self._queue.empty():
                break
            first = self._queue.get()
        for associate_id, notices in written.items():
            self._tell(associate_id, notices)
        self._settle_debts()
        return True

    def sweep(self) -> None:
        """Cut off the phones that have not answered for too long. On the sender's thread."""
        now_s = self._clock.monotonic()
        for phone in tuple(self._phones.values()):
            since_s = phone.full_since_s
            if since_s is not None and now_s - since_s > STALLED_AFTER_S:
                self._line.cut(phone.sid, "too_slow")

    def _tell(self, associate_id: str, notices: Sequence[Notice]) -> None:
        for phone in tuple(self._phones.values()):
            if phone.associate_id != associate_id or phone.cursor is None:
                continue
            if phone.sid in self._owed:
                continue  # it will be told in its turn, from where it asked to be
            if len(notices) == 1 and self._is_next(phone, notices[0]):
                self._send(phone, notices[0])
            else:
                self._guarded(phone, None)

    def _is_next(self, phone: Phone, notice: Notice) -> bool:
        room = len(phone.pending) < PENDING_AT_MOST
        return room and phone.cursor is not None and notice.seq == phone.cursor + 1

    def _resume(self, sid: str, after: int) -> None:
        phone = self._phones.get(sid)
        if phone is not None:
            phone.pending.clear()
            phone.full_since_s = None
            self._guarded(phone, after)

    def _guarded(self, phone: Phone, after: int | None) -> None:
        """Start at `after`, or go on. A database that is away delays lines; it loses none."""
        try:
            if after is None:
                self._catch_up(phone)
            else:
                self._start(phone, after)
        except StorageError as error:
            _LOGGER.warning("a feed waits for the database: %s", error)
            if after is not None or phone.sid not in self._owed:
                self._owed[phone.sid] = after  # where to start outweighs going on

    def _settle_debts(self) -> None:
        owed, self._owed = self._owed, {}
        for sid, after in owed.items():
            if (phone := self._phones.get(sid)) is not None:
                self._guarded(phone, after)

    def _start(self, phone: Phone, after: int) -> None:
        last = self._queries.last_seq(phone.associate_id)
        first = self._queries.notices_after(phone.associate_id, after, 1) if last > after else ()
        kept = after == last or (bool(first) and first[0].seq == after + 1)
        if kept and last - after <= REPLAYED_AT_MOST:
            phone.cursor = after
            self._catch_up(phone)
        else:
            signals = tuple(self._queries.signals_for(phone.associate_id))
            phone.cursor = last
            self._line.send(phone.sid, "reset", Reset(last, signals), None)
            for signal in signals:
                if signal.card is not None:
                    self._shown(phone.associate_id, signal.card.client_id)
            self._catch_up(phone)
        self._line.send(phone.sid, "ready", Ready(phone.cursor), None)

    def _catch_up(self, phone: Phone) -> None:
        """Send every line after the cursor, while the phone has room for it."""
        while phone.cursor is not None:
            room = PENDING_AT_MOST - len(phone.pending)
            if room <= 0:
                phone.full_since_s = phone.full_since_s or self._clock.monotonic()
                return
            limit = min(room, PAGE)
            notices = self._queries.notices_after(phone.associate_id, phone.cursor, limit)
            for notice in notices:
                self._send(phone, notice)
            if len(notices) < limit:
                return

    def _send(self, phone: Phone, notice: Notice) -> None:
        sid, seq, associate_id = phone.sid, notice.seq, phone.associate_id

        def acked() -> None:
            self._queue.put(_Acked(sid, seq))
            if notice.kind in ("signal", "reminder") and notice.signal and notice.signal.card:
                self._shown(associate_id, notice.signal.card.client_id)

        phone.cursor = seq
        phone.pending.append(seq)
        self._line.send(sid, "notice", notice, acked)

    def _note_acknowledged(self, sid: str, seq: int) -> None:
        phone = self._phones.get(sid)
        if phone is None:
            return
        while phone.pending and phone.pending[0] <= seq:
            phone.pending.popleft()
        self._delivered(phone.associate_id, seq)
        if phone.full_since_s is not None:
            phone.full_since_s = None
            self._guarded(phone, None)
