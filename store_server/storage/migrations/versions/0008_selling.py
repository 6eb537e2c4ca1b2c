"""The fast lane: a catalogue, baskets, payments from facts, delivery and the pass at the exit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(36)
CURRENCY = sa.String(3)
TEXT64 = sa.String(64)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = (
    "articles",
    "vat_rates",
    "delivery_slots",
    "pieces",
    "prices",
    "baskets",
    "basket_lines",
    "deliveries",
    "exit_passes",
    "webhooks",
    "bills",
    "shares",
    "payment_attempts",
    "payment_facts",
    "refunds",
)


def upgrade() -> None:
    _create_catalogue()
    _create_baskets()
    _create_paying()
    _only_added_to("payment_facts")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_catalogue() -> None:
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", TEXT64, nullable=False),
        sa.Column("gtin", sa.String(14), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("vat", sa.String(32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plain",
                "serial",
                "unique",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("held >= 0", name=op.f("ck_articles_held")),
        sa.CheckConstraint("stock >= held", name=op.f("ck_articles_stock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("gtin", name=op.f("uq_articles_gtin")),
        sa.UniqueConstraint("sku", name=op.f("uq_articles_sku")),
    )
    op.create_index(op.f("ix_articles_model"), "articles", ["model"], unique=False)
    op.create_table(
        "vat_rates",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_vat_rates")),
    )
    op.create_table(
        "delivery_slots",
        sa.Column("id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= taken", name=op.f("ck_delivery_slots_capacity")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_delivery_slots_taken")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_slots")),
        sa.UniqueConstraint("starts_at", name=op.f("uq_delivery_slots_starts_at")),
    )
    op.create_table(
        "pieces",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("serial", TEXT64, nullable=False),
        sa.Column("held_by", ID, nullable=True),
        sa.Column("sold_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_pieces_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pieces")),
    )
    op.create_index("uq_pieces_article_id_serial", "pieces", ["article_id", "serial"], unique=True)
    op.create_table(
        "prices",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_prices_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", "currency", name=op.f("pk_prices")),
    )


def _create_baskets() -> None:
    op.create_table(
        "baskets",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "locked",
                "paying",
                "paid",
                "released",
                "closed",
                "abandoned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("associate_id", ID, nullable=True),
        sa.Column("token_hash", TEXT64, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("gift_receipt", sa.Boolean(), nullable=False),
        sa.Column("exchange_of_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("locked_until", MOMENT, nullable=True),
        sa.Column("paid_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_baskets_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["exchange_of_id"], ["baskets.id"], name=op.f("fk_baskets_exchange_of_id_baskets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baskets")),
        sa.UniqueConstraint("number", name=op.f("uq_baskets_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_baskets_token_hash")),
    )
    op.create_index(op.f("ix_baskets_client_id"), "baskets", ["client_id"], unique=False)
    op.create_index(op.f("ix_baskets_exchange_of_id"), "baskets", ["exchange_of_id"], unique=False)
    op.create_index(op.f("ix_baskets_state"), "baskets", ["state"], unique=False)
    op.create_table(
        "basket_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("piece_id", ID, nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.String(16), nullable=True),
        sa.Column("net_units", sa.BigInteger(), nullable=True),
        sa.Column("vat_units", sa.BigInteger(), nullable=True),
        sa.Column("gift", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_basket_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_basket_lines_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_basket_lines_basket_id_baskets")
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["pieces.id"], name=op.f("fk_basket_lines_piece_id_pieces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_lines")),
    )
    op.create_index(
        op.f("ix_basket_lines_article_id"), "basket_lines", ["article_id"], unique=False
    )
    op.create_index(op.f("ix_basket_lines_basket_id"), "basket_lines", ["basket_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("slot_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("gift_wrap", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_deliveries_basket_id_baskets")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["delivery_slots.id"], name=op.f("fk_deliveries_slot_id_delivery_slots")
        ),
        sa.PrimaryKeyConstraint("basket_id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_slot_id"), "deliveries", ["slot_id"], unique=False)
    op.create_table(
        "exit_passes",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_exit_passes_basket_id_baskets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_passes")),
        sa.UniqueConstraint("number", name=op.f("uq_exit_passes_number")),
    )
    op.create_index(op.f("ix_exit_passes_basket_id"), "exit_passes", ["basket_id"], unique=False)


def _create_paying() -> None:
    op.create_table(
        "webhooks",
        sa.Column("provider", sa.String(32), nullable=False),
        sa.Column("id", sa.String(128), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_at"), "webhooks", ["at"], unique=False)
    op.create_table(
        "bills",
        sa.Column("id", ID, nullable=False),
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("deposit", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "capture",
                "void",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_bills_basket_id_baskets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
    )
    op.create_index(op.f("ix_bills_basket_id"), "bills", ["basket_id"], unique=False)
    op.create_index(op.f("ix_bills_closed_at"), "bills", ["closed_at"], unique=False)
    op.create_table(
        "shares",
        sa.Column("id", ID, nullable=False),
        sa.Column("bill_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", TEXT64, nullable=True),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_shares_bill_id_bills")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_shares_token_hash")),
    )
    op.create_index(op.f("ix_shares_bill_id"), "shares", ["bill_id"], unique=False)
    op.create_table(
        "payment_attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("share_id", ID, nullable=False),
        sa.Column("provider", sa.String(32), nullable=False),
        sa.Column("means", sa.String(32), nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("wording", DOCUMENT, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_payment_attempts_share_id_shares")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempts")),
    )
    op.create_index(
        op.f("ix_payment_attempts_due_at"), "payment_attempts", ["due_at"], unique=False
    )
    op.create_index(
        op.f("ix_payment_attempts_share_id"), "payment_attempts", ["share_id"], unique=False
    )
    op.create_table(
        "payment_facts",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column(
            "fact",
            sa.Enum(
                "submitted",
                "no_answer",
                "action_required",
                "authorised",
                "failed",
                "capture_asked",
                "captured",
                "void_asked",
                "voided",
                "expired",
                "refund_asked",
                "refunded",
                "refund_failed",
                "disputed",
                name="fact",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("currency", CURRENCY, nullable=True),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.Column("refund_id", ID, nullable=False),
        sa.Column("told_by", sa.String(16), nullable=False),
        sa.Column("digest", TEXT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["payment_attempts.id"],
            name=op.f("fk_payment_facts_attempt_id_payment_attempts"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_payment_facts")),
        sa.UniqueConstraint("digest", name=op.f("uq_payment_facts_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_payment_facts_attempt_id"), "payment_facts", ["attempt_id"], unique=False
    )
    op.create_table(
        "refunds",
        sa.Column("id", ID, nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("lines", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["payment_attempts.id"],
            name=op.f("fk_refunds_attempt_id_payment_attempts"),
        ),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_refunds_basket_id_baskets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_attempt_id"), "refunds", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_refunds_basket_id"), "refunds", ["basket_id"], unique=False)
    op.create_index(op.f("ix_refunds_due_at"), "refunds", ["due_at"], unique=False)


def _only_added_to(table: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.split()[0].lower()} BEFORE {change} "
                f"ON {table} FOR EACH {each} EXECUTE FUNCTION accueil_append_only()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
