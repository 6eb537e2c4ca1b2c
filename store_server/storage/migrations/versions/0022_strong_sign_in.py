"""What managers sign in with: passkeys, and a password with one-time codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
        _of_an_associate("passkeys"),
    )
    op.create_table(
        "passwords",
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("associate_id", name="pk_passwords"),
        sa.UniqueConstraint("login", name="uq_passwords_login"),
        _of_an_associate("passwords"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
        _of_an_associate("recovery_codes"),
    )
    for table in ("passkeys", "recovery_codes"):
        op.create_index(f"ix_{table}_associate_id", table, ["associate_id"])


def downgrade() -> None:
    for table in ("recovery_codes", "passwords", "passkeys"):
        op.drop_table(table)


def _of_an_associate(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["associate_id"], ["associates.id"], name=f"fk_{table}_associate_id_associates"
    )
