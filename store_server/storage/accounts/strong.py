"""Passkeys, passwords with one-time codes, recovery codes, and one's own sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from store_server.audit_ports import AuditLine
from store_server.storage.accounts.sessions import revoke_sessions
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AssociateRow,
    PairedDeviceRow,
    PasskeyRow,
    PasswordRow,
    PushSubscriptionRow,
    RecoveryCodeRow,
    SessionRow,
)
from store_server.strong_ports import OpenSession, Passkey, Password

_PASSKEYS = (
    select(PasskeyRow.__table__)
    .join(AssociateRow, AssociateRow.id == PasskeyRow.associate_id)
    .where(AssociateRow.active.is_(True))
    .order_by(PasskeyRow.created_at, PasskeyRow.id)
)
_PASSWORDS = (
    select(PasswordRow.__table__)
    .join(AssociateRow, AssociateRow.id == PasswordRow.associate_id)
    .where(AssociateRow.active.is_(True))
)


class SqlStrong:
    """Satisfies `strong_ports.StrongAccounts`."""

    _engine: Engine

    def passkeys_of(self, associate_id: str) -> Sequence[Passkey]:
        with reading(self._engine) as connection:
            rows = connection.execute(_PASSKEYS.where(PasskeyRow.associate_id == associate_id))
            return [_passkey(row) for row in rows]

    def passkey(self, credential_id: str) -> Passkey | None:
        with reading(self._engine) as connection:
            query = _PASSKEYS.where(PasskeyRow.credential_id == credential_id)
            row = connection.execute(query).first()
        return _passkey(row) if row else None

    def add_passkey(self, passkey: Passkey, audit: AuditLine) -> None:
        values = {name: getattr(passkey, name) for name in PasskeyRow.__table__.columns.keys()}  # noqa: SIM118 - SQLAlchemy's own
        self._do(insert(PasskeyRow).values(values), audit)

    def use_passkey(self, passkey_id: str, sign_count: int, at: datetime) -> None:
        self._do(
            update(PasskeyRow)
            .where(PasskeyRow.id == passkey_id)
            .values(sign_count=sign_count, last_used_at=at)
        )

    def remove_passkey(self, associate_id: str, passkey_id: str, audit: AuditLine) -> bool:
        theirs = (PasskeyRow.id == passkey_id) & (PasskeyRow.associate_id == associate_id)
        return self._do(delete(PasskeyRow).where(theirs), audit)

    def password_of(self, associate_id: str) -> Password | None:
        return self._password(PasswordRow.associate_id == associate_id)

    def password_by_login(self, login: str) -> Password | None:
        return self._password(PasswordRow.login == login)

    def set_password(
        self, password: Password, code_hashes: Collection[str], audit: AuditLine
    ) -> None:
        whose = password.associate_id
        sealed = self._box.seal(password.totp_secret.encode(), _context(whose))
        with writing(self._engine) as connection:
            _forget_password(connection, whose)
            connection.execute(
                insert(PasswordRow).values(
                    associate_id=whose,
                    login=password.login,
                    hash=password.hash,
                    totp_sealed=sealed,
                    last_step=password.last_step,
                    failures=0,
                )
            )
            for code_hash in code_hashes:
                values = {"code_hash": code_hash, "associate_id": whose}
                connection.execute(insert(RecoveryCodeRow).values(values))
            keep_in_audit(connection, audit)
            connection.commit()

    def remove_password(self, associate_id: str, audit: AuditLine) -> bool:
        with writing(self._engine) as connection:
            removed = _forget_password(connection, associate_id)
            keep_in_audit(connection, audit if removed else None)
            connection.commit()
        return removed

    def forget_ways(self, associate_id: str, at: datetime, audit: AuditLine) -> None:
        theirs = PairedDeviceRow.associate_id == associate_id
        paired = select(PairedDeviceRow.id).where(theirs)
        with writing(self._engine) as connection:
            _forget_password(connection, associate_id)
            connection.execute(delete(PasskeyRow).where(PasskeyRow.associate_id == associate_id))
            connection.execute(
                update(AssociateRow)
                .where(AssociateRow.id == associate_id)
                .values(pin_hash=None, pin_failures=0, pin_blocked_until=None)
            )
            connection.execute(
                update(PairedDeviceRow)
                .where(theirs, PairedDeviceRow.revoked_at.is_(None))
                .values(revoked_at=at)
            )
            revoke_sessions(connection, at, SessionRow.associate_id == associate_id)
            connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.paired_device_id.in_(paired))
            )
            keep_in_audit(connection, audit)
            connection.commit()

    def note_password_failure(
        self, associate_id: str, blocked_until: datetime | None, audit: AuditLine
    ) -> None:
        self._do(
            _of(associate_id).values(
                failures=PasswordRow.failures + 1, blocked_until=blocked_until
            ),
            audit,
        )

    def clear_password_failures(self, associate_id: str) -> None:
        self._do(_of(associate_id).values(failures=0, blocked_until=None))

    def take_totp_step(self, associate_id: str, step: int) -> bool:
        unused = _of(associate_id).where(PasswordRow.last_step < step)
        return self._do(unused.values(last_step=step))

    def take_recovery_code(self, associate_id: str, code_hash: str, audit: AuditLine) -> bool:
        theirs = RecoveryCodeRow.associate_id == associate_id
        used = delete(RecoveryCodeRow).where(theirs, RecoveryCodeRow.code_hash == code_hash)
        return self._do(used, audit)

    def recovery_codes_left(self, associate_id: str) -> int:
        query = select(func.count()).where(RecoveryCodeRow.associate_id == associate_id)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def sessions_of(self, associate_id: str, now: datetime) -> Sequence[OpenSession]:
        query = (
            select(SessionRow.__table__, PairedDeviceRow.label)
            .join(PairedDeviceRow, PairedDeviceRow.id == SessionRow.paired_device_id)
            .where(SessionRow.associate_id == associate_id, SessionRow.ends_at > now)
            .where(SessionRow.revoked_at.is_(None), PairedDeviceRow.revoked_at.is_(None))
            .order_by(SessionRow.last_used_at.desc(), SessionRow.id)
        )
        with reading(self._engine) as connection:
            return [
                OpenSession(
                    row.id,
                    row.paired_device_id,
                    row.label,
                    row.created_at,
                    row.last_used_at,
                    row.ends_at,
                )
                for row in connection.execute(query)
            ]

    # ------------------------------------------------------------------ how

    @property
    def _box(self) -> SecretsBox:
        box: SecretsBox = self._engine.get_execution_options()["secrets_box"]
        return box

    def _password(self, which: Any) -> Password | None:
        with reading(self._engine) as connection:
            row = connection.execute(_PASSWORDS.where(which)).first()
        if row is None:
            return None
        secret = self._box.unseal(row.totp_sealed, _context(row.associate_id)).decode()
        return Password(
            row.associate_id,
            row.login,
            row.hash,
            secret,
            row.last_step,
            row.failures,
            row.blocked_until,
        )

    def _do(self, statement: Any, audit: AuditLine | None = None) -> bool:
        with writing(self._engine) as connection:
            changed = connection.execute(statement).rowcount > 0
            keep_in_audit(connection, audit if changed else None)
            connection.commit()
        return changed


def _of(associate_id: str) -> Any:
    return update(PasswordRow).where(PasswordRow.associate_id == associate_id)


def _context(associate_id: str) -> str:
    return f"totp:{associate_id}"


def _forget_password(connection: Connection, associate_id: str) -> bool:
    for table in (RecoveryCodeRow, PasswordRow):
        gone = connection.execute(delete(table).where(table.associate_id == associate_id))
    return gone.rowcount > 0


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        row.id,
        row.associate_id,
        row.credential_id,
        row.public_key,
        row.sign_count,
        row.label,
        row.created_at,
        row.last_used_at,
    )
