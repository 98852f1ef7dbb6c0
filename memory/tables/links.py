"""One-time codes by which one person joins another chat account to the same user."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint

from memory.tables.base import moment, owned, text

link_codes = owned(
    "link_codes",
    text("user_id"),
    text("code_hash"),
    moment("expires_at"),
    moment("created_at"),
    ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
    UniqueConstraint("code_hash"),
)
