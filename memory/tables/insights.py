"""What was learnt, where from, what contradicts it, and where it was used."""

from sqlalchemy import Column, Date, Float, Integer

from memory.tables.base import foreign, index, levelled, moment, text, unique

_WHERE = ("category", "level", "client_id", "valid_to")
_RANK = ("grade", "recorded_at", "id")
"""What insights are chosen by: keys that hold all of it count and rank them without a look at the rows."""

ai_insights = levelled(
    "ai_insights",
    text("kind"),
    text("category"),
    text("subject_key"),
    text("predicate"),
    text("value"),
    text("unit"),
    text("text"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    moment("recorded_at"),
    moment("superseded_at", nullable=True),
    text("superseded_by", nullable=True),
    Column("confidence", Float, nullable=False),
    Column("grade", Float, nullable=False),
    text("sensitivity"),
    text("status"),
    text("content_hash"),
    moment("created_at"),
    unique("org_id", "level", "content_hash"),
    index(None, "org_id", "level", "id", unique=True),
    index(None, "org_id", "level", "subject_key", "predicate"),
    index("ix_ai_insights_told", "org_id", "status", *_WHERE, *_RANK),
    index("ix_ai_insights_ranked", "org_id", "status", *_RANK, *_WHERE),
)

insight_sources = levelled(
    "insight_sources",
    text("insight_id"),
    text("message_id"),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    text("quote"),
    Column("grade", Float, nullable=False),
    moment("created_at"),
    foreign(["org_id", "level", "insight_id"], ["ai_insights.org_id", "ai_insights.level", "ai_insights.id"]),
    foreign(["org_id", "level", "message_id"], ["messages.org_id", "messages.level", "messages.id"]),
    unique("org_id", "level", "insight_id", "message_id", "starts"),
    index(None, "org_id", "message_id"),
    index(None, "org_id", "insight_id"),
)

insight_conflicts = levelled(
    "insight_conflicts",
    text("holds_id"),
    text("disputed_id"),
    moment("opened_at"),
    moment("settled_at", nullable=True),
    text("settled_by"),
    foreign(["org_id", "level", "holds_id"], ["ai_insights.org_id", "ai_insights.level", "ai_insights.id"]),
    foreign(
        ["org_id", "level", "disputed_id"], ["ai_insights.org_id", "ai_insights.level", "ai_insights.id"]
    ),
    unique("org_id", "level", "holds_id", "disputed_id"),
)

insight_uses = levelled(
    "insight_uses",
    text("insight_id"),
    text("used_in"),
    text("ref"),
    moment("used_at"),
    unique("org_id", "level", "insight_id", "ref"),
    index(None, "org_id", "ref"),
    index(None, "org_id", "insight_id"),
)
"""Stands at the level of the output or reply, which may be below or above that of the insight."""
