"""Pairing, PIN and sessions: how a device and then a person come to be known at the doors."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil
from typing import Literal

from flask import Request, Response

from store_server.account_ports import Accounts, PairedDevice, Pin, Scope, Session
from store_server.audit_ports import FROM_ADDRESS, AuditLine
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.web import tokens
from store_server.web.callers import PEOPLE, Caller, OnDevice, Program, SignedIn, Who
from store_server.web.problems import (
    ForbiddenError,
    NotSignedInError,
    ProblemError,
    TooManyError,
)
from store_server.web.throttle import Throttle

Kind = Literal["associate", "kiosk", "client"]
KINDS: tuple[Kind, ...] = ("associate", "kiosk", "client")

SESSION_COOKIE = "accueil_session"
# One cookie a kind, so that a kiosk can be tried out in the browser of a manager.
DEVICE_COOKIES = {
    "associate": "accueil_device",
    "kiosk": "accueil_kiosk",
    "client": "accueil_client",
}

SESSION_IDLE = timedelta(hours=12)
SESSION_LASTS = timedelta(days=7)
DEVICE_LASTS = timedelta(days=400)  # the longest that browsers keep a cookie
TOUCHED_EVERY = timedelta(minutes=1)

PIN_FAILURES = 5
PIN_LOCK_S = 30  # after the fifth failure; twice as long after each further one
PIN_LOCK_AT_MOST_S = 3600

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class PairingCode:
    """`code` as it is read aloud; `url` opens the page that uses it."""

    code: str
    url: str
    expires_at: datetime


class Pairings:
    """Makes pairing codes. Needs no web server: the command line and the demo make them too."""

    def __init__(self, settings: Settings, accounts: Accounts, clock: Clock) -> None:
        self._url = settings.url
        self._accounts = accounts
        self._clock = clock

    def create(
        self,
        kind: str,
        associate_id: str | None = None,
        client_id: str | None = None,
        valid: timedelta = timedelta(minutes=10),
        uses: int = 1,
        by_id: str | None = None,
    ) -> PairingCode:
        """A code for `kind` associate (with `associate_id`), kiosk, or client (`client_id`).

        The audit log has who made it, where `by_id` says.
        """
        needs = {"associate": associate_id, "client": client_id, "kiosk": "nobody"}
        if not needs.get(kind):
            raise ValueError(f"a pairing of kind {kind!r} needs whom it is for")
        code = tokens.new_code()
        now = self._clock.now()
        expires_at = now + valid
        whom = associate_id or client_id or ""
        self._accounts.create_pairing(
            kind,
            associate_id,
            client_id,
            tokens.fingerprint(code),
            expires_at,
            uses,
            AuditLine(by_id, f"pairing.{kind}", whom, now) if by_id else None,
        )
        shown = tokens.shown(code)
        return PairingCode(shown, f"{self._url}/pair#{shown}", expires_at)


class Gate:
    """Knows callers by their cookies, and lets in whom an allow-list names."""

    def __init__(self, settings: Settings, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock
        self._secure = settings.url.startswith("https:")
        self._proxied = bool(settings.public_url)
        self._origin = settings.url
        self._pair_failures = Throttle(clock, failures=10, within_s=600)
        self._pin_tries = threading.Lock()

    # ------------------------------------------------------------------ who is it

    def caller(self, request: Request, allow: frozenset[Who]) -> Caller | None:
        """The one of `allow` who is asking; else whoever else it is; None where nobody is known."""
        somebody: Caller | None = None
        if Who.SYSTEM in allow and (program := self.program(request)) is not None:
            return program
        for caller in self._callers(request):
            if caller.who in allow:
                return caller
            somebody = somebody or caller
        return somebody

    def _callers(self, request: Request) -> Iterator[Caller]:
        if (person := self.person(request)) is not None:
            yield person
        for kind in KINDS:
            if (device := self.device(request, kind)) is not None:
                yield OnDevice(device)

    def program(self, request: Request) -> Program | None:
        """Only by a header: no browser sends one by itself. `ForbiddenError` beyond its scope."""
        scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = self._accounts.api_key_by_hash(tokens.fingerprint(sent.strip()))
        if key is None:
            raise NotSignedInError("this key is not valid, or not any more", slug="wrong-code")
        if request.method in CHANGING and key.scope is not Scope.WRITE:
            raise ForbiddenError("this key may only read")
        return Program(key)

    def person(self, request: Request) -> SignedIn | None:
        token = request.cookies.get(SESSION_COOKIE)
        device = self.device(request, "associate")
        if not token or device is None:
            return None
        session = self.session(tokens.fingerprint(token))
        if session is None or session.paired_device_id != device.id:
            return None
        return SignedIn(session, device)

    def session(self, token_hash: str) -> Session | None:
        """The session while it lasts: not revoked, and not idle for half a day."""
        return self.sessions([token_hash]).get(token_hash)

    def sessions(self, token_hashes: Collection[str]) -> Mapping[str, Session]:
        """Of many at once, by token; those that ended are missing."""
        now = self._clock.now()
        found = self._accounts.sessions_by_token(token_hashes, now) if token_hashes else {}
        lasting = {}
        for token_hash, session in found.items():
            if now - session.last_used_at > SESSION_IDLE:
                self._accounts.end_session(session.id, now)
            else:
                lasting[token_hash] = session
        return lasting

    def devices(self, token_hashes: Collection[str]) -> Mapping[str, PairedDevice]:
        """Of many at once, by token; those that were revoked are missing."""
        return self._accounts.paired_devices_by_token(token_hashes) if token_hashes else {}

    def touch(self, caller: SignedIn | OnDevice | Program) -> None:
        """Note that a device or a key, and whoever is signed in, is in use; now and then."""
        now = self._clock.now()
        if isinstance(caller, Program):
            used = caller.key.last_used_at
            if used is None or now - used > TOUCHED_EVERY:
                self._accounts.touch_api_key(caller.key.id, now)
            return
        device = caller.device
        if device.last_used_at is None or now - device.last_used_at > TOUCHED_EVERY:
            self._accounts.touch_paired_device(device.id, now)
        if isinstance(caller, SignedIn) and now - caller.session.last_used_at > TOUCHED_EVERY:
            self._accounts.touch_session(caller.session.id, now)

    def device(self, request: Request, kind: str) -> PairedDevice | None:
        token = request.cookies.get(DEVICE_COOKIES[kind])
        if not token:
            return None
        device = self._accounts.paired_device_by_token(tokens.fingerprint(token))
        return device if device is not None and device.kind == kind else None

    # ------------------------------------------------------------------ may it

    def admit(self, allow: frozenset[Who], caller: Caller | None) -> Caller:
        """The caller, where the list names them; else raise the problem that says why not.

        401 where this door's kind of credential is missing, 403 where it is there and too small.
        """
        if caller is not None and caller.who in allow:
            return caller
        if isinstance(caller, SignedIn) and allow & PEOPLE:
            raise ForbiddenError(f"this is not for the role {caller.who.value}")
        if isinstance(caller, OnDevice) and caller.who is Who.PHONE and allow & PEOPLE:
            raise self._pin_needed(caller.device)
        if not allow & PEOPLE:
            raise NotSignedInError(f"this is for a paired device: {', '.join(sorted(allow))}")
        raise NotSignedInError("pair this device, and sign in on it")

    def _pin_needed(self, device: PairedDevice) -> ProblemError:
        pin = self._accounts.pin_of(device.associate_id or "")
        return NotSignedInError(
            "this phone is paired; sign in with the PIN",
            slug="pin-needed",
            extra={"paired": True, "pin_is_set": pin.hash is not None},
        )

    def check_origin(self, request: Request) -> None:
        """A change never comes from another site, whatever cookies came along."""
        if request.method not in CHANGING:
            return
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin")
        ours = (request.host_url.rstrip("/"), self._origin, f"https://{request.host}")
        if site in ("cross-site", "same-site") or (origin is not None and origin not in ours):
            raise ForbiddenError("this request came from another site", slug="csrf")

    def check_csrf(self, request: Request, caller: Caller | None) -> None:
        if request.method not in CHANGING or not isinstance(caller, SignedIn):
            return
        sent = request.headers.get("X-CSRF", "")
        if not compare_digest(sent.encode(), caller.session.csrf.encode()):
            raise ForbiddenError("send the header X-CSRF with the token of /auth/me", slug="csrf")

    def address(self, request: Request) -> str:
        """Where the request came from; the last hop before our own proxy, if there is one."""
        near = request.remote_addr or ""
        forwarded = request.headers.get("X-Forwarded-For", "")
        if self._proxied and forwarded and near in ("127.0.0.1", "::1"):
            return forwarded.rsplit(",", 1)[-1].strip()
        return near

    # ------------------------------------------------------------------ coming in

    def pair(self, code: str, request: Request, label: str) -> tuple[PairedDevice, str]:
        """Use a code; answers the new device and the token for its cookie."""
        address = self.address(request)
        self._pair_failures.check(address)
        now = self._clock.now()
        letters = tokens.read_code(code)
        taken = None
        if letters is not None:
            taken = self._accounts.take_pairing(tokens.fingerprint(letters), now)
        if taken is None:
            self._pair_failures.note(address)
            self._accounts.audit(FROM_ADDRESS + address, "pairing.refused", "", now)
            raise NotSignedInError("this code is wrong, used up or expired", slug="wrong-code")
        token = tokens.new_token()
        device_id = self._accounts.add_paired_device(
            taken.kind,
            taken.associate_id,
            taken.client_id,
            tokens.fingerprint(token),
            label,
            now,
        )
        device = PairedDevice(
            device_id, taken.kind, taken.associate_id, taken.client_id, label, now
        )
        return device, token

    def sign_in(self, device: PairedDevice, pin: str, new: bool) -> tuple[Session, str]:
        """Check or set the PIN of the phone's owner; answers the session and its token."""
        associate_id = device.associate_id or ""
        with self._pin_tries:  # else guesses sent at once would all count as the first
            kept = self._accounts.pin_of(associate_id)
            if kept.hash is None:
                self._choose_pin(associate_id, pin, new)
            else:
                self._check_pin(associate_id, pin, new, kept)
        return self.open_session(device)

    def open_session(self, device: PairedDevice) -> tuple[Session, str]:
        """A session of the device's owner, who has proven who they are; and its token."""
        associate_id, now = device.associate_id or "", self._clock.now()
        token, csrf = tokens.new_token(), tokens.new_token()
        self._accounts.open_session(
            tokens.fingerprint(token), device.id, associate_id, csrf, now, now + SESSION_LASTS
        )
        session = self._accounts.session_by_token(tokens.fingerprint(token), now)
        if session is None:
            raise NotSignedInError("this account is no longer active")
        return session, token

    def check_pin(self, associate_id: str, pin: str) -> None:
        """That it is this colleague who stands at a shared screen. Raises the problem that it is
        not; the same tries are counted as on their own phone."""
        with self._pin_tries:
            self._check_pin(associate_id, pin, False, self._accounts.pin_of(associate_id))

    def _choose_pin(self, associate_id: str, pin: str, new: bool) -> None:
        if not new:
            raise ProblemError("choose a PIN first", slug="conflict", extra={"pin_is_set": False})
        line = AuditLine(associate_id, "pin.set", associate_id, self._clock.now())
        self._accounts.set_pin(associate_id, tokens.hash_pin(pin), line)

    def _check_pin(self, associate_id: str, pin: str, new: bool, kept: Pin) -> None:
        if new:
            raise ProblemError(
                "a PIN is set already; the manager can reset it",
                slug="conflict",
                extra={"pin_is_set": True},
            )
        now = self._clock.now()
        if kept.blocked_until is not None and kept.blocked_until > now:
            raise TooManyError(ceil((kept.blocked_until - now).total_seconds()))
        if kept.hash is not None and tokens.pin_fits(pin, kept.hash):
            if kept.failures:
                self._accounts.clear_pin_failures(associate_id)
            return
        failures = kept.failures + 1
        lock = pin_lock(failures)
        line = AuditLine(associate_id, "pin.wrong", associate_id, now)
        self._accounts.note_pin_failure(associate_id, now + lock if lock else None, line)
        if lock:
            raise TooManyError(ceil(lock.total_seconds()))
        raise NotSignedInError(
            "wrong PIN", slug="wrong-code", extra={"tries_left": PIN_FAILURES - failures}
        )

    # ------------------------------------------------------------------ cookies

    def remember_device(self, response: Response, device: PairedDevice, token: str) -> None:
        self._set(response, DEVICE_COOKIES[device.kind], token, DEVICE_LASTS)

    def remember_session(self, response: Response, token: str) -> None:
        self._set(response, SESSION_COOKIE, token, SESSION_LASTS)

    def forget_session(self, response: Response) -> None:
        response.delete_cookie(
            SESSION_COOKIE, httponly=True, samesite="Strict", secure=self._secure
        )

    def _set(self, response: Response, name: str, value: str, lasts: timedelta) -> None:
        response.set_cookie(
            name,
            value,
            max_age=lasts,
            httponly=True,
            samesite="Strict",
            secure=self._secure,
        )


def pin_lock(failures: int) -> timedelta | None:
    """How long the PIN is locked after so many failures in a row."""
    if failures < PIN_FAILURES:
        return None
    seconds = PIN_LOCK_S * 2 ** min(failures - PIN_FAILURES, 10)
    return timedelta(seconds=min(seconds, PIN_LOCK_AT_MOST_S))
