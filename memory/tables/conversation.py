"""Where people talk, and what was said."""

from sqlalchemy import JSON, Column

from memory.tables.base import index, levelled, moment, text, unique

channel_bindings = levelled(
    "channel_bindings",
    text("platform"),
    text("workspace"),
    text("channel"),
    text("thread", default=""),
    text("newcomers", default=""),
    moment("created_at"),
    moment("listens_since", nullable=True),
    moment("client_safe_since", nullable=True),
    moment("rests_since", nullable=True),
    moment("outsiders_since", nullable=True),
    unique("platform", "workspace", "channel", "thread"),
)

messages = levelled(
    "messages",
    text("conversation"),
    text("thread"),
    text("kind"),
    text("author"),
    text("text"),
    text("external_id"),
    moment("created_at"),
    text("content_hash"),
    Column("meta", JSON, nullable=False, default=dict),
    unique("org_id", "conversation", "external_id"),
    index(None, "org_id", "thread"),
    index(None, "org_id", "level", "id", unique=True),
)
