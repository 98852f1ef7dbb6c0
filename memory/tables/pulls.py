"""When connected accounts are read by the clock."""

from sqlalchemy import JSON, Column, Integer

from memory.tables.base import foreign, levelled, moment, text, unique

pull_schedules = levelled(
    "pull_schedules",
    text("user_id"),
    *(text(name) for name in ("platform", "account", "zone")),
    text("grain", default=""),
    Column("hour", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("fault", JSON(none_as_null=True)),
    moment("last_at", nullable=True),
    moment("next_at"),
    moment("told_at", nullable=True),
    moment("created_at"),
    unique("org_id", "level", "platform", "account"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
)
"""`hour` is local to `zone`; `user_id` is whoever connected the account, and is told when it cannot be read."""
