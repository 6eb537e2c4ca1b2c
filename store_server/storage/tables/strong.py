"""What managers sign in with: passkeys, and a password with one-time codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import ID, SHA256_HEX, Moment


class PasskeyRow(Table):
    """`credential_id` is base64url; `public_key` is COSE."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasswordRow(Table):
    """`totp_sealed` is the secret of the one-time codes, sealed for this associate."""

    __tablename__ = "passwords"

    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    hash: Mapped[str] = mapped_column(Text)
    totp_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCodeRow(Table):
    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(SHA256_HEX, primary_key=True)
    associate_id: Mapped[str] = mapped_column(ForeignKey("associates.id"), index=True)
