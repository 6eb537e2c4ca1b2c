"""Web Push: reaches a phone whose app is closed, with nothing in it but opaque ids.

A line that no screen has acknowledged after two seconds is pushed to each of its associate's
phones. Only when the vendors have answered for all of them is it marked as pushed: after a kill it
is pushed again, and the phone shows one notification a signal, however often it is told of it. A
subscription that the vendor calls gone is removed; other failures are tried again a few times,
later each time.

One thread decides; couriers speak to the vendors, with one message at a time for a subscription,
so that a vendor that is slow for one phone holds up no other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count
from queue import Empty, SimpleQueue

from store_server.account_ports import Accounts, PushSubscription
from store_server.messages import NoticesWritten
from store_server.ports import Clock, StorageError
from store_server.settings import Settings
from store_server.web.vapid import VapidKey
from store_server.web.vendors import Payload, Vendors

_LOGGER = logging.getLogger(__name__)

PUSHED_AFTER = timedelta(seconds=2)
TOO_OLD = timedelta(minutes=2)  # an arrival of before that is no news
TRIES = 4
FIRST_RETRY_S = 2.0  # then twice as long each time
LOOKED_FOR_S = 1.0
COURIERS = 8

PUSHED_KINDS = frozenset({"signal", "reminder"})
GONE = frozenset({404, 410})
TEST_ID = "test"
TILL = "till"
ALERT = "alert"

Line = tuple[str, int]  # an associate, and the number of the line in their feed


@dataclass(order=True, slots=True)
class _Due:
    """One message for one phone, and how its last try ended."""

    at_s: float
    order: int
    subscription: PushSubscription = field(compare=False)
    payload: Payload = field(compare=False)
    line: Line | None = field(default=None, compare=False)
    tries: int = field(default=0, compare=False)
    status: int | None = field(default=None, compare=False)
    answered: Callable[[], None] | None = field(default=None, compare=False)

    @property
    def endpoint(self) -> str:
        return self.subscription.endpoint


@dataclass(frozen=True, slots=True)
class _Tried:
    due: _Due


class PushSender:
    def __init__(self, settings: Settings, accounts: Accounts, clock: Clock, key: VapidKey) -> None:
        self._vendors = Vendors(settings, key)
        self._accounts = accounts
        self._clock = clock
        self._key = key
        self._due: list[_Due] = []
        self._sending: dict[str, _Due] = {}  # by endpoint: what a courier has in hand
        self._unanswered: dict[Line, int] = {}  # how many phones of a line are still to be told
        self._order = count()
        self._inbox: SimpleQueue[_Due | _Tried | bool] = SimpleQueue()
        self._look_until_s = 0.0
        self._couriers = ThreadPoolExecutor(COURIERS, thread_name_prefix="push")
        self._thread = threading.Thread(target=self._run, name="webpush", daemon=True)

    @property
    def public_key(self) -> str:
        return self._key.public

    def may_speak_to(self, endpoint: str) -> bool:
        return self._vendors.may_speak_to(endpoint)

    def try_out(self, associate_id: str) -> int:
        """Send a test to each of this associate's phones; answers how many."""
        subscriptions = self._accounts.subscriptions_of(associate_id)
        for subscription in subscriptions:
            self._inbox.put(self._make(subscription, Payload(0, TEST_ID)))
        return len(subscriptions)

    def call_to_till(self, associate_id: str, basket_id: str) -> None:
        """A payment needs a person: told to each of their phones, whatever screen they look at."""
        for subscription in self._accounts.subscriptions_of(associate_id):
            self._inbox.put(self._make(subscription, Payload(0, basket_id, k=TILL)))

    def tell_alert(
        self, associate_ids: Sequence[str], alert_id: str, answered: Callable[[], None]
    ) -> None:
        """A manager's alert has begun: on each of their phones. `answered` is called once every
        vendor has taken it, or was given up; at once where there is no phone."""
        phones = [one for each in associate_ids for one in self._accounts.subscriptions_of(each)]
        if not phones:
            answered()
            return
        left = count(len(phones) - 1, -1)
        payload = Payload(0, alert_id, k=ALERT)
        for phone in phones:
            due = self._make(phone, payload)
            due.answered = lambda: answered() if next(left) == 0 else None
            self._inbox.put(due)

    def hear(self, _event: NoticesWritten) -> None:
        """Lines were written: look, a little later, whether they were read."""
        looking = self._clock.monotonic() < self._look_until_s
        self._look_on()
        if not looking:
            self._inbox.put(True)

    def start(self) -> None:
        self._look_on()  # for what was written before a restart
        self._thread.start()

    def stop(self) -> None:
        self._inbox.put(False)
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._couriers.shutdown(wait=False, cancel_futures=True)

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while True:
            try:
                if not self.step():
                    return
            except Exception:  # a thread's outermost loop: the other phones must be told
                _LOGGER.exception("web push stumbled")

    def step(self) -> bool:
        """Wait for what comes next, and act on it; False once it is to stop."""
        try:
            came = self._inbox.get(timeout=self._wait_s())
        except Empty:
            came = None
        match came:
            case False:
                return False
            case True:
                return True  # not now, while the phones are being told: nothing is due yet
            case _Due():
                self._due.append(came)
            case _Tried(due=due):
                self._note(due)
        self.work()
        return True

    def work(self) -> None:
        """Queue what nobody has read, and give the couriers what is due."""
        if self._clock.monotonic() < self._look_until_s:
            try:
                self._collect()
            except StorageError as error:
                _LOGGER.warning("unread lines could not be read: %s", error)
        now_s = self._clock.monotonic()
        for due in sorted(self._due):
            if due.at_s <= now_s and due.endpoint not in self._sending:
                self._due.remove(due)
                self._sending[due.endpoint] = due
                self._couriers.submit(self._deliver, due)

    @property
    def waiting(self) -> Sequence[_Due]:
        """What is to be tried, or tried again, later."""
        return tuple(self._due)

    @property
    def on_the_way(self) -> int:
        return len(self._sending)

    def _look_on(self) -> None:
        self._look_until_s = self._clock.monotonic() + 2 * PUSHED_AFTER.total_seconds()

    def _wait_s(self) -> float:
        now_s = self._clock.monotonic()
        waits = [60.0]
        if now_s < self._look_until_s:
            waits.append(LOOKED_FOR_S)
        waits += [due.at_s - now_s for due in self._due if due.endpoint not in self._sending]
        return max(0.001, min(waits))

    def _collect(self) -> None:
        """Each associate's phones are looked up once, however many lines they did not read."""
        now = self._clock.now()
        phones_of = cache(self._accounts.subscriptions_of)
        lines: list[Line] = []
        for notice in self._accounts.undelivered(now - PUSHED_AFTER, now - TOO_OLD):
            line = (notice.associate_id, notice.seq)
            lines.append(line)
            if line not in self._unanswered:
                pushed = notice.kind in PUSHED_KINDS
                payload = Payload(notice.seq, notice.signal_id, notice.silent)
                phones = phones_of(notice.associate_id) if pushed else ()
                self._due += [self._make(phone, payload, line) for phone in phones]
                self._unanswered[line] = len(phones)
        self._close_answered(lines)

    def _make(
        self, subscription: PushSubscription, payload: Payload, line: Line | None = None
    ) -> _Due:
        return _Due(self._clock.monotonic(), next(self._order), subscription, payload, line)

    def _note(self, due: _Due) -> None:
        """A vendor has answered, or has not been reached."""
        del self._sending[due.endpoint]
        failed = due.status is None or due.status >= 400
        if failed and due.status not in GONE and self._tries_again(due):
            return
        if due.line is not None:
            self._unanswered[due.line] -= 1
        if due.status in GONE:
            self._accounts.drop_subscription(due.endpoint)
            _LOGGER.info("a push subscription is gone and was removed")
        elif failed:
            self._accounts.note_push_failure(due.endpoint, self._clock.now())
            _LOGGER.warning("a push was given up (%s)", due.status or "no answer")
        if due.line is not None:
            self._close_answered([due.line])
        if due.answered is not None:
            due.answered()

    def _tries_again(self, due: _Due) -> bool:
        due.tries += 1
        hopeless = due.status is not None and 400 <= due.status < 429
        if hopeless or due.tries >= TRIES:
            return False
        due.at_s = self._clock.monotonic() + FIRST_RETRY_S * 2 ** (due.tries - 1)
        self._due.append(due)
        return True

    def _close_answered(self, lines: Sequence[Line]) -> None:
        """Where this cannot be written, the next look finds the lines and writes them."""
        answered = [line for line in lines if self._unanswered[line] == 0]
        if answered:
            self._accounts.mark_pushed(answered, self._clock.now())
        for line in answered:
            del self._unanswered[line]

    # ------------------------------------------------------------------ the couriers

    def _deliver(self, due: _Due) -> None:
        due.status = None
        try:
            due.status = self._vendors.post(due.subscription, due.payload)
        except Exception:  # whatever it was, the next message of this phone must not wait for it
            _LOGGER.exception("a push could not be made")
        self._inbox.put(_Tried(due))
