"""Who may come in: pairings, paired devices, sessions, PINs, keys of programs; where phones are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from store_server.audit_ports import AuditLine
from store_server.domain.staff import Role
from store_server.strong_ports import StrongAccounts


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pairing code that was just used once. `kind` is associate, kiosk or client."""

    id: str
    kind: str
    associate_id: str | None
    client_id: str | None
    uses_left: int


class Scope(StrEnum):
    """What a program may do with its key. Who may write may read."""

    READ = "catalogue:read"
    WRITE = "catalogue:write"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program of the brand's, known by a key of which only the hash is kept."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PairedDevice:
    """A phone, kiosk or browser that we know by the token in its cookie.

    `holder` is the name of whose it is, and empty where it was not asked for.
    """

    id: str
    kind: str
    associate_id: str | None
    client_id: str | None
    label: str
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in on a paired device, now. Never one that has ended."""

    id: str
    paired_device_id: str
    associate_id: str
    role: Role
    csrf: str
    created_at: datetime
    last_used_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Pin:
    """An associate's PIN: `hash` is None before it was set."""

    hash: str | None
    failures: int = 0
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PushSubscription:
    associate_id: str
    paired_device_id: str
    endpoint: str
    p256dh: str
    auth: str
    created_at: datetime
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UndeliveredNotice:
    """A line that no screen has acknowledged: what a push is sent for."""

    associate_id: str
    seq: int
    kind: str
    signal_id: str
    at: datetime
    silent: bool = False


class Accounts(StrongAccounts, Protocol):
    """Devices, sessions and PINs. Every method is one short transaction of its own.

    Tokens and codes come as the hex of their SHA-256, never themselves. Callable from any thread.
    What is given as `audit` stands in the audit log with the change, or neither does.
    """

    def create_pairing(
        self,
        kind: str,
        associate_id: str | None,
        client_id: str | None,
        code_hash: str,
        expires_at: datetime,
        uses: int = 1,
        audit: AuditLine | None = None,
    ) -> str: ...
    def take_pairing(self, code_hash: str, now: datetime) -> Pairing | None:
        """Use the code once. None where it is unknown, used up or expired."""

    def add_paired_device(
        self,
        kind: str,
        associate_id: str | None,
        client_id: str | None,
        token_hash: str,
        label: str,
        at: datetime,
    ) -> str:
        """The audit log has that it was paired, by whom it is for."""

    def paired_device_by_token(self, token_hash: str) -> PairedDevice | None:
        """None for a revoked one, and for one whose associate is no longer active."""

    def paired_devices_by_token(self, token_hashes: Collection[str]) -> Mapping[str, PairedDevice]:
        """Those of many, by token; the others are missing."""

    def paired_devices(self) -> Sequence[PairedDevice]:
        """All that are not revoked, with their holders' names, the newest first."""

    def name_paired_device(
        self, device_id: str, label: str, audit: AuditLine | None = None
    ) -> bool:
        """Whether it is one that is paired now."""

    def touch_paired_device(self, device_id: str, at: datetime) -> None: ...

    def revoke_paired_device(
        self, device_id: str, at: datetime, audit: AuditLine | None = None
    ) -> bool:
        """Its sessions and push subscriptions end with it. Whether it was one that stood."""

    def open_session(
        self,
        token_hash: str,
        paired_device_id: str,
        associate_id: str,
        csrf: str,
        at: datetime,
        ends_at: datetime,
    ) -> str:
        """The audit log has that somebody signed in."""

    def session_by_token(self, token_hash: str, now: datetime) -> Session | None:
        """None for one that ended, was revoked, or whose device or associate was."""

    def sessions_by_token(
        self, token_hashes: Collection[str], now: datetime
    ) -> Mapping[str, Session]:
        """Those of many, by token; the others are missing."""

    def touch_session(self, session_id: str, at: datetime) -> None: ...
    def end_session(
        self, session_id: str, at: datetime, audit: AuditLine | None = None
    ) -> None: ...
    def end_sessions_of(
        self, associate_id: str, at: datetime, audit: AuditLine | None = None
    ) -> int:
        """Answers how many ended."""

    def add_api_key(self, name: str, scope: Scope, key_hash: str, at: datetime, by: str) -> ApiKey:
        """Noted in the audit with it."""

    def api_key_by_hash(self, key_hash: str) -> ApiKey | None:
        """None for a revoked one."""

    def api_keys(self) -> Sequence[ApiKey]:
        """All that are not revoked, the newest first."""

    def touch_api_key(self, key_id: str, at: datetime) -> None: ...
    def revoke_api_key(self, key_id: str, at: datetime, by: str) -> bool:
        """Whether it was one that stood."""

    def pin_of(self, associate_id: str) -> Pin:
        """Raises `NotFoundError`."""

    def set_pin(
        self, associate_id: str, pin_hash: str | None, audit: AuditLine | None = None
    ) -> None:
        """Also forgets the failures."""

    def note_pin_failure(
        self,
        associate_id: str,
        blocked_until: datetime | None = None,
        audit: AuditLine | None = None,
    ) -> int:
        """Answers how many there are now."""

    def clear_pin_failures(self, associate_id: str) -> None: ...

    def subscriptions_of(self, associate_id: str) -> Sequence[PushSubscription]: ...
    def save_subscription(self, subscription: PushSubscription) -> None:
        """One row an endpoint: a later one takes its place."""

    def drop_subscription(self, endpoint: str) -> bool: ...
    def note_push_failure(self, endpoint: str, at: datetime) -> None: ...

    def mark_delivered(self, delivered: Mapping[str, int], at: datetime) -> None:
        """Of each associate's feed a screen has every line up to this number."""

    def mark_pushed(self, lines: Collection[tuple[str, int]], at: datetime) -> None:
        """These lines, each of an associate's feed, were handed to Web Push; `undelivered` names
        them no more."""

    def undelivered(
        self, older_than: datetime, newer_than: datetime | None = None
    ) -> Sequence[UndeliveredNotice]: ...

    def audit(self, who: str, what: str, whom: str, at: datetime) -> None: ...
    def audit_all(self, lines: Iterable[AuditLine]) -> None:
        """Append the lines in their order, in one transaction."""

    def setting(self, key: str) -> str | None: ...
    def set_setting(self, key: str, value: str) -> None: ...
