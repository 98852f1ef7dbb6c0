"""What was spent and who did what: rows that are added, never changed."""

from sqlalchemy import JSON, BigInteger, Column, Integer, PrimaryKeyConstraint

from memory.tables.base import foreign, levelled, moment, table, text, unique

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
    unique("org_id", "seq"),
)

audit_heads = table(
    "audit_heads",
    text("org_id"),
    Column("seq", BigInteger, nullable=False),
    text("hash"),
    PrimaryKeyConstraint("org_id"),
    foreign(["org_id"], ["organizations.id"]),
)

usage_totals = table(
    "usage_totals",
    text("org_id"),
    text("month"),
    Column("used_micros", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id"),
    foreign(["org_id"], ["organizations.id"]),
)
"""What an organisation used in the present month: any turn may know that, and no turn sees the rows behind it."""

model_budgets = table(
    "model_budgets",
    text("org_id"),
    Column("limit_micros", BigInteger, nullable=False),
    text("updated_by"),
    moment("updated_at"),
    PrimaryKeyConstraint("org_id"),
    foreign(["org_id"], ["organizations.id"]),
)
"""The most that an organisation's language models may cost in a month; without a row there is no limit."""
