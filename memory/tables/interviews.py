"""Interviews with personas, and every question and answer in them."""

from sqlalchemy import JSON, Column, Integer

from memory.tables.base import foreign, index, levelled, moment, text, unique

interview_sessions = levelled(
    "interview_sessions",
    text("user_id"),
    text("persona"),
    text("name"),
    text("output_id"),
    text("thread"),
    text("locale"),
    text("state"),
    text("phase"),
    Column("seconds", Integer, nullable=False),
    Column("guide", JSON, nullable=False),
    moment("begun_at"),
    moment("touched_at"),
    moment("ended_at", nullable=True),
    text("result"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    index(None, "org_id", "level", "id", unique=True),
    index(None, "org_id", "thread"),
    index(None, "org_id", "user_id"),
)

persona_interactions = levelled(
    "persona_interactions",
    text("session_id"),
    text("user_id"),
    text("persona"),
    Column("number", Integer, nullable=False),
    text("kind"),
    text("phase"),
    text("topic"),
    text("subject"),
    text("question"),
    text("answer"),
    text("stance"),
    text("certainty"),
    Column("based_on", JSON, nullable=False),
    Column("new_facts", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("contradicts", JSON, nullable=False),
    text("engine"),
    text("message_id"),
    moment("asked_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    foreign(
        ["org_id", "level", "session_id"],
        ["interview_sessions.org_id", "interview_sessions.level", "interview_sessions.id"],
    ),
    unique("org_id", "level", "persona", "number"),
    unique("org_id", "session_id", "message_id"),
)
"""The question's user is the session's: an interview belongs to whoever began it."""
