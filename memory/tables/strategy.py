"""What the agents deliver, and the brand guidelines that it keeps to."""

from sqlalchemy import JSON, Column, Float, Integer

from memory.tables.base import index, levelled, moment, text, unique

strategy_outputs = levelled(
    "strategy_outputs",
    text("agent"),
    text("output_type"),
    text("subject", default=""),
    Column("schema_version", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    text("supersedes", nullable=True),
    text("status"),
    text("locale"),
    text("title"),
    text("summary"),
    Column("body", JSON, nullable=False),
    Column("inputs_used", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("assumptions", JSON, nullable=False),
    Column("missing_inputs", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    text("engine"),
    text("created_by"),
    moment("created_at"),
    moment("stale_after", nullable=True),
    text("content_hash"),
    unique("org_id", "level", "output_type", "subject", "version"),
    index(None, "org_id", "level", "id", unique=True),
)

brand_guidelines = levelled(
    "brand_guidelines",
    Column("fields", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    text("updated_by"),
    moment("updated_at"),
    text("content_hash"),
    unique("org_id", "level"),
)
