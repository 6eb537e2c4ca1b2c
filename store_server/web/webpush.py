"""Web Push: reaches a phone whose app is closed, with nothing in it but opaque ids.

A line that no screen has acknowledged after two seconds is pushed to each of its associate's
phones. A subscription that the vendor calls gone is removed; other failures are tried again a few
times, later each time. All of it happens on a thread of its own.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

import msgspec
import requests
from pywebpush import WebPushException, webpush

from store_server.messages import NoticesWritten
from store_server.ports import Accounts, Clock, PushSubscription, StorageError
from store_server.settings import Settings
from store_server.web.vapid import VapidKey

_LOGGER = logging.getLogger(__name__)

PUSHED_AFTER = timedelta(seconds=2)
TOO_OLD = timedelta(minutes=2)  # an arrival of before that is no news
TTL_S = 60
TIMEOUT_S = 5.0
TRIES = 4
FIRST_RETRY_S = 2.0  # then twice as long each time
LOOKED_FOR_S = 1.0

PUSHED_KINDS = frozenset({"signal", "reminder"})
GONE = frozenset({404, 410})
TEST_ID = "test"

# The push services of Chrome, Firefox, Safari and Edge. A subscription is a URL that a browser
# hands us; without this list it could point our server at anything.
VENDORS = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """`n` is the line's number in the feed, `s` the signal's id; the phone asks for the rest.

    `q`: without a sound, in a quiet hour or for a discreet client.
    """

    n: int
    s: str
    q: bool = False


@dataclass(order=True, slots=True)
class _Due:
    at_s: float
    order: int
    subscription: PushSubscription = field(compare=False)
    payload: Payload = field(compare=False)
    tries: int = field(default=0, compare=False)


class PushSender:
    def __init__(self, settings: Settings, accounts: Accounts, clock: Clock, key: VapidKey) -> None:
        self._subject = settings.vapid_subject
        self._extra = tuple(
            origin.strip().rstrip("/")
            for origin in settings.push_endpoints.split(",")
            if origin.strip()
        )
        self._accounts = accounts
        self._clock = clock
        self._key = key
        self._due: list[_Due] = []
        self._order = count()
        self._inbox: SimpleQueue[_Due | bool] = SimpleQueue()
        self._look_until_s = 0.0
        self._session = requests.Session()
        self._session.max_redirects = 0
        self._thread = threading.Thread(target=self._run, name="webpush", daemon=True)

    @property
    def public_key(self) -> str:
        return self._key.public

    def may_speak_to(self, endpoint: str) -> bool:
        """Whether this is a known vendor's https address, or one that the settings name."""
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if f"{parts.scheme}://{parts.netloc}" in self._extra:
            return True
        known = any(host == vendor or host.endswith(f".{vendor}") for vendor in VENDORS)
        plain = parts.username is None and port in (None, 443)
        return parts.scheme == "https" and known and plain

    def try_out(self, associate_id: str) -> int:
        """Send a test to each of this associate's phones; answers how many."""
        subscriptions = self._accounts.subscriptions_of(associate_id)
        for subscription in subscriptions:
            self._inbox.put(self._make(subscription, Payload(0, TEST_ID)))
        return len(subscriptions)

    # ------------------------------------------------------------------ the thread

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
        self._session.close()

    def _run(self) -> None:
        while True:
            try:
                arrived = self._inbox.get(timeout=self._wait_s())
            except Empty:
                arrived = None
            if arrived is False:
                return
            if isinstance(arrived, _Due):
                heapq.heappush(self._due, arrived)
            elif arrived:
                continue  # not now, while the phones are being told: nothing is due yet
            try:
                self.work()
            except Exception:
                _LOGGER.exception("web push stumbled")

    def _look_on(self) -> None:
        self._look_until_s = self._clock.monotonic() + 2 * PUSHED_AFTER.total_seconds()

    def _wait_s(self) -> float | None:
        now_s = self._clock.monotonic()
        waits = [60.0]
        if now_s < self._look_until_s:
            waits.append(LOOKED_FOR_S)
        if self._due:
            waits.append(max(0.0, self._due[0].at_s - now_s))
        return min(waits) or 0.001

    def work(self) -> None:
        """Queue what nobody has read, and send what is due."""
        now_s = self._clock.monotonic()
        if now_s < self._look_until_s:
            try:
                self._collect()
            except StorageError as error:
                _LOGGER.warning("unread lines could not be read: %s", error)
        while self._due and self._due[0].at_s <= self._clock.monotonic():
            self._attempt(heapq.heappop(self._due))

    def _collect(self) -> None:
        now = self._clock.now()
        for notice in self._accounts.undelivered(now - PUSHED_AFTER, now - TOO_OLD):
            if notice.kind in PUSHED_KINDS:
                payload = Payload(notice.seq, notice.signal_id, notice.silent)
                for subscription in self._accounts.subscriptions_of(notice.associate_id):
                    heapq.heappush(self._due, self._make(subscription, payload))
            self._accounts.mark_pushed(notice.associate_id, notice.seq, now)

    def _make(self, subscription: PushSubscription, payload: Payload) -> _Due:
        return _Due(self._clock.monotonic(), next(self._order), subscription, payload)

    def _attempt(self, due: _Due) -> None:
        subscription = due.subscription
        status = self._post(due)
        if status in GONE:
            self._accounts.drop_subscription(subscription.endpoint)
            _LOGGER.info("a push subscription is gone and was removed")
        elif status is None or status >= 400:
            due.tries += 1
            if due.tries >= TRIES or (status is not None and 400 <= status < 429):
                self._accounts.note_push_failure(subscription.endpoint, self._clock.now())
                _LOGGER.warning("a push was given up (%s)", status or "no answer")
                return
            due.at_s = self._clock.monotonic() + FIRST_RETRY_S * 2 ** (due.tries - 1)
            heapq.heappush(self._due, due)

    def _post(self, due: _Due) -> int | None:
        """The vendor's status; None where it could not be reached."""
        subscription = due.subscription
        if not self.may_speak_to(subscription.endpoint):
            return 410
        try:
            response = webpush(
                {
                    "endpoint": subscription.endpoint,
                    "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
                },
                data=msgspec.json.encode(due.payload).decode(),
                vapid_private_key=self._key.signer,
                vapid_claims={"sub": self._subject},
                ttl=TTL_S,
                timeout=TIMEOUT_S,
                headers={"Urgency": "high"},
                requests_session=self._session,
            )
        except WebPushException as error:
            return error.response.status_code if error.response is not None else 400
        except (requests.RequestException, OSError):
            return None
        except ValueError:  # a key that is no point on the curve
            return 410
        return int(response.status_code) if not isinstance(response, str) else 200

    @property
    def waiting(self) -> Sequence[_Due]:
        return tuple(self._due)
