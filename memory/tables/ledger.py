"""What was spent and who did what: rows that are added, never changed."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from memory.tables.base import levelled, metadata, moment, text

usage = levelled(
    "usage",
    text("agent"),
    text("model"),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost_micros", BigInteger, nullable=False),
    text("currency"),
    text("message_id", nullable=True),
    moment("created_at"),
)

audit = levelled(
    "audit",
    Column("seq", BigInteger, nullable=False),
    text("actor"),
    text("action"),
    text("subject"),
    Column("detail", JSON, nullable=False),
    moment("created_at"),
    text("previous_hash"),
    text("hash"),
    UniqueConstraint("org_id", "seq"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    text("org_id"),
    Column("seq", BigInteger, nullable=False),
    text("hash"),
    PrimaryKeyConstraint("org_id"),
    ForeignKeyConstraint(["org_id"], ["organizations.id"]),
)
