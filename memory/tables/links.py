"""One-time codes by which one person joins another chat account to the same user."""

from memory.tables.base import foreign, moment, owned, text, unique

link_codes = owned(
    "link_codes",
    text("user_id"),
    text("code_hash"),
    moment("expires_at"),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    unique("code_hash"),
)
