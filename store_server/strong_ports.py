"""Passkeys, passwords with one-time codes, and recovery codes, as those who check them see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from store_server.audit_ports import AuditLine


@dataclass(frozen=True, slots=True)
class Passkey:
    """`credential_id` is base64url, as browsers have it; `public_key` is COSE."""

    id: str
    associate_id: str
    credential_id: str
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Password:
    """`hash` is argon2's; `totp_secret` is base32, and sealed where it is kept.

    `last_step` is the number of the half minute whose code was used last.
    """

    associate_id: str
    login: str
    hash: str
    totp_secret: str
    last_step: int = 0
    failures: int = 0
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of somebody's own, with the device that it is on."""

    id: str
    paired_device_id: str
    label: str
    created_at: datetime
    last_used_at: datetime
    ends_at: datetime


class StrongAccounts(Protocol):
    """Each method is one short transaction; what is given as `audit` stands or falls with it."""

    def passkeys_of(self, associate_id: str) -> Sequence[Passkey]: ...
    def passkey(self, credential_id: str) -> Passkey | None:
        """None for an unknown one, and for one of somebody who is let in no longer."""

    def add_passkey(self, passkey: Passkey, audit: AuditLine) -> None:
        """Raises `ConflictError` where this credential is known already."""

    def use_passkey(self, passkey_id: str, sign_count: int, at: datetime) -> None: ...
    def remove_passkey(self, associate_id: str, passkey_id: str, audit: AuditLine) -> bool: ...
    def password_of(self, associate_id: str) -> Password | None: ...
    def password_by_login(self, login: str) -> Password | None:
        """None for an unknown one, and for one of somebody who is let in no longer."""

    def set_password(
        self, password: Password, code_hashes: Collection[str], audit: AuditLine
    ) -> None:
        """The recovery codes before are void. Raises `ConflictError` where the login is taken."""

    def remove_password(self, associate_id: str, audit: AuditLine) -> bool: ...
    def forget_ways(self, associate_id: str, at: datetime, audit: AuditLine) -> None:
        """No passkey, password, PIN, session or paired device of theirs opens anything any more:
        a phone that stays paired could choose a new way in."""

    def note_password_failure(
        self, associate_id: str, blocked_until: datetime | None, audit: AuditLine
    ) -> None: ...
    def clear_password_failures(self, associate_id: str) -> None: ...
    def take_totp_step(self, associate_id: str, step: int) -> bool:
        """Whether no code of this half minute or a later one was used before. Once, for good."""

    def take_recovery_code(self, associate_id: str, code_hash: str, audit: AuditLine) -> bool:
        """Use it, once."""

    def recovery_codes_left(self, associate_id: str) -> int: ...
    def sessions_of(self, associate_id: str, now: datetime) -> Sequence[OpenSession]:
        """Those that stand, the one that was used last first."""
