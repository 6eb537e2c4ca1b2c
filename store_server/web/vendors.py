"""The push services of the browsers' vendors: which they are, and one message to one of them."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import msgspec
import requests
from pywebpush import WebPushException, webpush

from store_server.account_ports import PushSubscription
from store_server.settings import Settings
from store_server.web.vapid import VapidKey

TTL_S = 60
TIMEOUT_S = 5.0

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

    `q`: without a sound, in a quiet hour or for a discreet client. `k` is what it is about, where
    it is no signal: `till`, and `s` is a basket's id; `alert`, and it is an alert's.
    """

    n: int
    s: str
    q: bool = False
    k: str = ""

    @property
    def topic(self) -> str:
        """RFC 8030, 5.4: of two with one topic that wait at the vendor, the later is delivered."""
        return self.s.replace("-", "")


class Vendors:
    """Callable from any thread; each has connections of its own."""

    def __init__(self, settings: Settings, key: VapidKey) -> None:
        self._subject = settings.vapid_subject
        self._extra = tuple(
            origin.strip().rstrip("/")
            for origin in settings.push_endpoints.split(",")
            if origin.strip()
        )
        self._key = key
        self._own = threading.local()

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

    def post(self, subscription: PushSubscription, payload: Payload) -> int | None:
        """The vendor's status; None where it could not be reached."""
        if not self.may_speak_to(subscription.endpoint):
            return 410
        try:
            response = webpush(
                {
                    "endpoint": subscription.endpoint,
                    "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
                },
                data=msgspec.json.encode(payload).decode(),
                vapid_private_key=self._key.signer,
                vapid_claims={"sub": self._subject},
                ttl=TTL_S,
                timeout=TIMEOUT_S,
                headers={"Urgency": "high", "Topic": payload.topic},
                requests_session=self._session(),
            )
        except WebPushException as error:
            return error.response.status_code if error.response is not None else 400
        except (requests.RequestException, OSError):
            return None
        except ValueError:  # a key that is no point on the curve
            return 410
        return int(response.status_code) if not isinstance(response, str) else 200

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            session.max_redirects = 0
        return session
